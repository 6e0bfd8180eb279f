// What a command works with: the ledger's folder, the streams it prints on, the host. Made by main.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>

#include "eventstore/base/host.h"
#include "eventstore/base/result.h"

namespace probity::cli {

/// Exit codes, as the README lists them.
enum Exit : int {
  kYes = 0,
  kNo = 1,
  kUsage = 2,
  kTampered = 3,
  kCannotVerify = 4,
  kNotReached = 5,
  kRefused = 6,
  kConflict = 7,
  kStorage = 8,
  kRejectedLines = 9,
  kBug = 70,
};

struct Context {
  std::filesystem::path ledger;  // --ledger, PROBITY_LEDGER, ./ledger
  std::ostream& out;             // data
  std::ostream& words;           // words: stderr
  bool terminal = false;         // stdout is a terminal
  bool colour = false;
  Clock& clock;
  Entropy& entropy;
  unsigned width = 100;   // columns that a table may take
  unsigned lines = 0;     // of the terminal; more than that goes through a pager; 0: never
  bool progress = false;  // words go to a terminal, so that a line may be drawn over
};

/// Prints an error (what happened, where, how to mend it; the most important line last) and gives
/// its exit code.
int report(const Context& context, const Error& error);
/// The exit code of an error outside an import.
[[nodiscard]] int exit_code(ErrorKind kind);

}  // namespace probity::cli
