// What of a block BlockView does not judge, because a reader needs none of it: that nothing lies in
// its padding and that it ended where the writer ends one. Pure functions.
#pragma once

#include <string>

#include "eventstore/block.h"

namespace probity::eventstore::verify {

/// What is wrong with a block that was parsed; empty if it is exactly as FORMAT.md has it, its
/// records apart.
[[nodiscard]] std::string block_flaw(WordsView value, const BlockView& block);

}  // namespace probity::eventstore::verify
