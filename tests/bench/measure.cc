#include "tests/bench/measure.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace probity::bench {

void compare(const std::string& title, int rounds, const std::vector<Contender>& contenders) {
  std::vector<std::vector<double>> rates(contenders.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      sync();  // nobody's pages are written in another's time
      rates[i].push_back(contenders[i].run());
    }
  }
  fmt::print("\n{} (medians of {} interleaved rounds)\n", title, rounds);
  fmt::print("{:<58} {:>14} {:>10}\n", "", "per second", "ratio");
  const double first = median(rates.front());
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const double rate = median(rates[i]);
    fmt::print("{:<58} {:>14.0f} {:>9.2f}x\n", contenders[i].name, rate, first / rate);
  }
  std::fflush(stdout);
}

}  // namespace probity::bench
