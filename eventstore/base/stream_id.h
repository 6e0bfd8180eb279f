// A stream's name, `category/id`: parsed once at the border, never checked again.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/result.h"

namespace probity {

/// Two to six segments `[a-z0-9][a-z0-9._-]*` joined by `/`, at most 200 bytes.
class StreamId {
 public:
  /// kMalformed names the first thing wrong and shows the grammar.
  static Result<StreamId> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string_view category() const;
  /// What follows the category: `em-soc-2023/emsou` of `grade/em-soc-2023/emsou`.
  [[nodiscard]] std::string_view rest() const;
  [[nodiscard]] std::vector<std::string_view> segments() const;

  friend auto operator<=>(const StreamId&, const StreamId&) = default;

 private:
  explicit StreamId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Whether `text` is one segment of the grammar: the form of ids, slugs and client names.
[[nodiscard]] bool is_segment(std::string_view text);

}  // namespace probity

template <>
struct std::hash<probity::StreamId> {
  std::size_t operator()(const probity::StreamId& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
