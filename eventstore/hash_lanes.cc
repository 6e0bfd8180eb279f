#include "eventstore/hash_lanes.h"

#ifdef PROBITY_HASH_LANES
#define NO_COMPAT_IMB_API_053  // the old names are macros of words that we use
#include <intel-ipsec-mb.h>
#endif

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

namespace probity::eventstore {

#ifdef PROBITY_HASH_LANES
namespace {

using proof::Bytes;

// A few messages leave most lanes empty, and a lane alone is slower than OpenSSL.
constexpr std::size_t kFewMessages = 6;
// So many are copied together and handed over, so that the copies stay in the cache.
constexpr std::size_t kChunkMessages = 128;

struct Manager {
  std::unique_ptr<IMB_MGR, decltype(&free_mb_mgr)> manager{alloc_mb_mgr(0), &free_mb_mgr};
  std::vector<std::uint8_t> text;  // messages in one piece each, as the library wants them
  Manager() {
    if (manager == nullptr) return;
    init_mb_mgr_auto(manager.get(), nullptr);
    if (imb_get_errno(manager.get()) != 0) manager.reset();
  }
};

/// Hands a message over; answers how many jobs came back completed meanwhile, this one or others.
std::size_t submit(IMB_MGR* manager, Bytes text, Hash& digest) {
  IMB_JOB* job = IMB_GET_NEXT_JOB(manager);
  std::memset(job, 0, sizeof *job);
  job->cipher_direction = IMB_DIR_ENCRYPT;
  job->chain_order = IMB_ORDER_HASH_CIPHER;
  job->cipher_mode = IMB_CIPHER_NULL;
  job->hash_alg = IMB_AUTH_SHA_256;
  job->src = text.data();
  job->msg_len_to_hash_in_bytes = text.size();
  job->auth_tag_output = digest.bytes.data();
  job->auth_tag_output_len_in_bytes = digest.bytes.size();
  std::size_t completed = 0;
  for (job = IMB_SUBMIT_JOB(manager); job != nullptr; job = IMB_GET_COMPLETED_JOB(manager)) {
    completed += job->status == IMB_STATUS_COMPLETED ? 1 : 0;
  }
  return completed;
}

/// Whether every digest was written.
bool hash_chunk(Manager& manager, std::span<const proof::Message> messages,
                std::span<Hash> digests) {
  std::size_t bytes = 0;
  for (const auto& message : messages) bytes += message.first.size() + message.second.size();
  manager.text.resize(bytes);
  std::uint8_t* at = manager.text.data();
  std::size_t completed = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& [first, second] = messages[i];
    const Bytes text(at, first.size() + second.size());
    for (const Bytes part : {first, second}) {
      if (!part.empty()) std::memcpy(at, part.data(), part.size());
      at += part.size();
    }
    completed += submit(manager.manager.get(), text, digests[i]);
  }
  while (const IMB_JOB* job = IMB_FLUSH_JOB(manager.manager.get())) {
    completed += job->status == IMB_STATUS_COMPLETED ? 1 : 0;
  }
  return completed == messages.size();
}

void hash_in_lanes(std::span<const proof::Message> messages, std::span<Hash> digests) {
  thread_local Manager manager;
  if (messages.size() < kFewMessages || manager.manager == nullptr) {
    proof::hash_one_by_one(messages, digests);
    return;
  }
  for (std::size_t from = 0; from < messages.size(); from += kChunkMessages) {
    const std::size_t count = std::min(kChunkMessages, messages.size() - from);
    const auto chunk = messages.subspan(from, count);
    // The library takes no empty message; whatever it does not take is hashed all the same.
    if (!hash_chunk(manager, chunk, digests.subspan(from, count))) {
      proof::hash_one_by_one(chunk, digests.subspan(from, count));
    }
  }
}

}  // namespace

proof::HashMany hash_many() { return &hash_in_lanes; }
#else
proof::HashMany hash_many() { return &proof::hash_one_by_one; }
#endif

}  // namespace probity::eventstore
