#include "eventstore/log_rows.h"

#include <fmt/format.h>

#include <cstring>
#include <string_view>

#include "eventstore/base/limits.h"

namespace probity::eventstore {
namespace {

constexpr std::string_view kMagic("PROBITY\0", 8);
constexpr std::uint32_t kByteOrderMark = 0x01020304;
constexpr std::size_t kMetaFixedWords = 4;
constexpr std::size_t kHashWords = sizeof(Hash) / sizeof(std::uint64_t);
constexpr std::size_t kHeadFixedWords = 2 + kHashWords;

void put_hash(Words& words, const Hash& hash) {
  const std::size_t at = words.size();
  words.resize(at + kHashWords);
  std::memcpy(&words[at], hash.bytes.data(), hash.bytes.size());
}

Hash hash_at(WordsView words, std::size_t at) {
  Hash hash;
  std::memcpy(hash.bytes.data(), &words[at], hash.bytes.size());
  return hash;
}

std::unexpected<Error> no_ledger(std::string what) {
  return fail(ErrorKind::kMalformed, std::move(what),
              "name a ledger's folder; `probity init` makes one");
}

}  // namespace

Words encode_meta(const LogMeta& meta) {
  const std::size_t origin_words =
      (meta.origin.size() + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);
  Words words(kMetaFixedWords + origin_words);
  std::memcpy(&words[0], kMagic.data(), kMagic.size());
  words[1] = kByteOrderMark | (std::uint64_t{meta.format} << 32);
  words[2] = static_cast<std::uint64_t>(meta.created.micros);
  words[3] = meta.origin.size();
  std::memcpy(words.data() + kMetaFixedWords, meta.origin.data(), meta.origin.size());
  return words;
}

Result<LogMeta> decode_meta(WordsView words) {
  if (words.size() < kMetaFixedWords ||
      std::memcmp(words.data(), kMagic.data(), kMagic.size()) != 0) {
    return no_ledger("not a ledger: its log does not begin as one");
  }
  if (static_cast<std::uint32_t>(words[1]) != kByteOrderMark) {
    return no_ledger("the ledger was made on a machine of another byte order");
  }
  LogMeta meta;
  meta.format = static_cast<std::uint32_t>(words[1] >> 32);
  if (meta.format > kFormatVersion) {
    return fail(ErrorKind::kNewer,
                fmt::format("the ledger has format {}; this program knows formats up to {}",
                            meta.format, kFormatVersion),
                "use a newer probity");
  }
  meta.created = Instant{static_cast<std::int64_t>(words[2])};
  const std::uint64_t size = words[3];
  if (meta.format == 0 || size > limits::kOriginBytes ||
      size > (words.size() - kMetaFixedWords) * sizeof(std::uint64_t)) {
    return fail(ErrorKind::kCorrupt, "the ledger's description of itself is damaged");
  }
  meta.origin.assign(reinterpret_cast<const char*>(words.data() + kMetaFixedWords), size);
  return meta;
}

Words encode_head(const LogHead& head) {
  Words words;
  words.reserve(kHeadFixedWords + head.peaks.hashes().size() * kHashWords);
  words.push_back(head.size().value);
  words.push_back(static_cast<std::uint64_t>(head.recorded_at.micros));
  put_hash(words, head.root);
  for (const Hash& peak : head.peaks.hashes()) put_hash(words, peak);
  return words;
}

Result<LogHead> decode_head(WordsView words) {
  if (words.size() < kHeadFixedWords || (words.size() - kHeadFixedWords) % kHashWords != 0) {
    return fail(ErrorKind::kCorrupt, "the ledger's head is cut short");
  }
  std::vector<Hash> hashes;
  hashes.reserve((words.size() - kHeadFixedWords) / kHashWords);
  for (std::size_t at = kHeadFixedWords; at < words.size(); at += kHashWords) {
    hashes.push_back(hash_at(words, at));
  }
  auto peaks = proof::Peaks::from(TreeSize{words[0]}, std::move(hashes));
  if (!peaks) return pass(peaks);
  return LogHead{Instant{static_cast<std::int64_t>(words[1])}, hash_at(words, 2),
                 std::move(*peaks)};
}

}  // namespace probity::eventstore
