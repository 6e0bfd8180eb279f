#include "eventstore/verify/stream_heads.h"

#include <functional>

namespace probity::eventstore::verify {

std::uint64_t StreamHeads::hash_of(std::string_view name) {
  return std::hash<std::string_view>{}(name);
}

std::string_view StreamHeads::name(std::uint32_t stream) const {
  return std::string_view(names_).substr(streams_[stream].name, streams_[stream].name_size);
}

std::uint32_t StreamHeads::find(std::string_view wanted, std::uint64_t hash) const {
  return by_name_.find(hash, [&](std::uint32_t stream) { return name(stream) == wanted; });
}

std::uint32_t StreamHeads::find(std::string_view name) const { return find(name, hash_of(name)); }

void StreamHeads::prefetch(std::uint64_t hash, int step) const {
  if (step == 0) {
    by_name_.prefetch(hash);
    return;
  }
  const std::uint32_t stream = by_name_.likely(hash);
  if (stream == kNone) return;
  const auto* at = reinterpret_cast<const std::uint8_t*>(&streams_[stream]);
  if (step == 1) {
    __builtin_prefetch(at);
    __builtin_prefetch(at + sizeof(Stream) - 1);
  } else {
    __builtin_prefetch(names_.data() + streams_[stream].name);
  }
}

std::uint32_t StreamHeads::place(std::string_view name, std::uint64_t hash) {
  if (const std::uint32_t known = find(name, hash); known != kNone) return known;
  const std::uint32_t stream = count();
  streams_.push_back({.head = {}, .name = names_.size(), .name_size = name.size()});
  names_.append(name);
  by_name_.add(hash, stream);
  return stream;
}

}  // namespace probity::eventstore::verify
