// A checkpoint as one line that can be read aloud and typed into public minutes. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::proof {

/// `ORIGIN/SIZE xxxx-xxxx-…-cc`: the root's 64 hex digits in 16 groups of four, and two decimal
/// check digits, 98 - ((root as a big-endian number x 10^20 + SIZE) x 100 mod 97), as ISO 7064
/// MOD 97-10 has them: one wrong digit or two neighbours swapped are noticed.
struct MinutesLine {
  std::string origin;
  TreeSize size;
  Hash root;

  /// Without a newline.
  [[nodiscard]] std::string text() const;
  /// Accepts hex digits of either case and white space around the line, for people type it;
  /// everything else as text() gives it. kMalformed says whether the form or the check digits are
  /// wrong.
  static Result<MinutesLine> parse(std::string_view line);

  friend bool operator==(const MinutesLine&, const MinutesLine&) = default;
};

[[nodiscard]] MinutesLine minutes_line(const Checkpoint& checkpoint);

enum class LineMatch { kSame, kOtherOrigin, kOtherSize, kOtherRoot };

/// Holds the line against what is known of a ledger at `head.size`. kOtherSize says nothing of
/// either: ask again with the root at the line's own size. kOtherRoot at the same size is a proof
/// that somebody was shown another history.
[[nodiscard]] LineMatch compare(const MinutesLine& line, std::string_view origin,
                                const TreeHead& head);

}  // namespace probity::proof
