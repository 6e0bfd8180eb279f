// Result and Error: what a caller is expected to handle. Errors are values; exceptions are left to
// memory, the environment and Cap'n Proto, and caught at a few named boundaries.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace probity {

enum class ErrorKind {
  kMalformed,       // wrong whatever the ledger holds: syntax, unknown event or field, a bad date
  kTooLarge,        // a named limit is passed
  kNotFound,        // what was asked for does not exist
  kRefused,         // the rules forbid it, or it names something unknown to the ledger
  kConflict,        // expected version, or an id with other content
  kOverloaded,      // a bounded queue is full: try again
  kUnavailable,     // a service is not reached
  kUnknownOutcome,  // a commit failed: whether it took effect must be looked up by id
  kStorage,         // disk full, I/O error, read-only, map or reader slots full
  kClock,           // the host's clock is not believed
  kCorrupt,         // stored bytes contradict themselves
  kNewer,           // a ledger, event type or row newer than this program
  kUnverifiable,    // a key, a signature or a datum that a proof needs is missing
};

/// What went wrong (`what`), where (`where`: file, line, field path; may be empty) and how to mend
/// it
/// (`mend`; may be empty). All three are sentences or paths for a person, without a trailing
/// newline.
struct Error {
  ErrorKind kind;
  std::string what;
  std::string mend;
  std::string where;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorKind::kRefused, "…", "…");`
[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string what,
                                                 std::string mend = {}, std::string where = {}) {
  return std::unexpected(Error{kind, std::move(what), std::move(mend), std::move(where)});
}

/// Hands an error on to the caller: `if (!r) return pass(r);`
template <class T>
[[nodiscard]] std::unexpected<Error> pass(Result<T>& result) {
  return std::unexpected(std::move(result.error()));
}

}  // namespace probity
