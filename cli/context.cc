#include "cli/context.h"

#include <ostream>

namespace probity::cli {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kMalformed:
    case ErrorKind::kTooLarge:
      return kUsage;
    case ErrorKind::kNotFound:
      return kNo;
    case ErrorKind::kRefused:
      return kRefused;
    case ErrorKind::kConflict:
      return kConflict;
    case ErrorKind::kOverloaded:
    case ErrorKind::kUnavailable:
      return kNotReached;
    case ErrorKind::kUnknownOutcome:
    case ErrorKind::kStorage:
    case ErrorKind::kClock:
      return kStorage;
    case ErrorKind::kCorrupt:
      return kTampered;
    case ErrorKind::kNewer:
    case ErrorKind::kUnverifiable:
      return kCannotVerify;
  }
  return kBug;
}

int report(const Context& context, const Error& error) {
  context.words << "probity: ";
  if (!error.where.empty()) context.words << error.where << ": ";
  context.words << error.what << '\n';
  if (!error.mend.empty()) context.words << error.mend << '\n';
  return exit_code(error.kind);
}

}  // namespace probity::cli
