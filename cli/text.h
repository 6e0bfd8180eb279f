// Text on its way to a terminal: stripped of what could move a cursor or turn a line round,
// measured in columns, wrapped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace probity::cli {

/// Without control, bidirectional and other invisible format characters (line ends and tabs become
/// a space); what is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::string clean(std::string_view text);
/// The same, but line ends and tabs stay.
[[nodiscard]] std::string clean_lines(std::string_view text);

/// Columns that `text` takes on a terminal (Unicode's East Asian width, combining marks none).
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// Columns of its longest word.
[[nodiscard]] std::size_t longest_word(std::string_view text);

/// Lines of at most `width` columns (at least 1), broken at spaces, and inside a word only where it
/// alone is too long. At least one line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// `text` with spaces behind it up to `width` columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

/// JSON as dumped, with bidirectional and invisible format characters written as \u escapes: the
/// same document, safe to look at.
[[nodiscard]] std::string escape_invisible(std::string_view json);

/// The words as a shell takes them back.
[[nodiscard]] std::string shell_quoted(const std::vector<std::string>& words);

}  // namespace probity::cli
