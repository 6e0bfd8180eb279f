#include "cli/text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

namespace probity::cli {

namespace {

constexpr std::int32_t kReplacement = 0xFFFD;
constexpr std::int32_t kZeroWidthNonJoiner = 0x200C;
constexpr std::int32_t kZeroWidthJoiner = 0x200D;

struct Character {
  std::int32_t code = kReplacement;
  std::size_t bytes = 1;
};

/// The character at the front of `text`, which is not empty; one byte that is no UTF-8 counts as
/// U+FFFD.
Character first_of(std::string_view text) {
  std::int32_t code = -1;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const std::uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (bytes <= 0 || code < 0) return {};
  return {code, static_cast<std::size_t>(bytes)};
}

void append_utf8(std::string& out, std::int32_t code) {
  std::uint8_t buffer[4];
  const auto bytes = utf8proc_encode_char(code, buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(bytes));
}

enum class Show { kAsIs, kSpace, kNot };

Show shown(std::int32_t code) {
  if (code == '\n' || code == '\t' || code == '\r') return Show::kSpace;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return Show::kSpace;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
      return Show::kNot;
    case UTF8PROC_CATEGORY_CF:
      // Joiners shape scripts and emoji and hide nothing.
      return code == kZeroWidthJoiner || code == kZeroWidthNonJoiner ? Show::kAsIs : Show::kNot;
    default:
      return Show::kAsIs;
  }
}

std::size_t width_of(std::int32_t code) {
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code)));
}

/// Cuts a word that is too long for a line, if it can behind a character that joins parts of a
/// name; what is left for the next line stays in `word`.
std::string cut(std::string_view& word, std::size_t width) {
  constexpr std::string_view kJoints = "/-_=,;:.";
  std::size_t taken = 0;
  std::size_t columns = 0;
  std::size_t behind_joint = 0;
  while (taken < word.size()) {
    const Character next = first_of(word.substr(taken));
    if (columns + width_of(next.code) > width && taken > 0) break;
    columns += width_of(next.code);
    taken += next.bytes;
    if (kJoints.contains(word[taken - 1]) && columns * 2 > width) behind_joint = taken;
  }
  if (taken < word.size() && behind_joint > 0) taken = behind_joint;
  std::string line(word.substr(0, taken));
  word.remove_prefix(taken);
  return line;
}

template <class Each>
void each_word(std::string_view text, const Each& each) {
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    if (to > from) each(text.substr(from, to - from));
    from = to + 1;
  }
}

bool needs_quotes(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
  return word.empty() || word.find_first_not_of(kPlain) != std::string_view::npos;
}

std::string cleaned(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character next = first_of(text);
    text.remove_prefix(next.bytes);
    const Show show = shown(next.code);
    const bool line_end = next.code == '\n' || next.code == '\t';
    if (show == Show::kAsIs || (keep_lines && line_end)) {
      append_utf8(out, next.code);
    } else if (show == Show::kSpace) {
      out += ' ';
    }
  }
  return out;
}

}  // namespace

std::string clean(std::string_view text) { return cleaned(text, false); }

std::string clean_lines(std::string_view text) { return cleaned(text, true); }

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character next = first_of(text);
    text.remove_prefix(next.bytes);
    columns += width_of(next.code);
  }
  return columns;
}

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  each_word(text, [&](std::string_view word) { longest = std::max(longest, columns_of(word)); });
  return longest;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  width = std::max<std::size_t>(width, 1);
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto end_line = [&] {
    if (!line.empty()) lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  each_word(text, [&](std::string_view word) {
    const std::size_t columns = columns_of(word);
    if (used > 0 && used + 1 + columns > width) end_line();
    while (used == 0 && columns_of(word) > width) lines.push_back(cut(word, width));
    if (word.empty()) return;
    if (used > 0) line += ' ';
    line += word;
    used = columns_of(line);
  });
  end_line();
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  std::string out(text);
  if (columns < width) out.append(width - columns, ' ');
  return out;
}

std::string escape_invisible(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const Character next = first_of(json);
    const bool as_is = next.code < 0x80 || shown(next.code) == Show::kAsIs;
    if (as_is) {
      out.append(json.substr(0, next.bytes));
    } else if (next.code < 0x10000) {
      out += fmt::format("\\u{:04x}", next.code);
    } else {
      const std::int32_t rest = next.code - 0x10000;
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    }
    json.remove_prefix(next.bytes);
  }
  return out;
}

std::string shell_quoted(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    if (!needs_quotes(word)) {
      out += word;
      continue;
    }
    out += '\'';
    for (const char c : word) {
      if (c == '\'') {
        out += "'\\''";
      } else {
        out += c;
      }
    }
    out += '\'';
  }
  return out;
}

}  // namespace probity::cli
