#include "eventstore/proof/entry_bundle.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"

namespace probity::proof {

Result<void> append_entry(std::vector<std::uint8_t>& bundle, Bytes entry) {
  if (entry.size() > limits::kLeafBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("an entry of {} bytes; the limit is {}",
                                                  entry.size(), limits::kLeafBytes));
  }
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
  bundle.push_back(static_cast<std::uint8_t>(entry.size()));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
  return {};
}

Result<std::vector<Bytes>> entries_of(Bytes bundle, unsigned width) {
  std::vector<Bytes> entries;
  while (bundle.size() >= 2) {
    const std::size_t size = std::size_t{bundle[0]} << 8 | bundle[1];
    bundle = bundle.subspan(2);
    if (bundle.size() < size) return fail(ErrorKind::kMalformed, "the last entry is cut short");
    entries.push_back(bundle.first(size));
    bundle = bundle.subspan(size);
  }
  if (!bundle.empty() || entries.size() != width) {
    return fail(ErrorKind::kMalformed,
                fmt::format("it does not hold {} entries and nothing else", width));
  }
  return entries;
}

}  // namespace probity::proof
