// A sample that nobody could steer: drawn by hashes of a signed root, the question and each item.
// Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::cli {

/// The ticket of an item: SHA-256 of
/// `probity-sample/1\nORIGIN\nSIZE\nBASE64(ROOT)\nQUESTION\nITEM\n`, of which QUESTION and ITEM
/// hold no newline.
[[nodiscard]] Hash ticket(const proof::Checkpoint& seed, std::string_view question,
                          std::string_view item);

struct Drawn {
  std::size_t item;  // its index
  Hash ticket;
};

/// The `count` items with the lowest tickets, the lowest first; all of them where there are fewer.
/// Equal items are drawn in their order.
[[nodiscard]] std::vector<Drawn> draw(const proof::Checkpoint& seed, std::string_view question,
                                      const std::vector<std::string>& items, std::size_t count);

}  // namespace probity::cli
