// Measurements beside peers. Timing decides no test: this prints tables of medians and ratios, for
// a person to read.

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <string_view>

#include "tests/bench/benches.h"

int main(int argc, char** argv) {
  struct Bench {
    std::string_view name;
    void (*run)();
  };
  constexpr std::array kBenches{
      Bench{"append", probity::bench::bench_append}, Bench{"scan", probity::bench::bench_scan},
      Bench{"ask", probity::bench::bench_ask}, Bench{"verify", probity::bench::bench_verify}};
  bool found = false;
  for (const Bench& bench : kBenches) {
    if (argc > 1 && bench.name != argv[1]) continue;
    found = true;
    bench.run();
  }
  if (!found) fmt::print(stderr, "no such measurement; there are append, scan, ask and verify\n");
  return found ? 0 : 2;
}
