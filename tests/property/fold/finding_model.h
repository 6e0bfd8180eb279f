// A slow fold of a finding, written apart from the status table: what each addressee of a made-up
// stream stands at, as of a position and a day. It shares nothing with the fold that it checks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/events.h"

namespace probity::test {

enum class What {
  kAllocate,
  kUpdate,
  kAccept,
  kDue,
  kRequest,
  kDecide,
  kAttach,
  kWithdraw,
  kClaim,
  kSignOff,
  kReturn,
  kVerify,
  kAssure,
  kClose,
  kReopen,
  kSupersede,
  kDispute,
  kResolve,
  kStrike,
};
inline constexpr int kWhats = static_cast<int>(What::kStrike) + 1;

/// One made-up event after the raising. What `choice` and `date` mean depends on what it is.
struct Said {
  What what{};
  int day = 0;        // after 2023-06-01
  unsigned whom = 0;  // bits of kAddressees; 0: all
  int choice = 0;     // outcome, reason, position, colour, basis or document
  int date = 0;       // which date is set, asked or granted; 0 in a decision: none is named
  bool erased = false;
  std::uint64_t strikes = 0;  // an earlier position, never the raising
};

inline const std::vector<std::string> kAddressees{"emsou", "derbyshire", "lincolnshire"};

enum class Raised { kCauseOfConcern, kLevelOne, kLevelTwo, kAreaForImprovement };

/// The stream that the import of these would make: the raising at position 0, then one event each.
Stream stream_of(Raised raised, const std::vector<Said>& says);
std::string date_text(int date);

inline constexpr std::uint64_t kNone = 0xffffffffffffffff;

struct ModelDue {
  std::string due;
  std::string original;
  unsigned moved = 0;
  friend bool operator==(const ModelDue&, const ModelDue&) = default;
};

/// Positions of the events that count for an addressee; kNone: there is none.
struct Stand {
  std::string status;
  std::uint64_t since = kNone;
  std::uint64_t allocated = kNone;
  std::uint64_t updated = kNone;
  int colour = 0;
  std::uint64_t accepted = kNone;
  std::uint64_t claimed = kNone;
  std::uint64_t signed_off = kNone;
  std::uint64_t returned = kNone;
  std::uint64_t verdict = kNone;
  std::string outcome;
  std::uint64_t assured = kNone;
  std::uint64_t closed = kNone;
  std::uint64_t reopened = kNone;
  std::uint64_t disputed = kNone;
  std::map<std::string, ModelDue> dues;  // by basis
  std::vector<std::uint64_t> requests;   // open ones
  friend bool operator==(const Stand&, const Stand&) = default;
};

struct ModelRow {
  std::vector<Stand> stands;  // one an addressee; empty while the finding does not hold
  std::set<std::uint64_t>
      noted;  // positions of held events that admission would not have let pass, or that are erased
  unsigned evidence = 0;
};

/// `day` as in Said; the finding was raised long before.
ModelRow model_fold(Raised raised, const std::vector<Said>& says, std::uint64_t as_of, int day);

}  // namespace probity::test
