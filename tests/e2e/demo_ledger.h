// A ledger of the public record for end-to-end tests: made once a process by the real binary.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/processes.h"

namespace probity::test {

/// A ledger with bodies, emsou and engage imported in that order (or none of them).
class DemoLedger {
 public:
  explicit DemoLedger(bool with_data = true, const std::string& origin = "probity.invalid/test") {
    must({"init", "--origin", origin});
    if (!with_data) return;
    must({"import", PROBITY_TEST_DATA "/bodies.jsonl", PROBITY_TEST_DATA "/emsou.jsonl",
          PROBITY_TEST_DATA "/engage.jsonl"});
  }
  /// Runs probity on this ledger.
  [[nodiscard]] Ran ask(std::vector<std::string> words,
                        const std::vector<std::string>& environment = {}) const {
    words.insert(words.end(), {"--ledger", path()});
    return probity(words, environment);
  }
  /// The ledger's size and fingerprint, as one text to compare.
  [[nodiscard]] std::string state() const { return ask({"stat", "-o", "json"}).out; }
  [[nodiscard]] std::string path() const { return (folder_ / "ledger").string(); }
  [[nodiscard]] const Folder& folder() const { return folder_; }

 private:
  void must(const std::vector<std::string>& words) {
    const Ran ran = ask(words);
    if (ran.exit != 0) throw std::runtime_error("a test's ledger could not be made: " + ran.err);
  }
  Folder folder_;
};

}  // namespace probity::test
