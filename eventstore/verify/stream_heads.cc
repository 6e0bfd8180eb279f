#include "eventstore/verify/stream_heads.h"

#include <functional>

namespace probity::eventstore::verify {
namespace {

std::uint64_t hash_of(std::string_view name) { return std::hash<std::string_view>{}(name); }

}  // namespace

std::string_view StreamHeads::name(std::uint32_t stream) const {
  return std::string_view(names_).substr(streams_[stream].name, streams_[stream].name_size);
}

std::uint32_t StreamHeads::find(std::string_view wanted, std::uint64_t hash) const {
  return by_name_.find(hash, [&](std::uint32_t stream) {
    return streams_[stream].hash == hash && name(stream) == wanted;
  });
}

std::uint32_t StreamHeads::find(std::string_view name) const { return find(name, hash_of(name)); }

std::uint32_t StreamHeads::place(std::string_view name) {
  const std::uint64_t hash = hash_of(name);
  if (const std::uint32_t known = find(name, hash); known != kNone) return known;
  const std::uint32_t stream = count();
  streams_.push_back({.head = {}, .hash = hash, .name = names_.size(), .name_size = name.size()});
  names_.append(name);
  by_name_.add(hash, stream, [&](std::uint32_t other) { return streams_[other].hash; });
  return stream;
}

}  // namespace probity::eventstore::verify
