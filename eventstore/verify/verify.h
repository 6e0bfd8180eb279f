// Checking a ledger as a stranger to it: nothing on its disk is trusted, everything is computed
// anew and compared. Reads only, also from a ledger that is being written to, and pins nothing for
// long.
//
// What is damaged enough may crash whoever reads it (a file cut short is a SIGBUS):
// verify_in_child() (in_child.h) is this in a process of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/peaks.h"
#include "eventstore/verify/erasures.h"
#include "eventstore/verify/finding.h"

namespace probity::eventstore::verify {

/// Where a check of the log stands at the end of a whole tile: to be kept, and to go on from. What
/// lies before it is not read again.
struct LogState {
  proof::Peaks peaks;
  Instant recorded_at;               // of the last event
  std::uint64_t request_events = 0;  // of the last event's request, so far
  std::vector<AbsentPayload> absent;

  [[nodiscard]] TreeSize size() const { return peaks.size(); }
  friend bool operator==(const LogState&, const LogState&) = default;
};

/// A size at which the ledger's root is known from elsewhere (a signed checkpoint, a printed line),
/// or at which it is wanted.
struct KnownRoot {
  std::string name;  // of whoever knows it, for the finding
  TreeSize size;
  std::optional<Hash> root;  // nothing: only to be answered
};

enum class WhichSeals { kNone, kLast, kAll };

struct Progress {
  std::uint64_t done = 0;  // events checked
  std::uint64_t of = 0;
  const Findings& findings;  // so far
};

struct Options {
  /// That each stream is a chain. Without it the log alone is checked: form, order, payloads, tree.
  bool chains = true;
  /// Which HeadsSealed are recomputed; needs `chains`.
  WhichSeals seals = WhichSeals::kLast;
  /// That the index says what the log says; needs `chains`.
  bool index = true;
  /// The last events alone, a whole tile and what lies behind it; what lies before them is taken as
  /// the tiles have it. Without `chains`, and not with `from`.
  bool edge = false;
  /// Goes on from here. Without `chains`: the heads of the streams are not kept.
  std::optional<LogState> from;
  /// Those below the state that is gone on from, or below the edge, are answered from the tiles.
  std::vector<KnownRoot> roots;
  /// By which the signatures of the checkpoints that the ledger keeps are verified. Without any,
  /// only what these say is held against the log.
  std::vector<proof::PinnedKey> keys;
  /// The ledger's name, where it is known.
  std::optional<std::string> origin;
  unsigned threads = 2;
  /// Told before the first event and now and then; false ends the check. Called on one of the
  /// check's threads, one call at a time. May be empty.
  std::function<bool(const Progress&)> progress;
};

struct Report {
  Findings findings;
  /// Events of the ledger when the check began, and how many of them were read.
  TreeSize size;
  TreeSize checked;
  /// Computed from the leaves alone; nothing where not all of them could be read.
  std::optional<Hash> root;
  /// In the order of Options::roots.
  std::vector<std::optional<Hash>> roots;
  std::uint64_t seals = 0;  // that were recomputed
  bool has_index = false;   // and it was compared
  /// Whether `progress` ended the check.
  bool ended_early = false;
  /// Of what was read without a finding; nothing where there is one, or less than a tile.
  std::optional<LogState> state;
};

/// Checks the ledger in a folder. No other environment of it may be open in this process. Never
/// throws; kMalformed where the options contradict each other.
[[nodiscard]] Result<Report> verify_ledger(const std::filesystem::path& folder,
                                           const Options& options);

}  // namespace probity::eventstore::verify
