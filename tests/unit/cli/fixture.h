// A context for tests of the command line: what is printed is kept, the clock is the host's,
// randomness counts up.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>

#include "cli/context.h"
#include "eventstore/base/host.h"

namespace probity::cli::test {

/// Not random, so that a test knows what was drawn; never the same bytes twice.
class CountingEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    ++draw_;
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = static_cast<std::uint8_t>(draw_ >> (8 * (i % 4)));
    }
  }

 private:
  std::uint32_t draw_ = 0;
};

struct Console {
  std::ostringstream out;
  std::ostringstream words;
  HostClock clock;
  CountingEntropy entropy;
  Context context{
      .ledger = "ledger", .out = out, .words = words, .clock = clock, .entropy = entropy};
};

}  // namespace probity::cli::test
