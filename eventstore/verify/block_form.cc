#include "eventstore/verify/block_form.h"

#include <fmt/format.h>

#include <cstdint>

namespace probity::eventstore::verify {

std::string block_flaw(WordsView value, const BlockView& block) {
  // u32 count, u32 entry[count]: of an even count the last half of a word is left over.
  const std::size_t head_words = (1 + block.count() + 1) / 2;
  const bool padded = block.count() % 2 == 0;
  if (padded && value[head_words - 1] >> 32 != 0) {
    return "something is written in the padding behind its offsets";
  }
  if (block.count() > 1 && value.size() - head_words > kBlockWords) {
    return fmt::format("its {} records are longer than a block of several may be", block.count());
  }
  return {};
}

}  // namespace probity::eventstore::verify
