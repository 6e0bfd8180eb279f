// Long checks end at an interrupt between two slices, say how far they came and leave nothing
// behind.
#pragma once

#include <csignal>

namespace probity::cli {

/// While it lives, SIGINT and SIGTERM are kept and end no process. One at a time.
class HeedInterrupts {
 public:
  HeedInterrupts();
  ~HeedInterrupts();
  HeedInterrupts(const HeedInterrupts&) = delete;
  HeedInterrupts& operator=(const HeedInterrupts&) = delete;

  /// Whether there was one.
  [[nodiscard]] static bool interrupted();

 private:
  struct sigaction interrupt_{};
  struct sigaction terminate_{};
};

}  // namespace probity::cli
