// Timing: seconds of a call, medians of interleaved rounds, and the one table of ratios.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace probity::bench {

template <class F>
double seconds_of(F&& call) {
  const auto begin = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

/// One contender: a call that does the work once and answers its rate (events a second; higher is
/// better).
struct Contender {
  std::string name;
  std::function<double()> run;
};

/// Runs every contender once a round, in turn, so that a change of the machine's speed meets them
/// all; prints medians and the first contender's rate divided by each one's.
void compare(const std::string& title, int rounds, const std::vector<Contender>& contenders);

}  // namespace probity::bench
