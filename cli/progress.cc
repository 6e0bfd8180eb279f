#include "cli/progress.h"

#include <fmt/format.h>

#include <ostream>

namespace probity::cli {

namespace {

constexpr std::int64_t kRedrawMicros = 100'000;
constexpr std::string_view kStartOfClearLine = "\r\033[K";

}  // namespace

void ProgressLine::show(std::string_view what, std::uint64_t done, std::uint64_t of) {
  if (!context_.progress) return;
  const std::int64_t now = context_.clock.monotonic_micros();
  if (begun_ == 0) {
    begun_ = now;
    done_at_begin_ = done;
  }
  if (shown_ && now - last_shown_ < kRedrawMicros) return;
  last_shown_ = now;
  shown_ = true;
  context_.words << kStartOfClearLine << what << ": " << done;
  if (of > 0) context_.words << fmt::format(" of {} ({} %)", of, done * 100 / of);
  if (now > begun_ && done > done_at_begin_) {
    const double seconds = static_cast<double>(now - begun_) / 1e6;
    context_.words << fmt::format(", {:.0f} a second",
                                  static_cast<double>(done - done_at_begin_) / seconds);
  }
  context_.words << std::flush;
}

void ProgressLine::clear() {
  if (shown_) context_.words << kStartOfClearLine << std::flush;
  shown_ = false;
  begun_ = 0;
}

}  // namespace probity::cli
