// "Did you mean …": the word of a list that a mistyped one most likely meant. A pure function, any
// thread.
#pragma once

#include <span>
#include <string_view>

namespace probity {

/// The word nearest to `word` by insertions, deletions, exchanges and swapped neighbours, whatever
/// the case of ASCII letters; the first of equals. Empty if none is within a third of the longer
/// word's length (at most three, at least one), or if `word` is longer than 64 bytes.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> words);

}  // namespace probity
