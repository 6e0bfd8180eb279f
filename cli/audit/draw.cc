#include "cli/audit/draw.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/proof/hash.h"

namespace probity::cli {

Hash ticket(const proof::Checkpoint& seed, std::string_view question, std::string_view item) {
  // The checkpoint's own text is `ORIGIN\nSIZE\nBASE64(ROOT)\n`; lines that others add do not
  // count.
  const std::string text = "probity-sample/1\n" +
                           proof::Checkpoint{seed.origin, seed.size, seed.root, {}}.text() +
                           fmt::format("{}\n{}\n", question, item);
  return proof::sha256(
      {proof::Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())});
}

std::vector<Drawn> draw(const proof::Checkpoint& seed, std::string_view question,
                        const std::vector<std::string>& items, std::size_t count) {
  std::vector<Drawn> all;
  all.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    all.push_back({i, ticket(seed, question, items[i])});
  }
  std::ranges::stable_sort(all, {}, &Drawn::ticket);
  all.resize(std::min(count, all.size()));
  return all;
}

}  // namespace probity::cli
