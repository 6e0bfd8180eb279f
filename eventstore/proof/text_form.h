// What the text formats of this folder share: lines that all end in a newline, decimal numbers of
// one form, UTF-8. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace probity::proof {

/// Takes a text apart from its front. Views are into the text, which outlives them.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  /// The next line without its newline; nothing where no whole line is left.
  [[nodiscard]] std::optional<std::string_view> next() {
    const auto line = peek();
    if (line) rest_.remove_prefix(line->size() + 1);
    return line;
  }
  /// As next(), but leaves the line where it is.
  [[nodiscard]] std::optional<std::string_view> peek() const {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    return rest_.substr(0, end);
  }
  /// What follows `word` and a space in the next line; nothing, and the line is left, where it
  /// begins otherwise.
  [[nodiscard]] std::optional<std::string_view> next_after(std::string_view word) {
    const auto line = peek();
    if (!line || !line->starts_with(word) || line->size() == word.size() ||
        (*line)[word.size()] != ' ')
      return std::nullopt;
    rest_.remove_prefix(line->size() + 1);
    return line->substr(word.size() + 1);
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// What stands before the first space, which is dropped from `text` with it; all of it where there
/// is none.
[[nodiscard]] std::string_view take_word(std::string_view& text);

/// Decimal digits without a leading zero, below 2^64; nothing else.
[[nodiscard]] std::optional<std::uint64_t> number_from_decimal(std::string_view text);

/// Takes one code point from the front of `text`; nothing where it is no UTF-8 (RFC 3629): cut
/// short, overlong, a surrogate, beyond U+10FFFF.
[[nodiscard]] std::optional<char32_t> take_code_point(std::string_view& text);

/// UTF-8 without a character below U+0020 other than newline.
[[nodiscard]] bool is_plain_text(std::string_view text);

}  // namespace probity::proof
