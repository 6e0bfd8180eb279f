// The two single rows of the log: `meta` (what this ledger is) and `head` (how far it goes). Pure
// functions over bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "eventstore/ledger.h"
#include "eventstore/proof/peaks.h"

namespace probity::eventstore {

struct LogMeta {
  std::uint32_t format = kFormatVersion;
  std::string origin;
  Instant created;
  friend bool operator==(const LogMeta&, const LogMeta&) = default;
};

[[nodiscard]] Words encode_meta(const LogMeta& meta);
/// kMalformed: not a ledger's, or of another byte order. kNewer: of a format newer than this
/// program's.
[[nodiscard]] Result<LogMeta> decode_meta(WordsView words);

struct LogHead {
  Instant recorded_at;  // of the last event; 0 in an empty ledger
  Hash root;
  proof::Peaks peaks;

  [[nodiscard]] TreeSize size() const { return peaks.size(); }
  [[nodiscard]] Head head() const { return {peaks.size(), root, recorded_at}; }
};

[[nodiscard]] Words encode_head(const LogHead& head);
/// kCorrupt if it is none. That root and peaks belong together is checked where a ledger is opened.
[[nodiscard]] Result<LogHead> decode_head(WordsView words);

}  // namespace probity::eventstore
