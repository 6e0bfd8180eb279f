// Progress on one line of a terminal: shown on `context.words`, and only where a person watches.
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/context.h"

namespace probity::cli {

class ProgressLine {
 public:
  /// Shows nothing unless stderr is a terminal and NO_COLOR is not set.
  explicit ProgressLine(Context& context) : context_(context) {}
  /// `of` 0: not known. The rate is that since the first call. Redrawn at most ten times a second.
  void show(std::string_view what, std::uint64_t done, std::uint64_t of);
  /// Takes the line away.
  void clear();

 private:
  Context& context_;
  std::int64_t begun_ = 0;
  std::uint64_t done_at_begin_ = 0;
  std::int64_t last_shown_ = 0;
  bool shown_ = false;
};

}  // namespace probity::cli
