#include "eventstore/base/stream_id.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/limits.h"

namespace probity {
namespace {

constexpr std::string_view kGrammar =
    "a stream is two to six segments joined by '/', each of a-z, 0-9, '.', '_' or '-' and "
    "beginning "
    "with a letter or digit, such as finding/em-soc-2023-rec-1";

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool is_segment(std::string_view text) {
  return !text.empty() && is_alnum(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_alnum(c) || c == '.' || c == '_' || c == '-';
  });
}

Result<StreamId> StreamId::parse(std::string_view text) {
  if (text.size() > limits::kStreamBytes) {
    return fail(
        ErrorKind::kMalformed,
        fmt::format("stream name of {} bytes; the limit is {}", text.size(), limits::kStreamBytes),
        std::string(kGrammar));
  }
  std::size_t segments = 0;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view segment = text.substr(begin, end - begin);
    if (!is_segment(segment)) {
      return fail(
          ErrorKind::kMalformed,
          fmt::format("segment {} of the stream name is not of the allowed form", segments + 1),
          std::string(kGrammar));
    }
    ++segments;
    if (end == text.size()) break;
    begin = end + 1;
  }
  if (segments < 2 || segments > limits::kStreamSegments) {
    return fail(ErrorKind::kMalformed, fmt::format("stream name of {} segment(s)", segments),
                std::string(kGrammar));
  }
  return StreamId(std::string(text));
}

std::string_view StreamId::category() const {
  return std::string_view(text_).substr(0, text_.find('/'));
}

std::string_view StreamId::rest() const {
  return std::string_view(text_).substr(text_.find('/') + 1);
}

std::vector<std::string_view> StreamId::segments() const {
  std::vector<std::string_view> out;
  const std::string_view all = text_;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = all.find('/', begin);
    out.push_back(all.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return out;
    begin = end + 1;
  }
}

}  // namespace probity
