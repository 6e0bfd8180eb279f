// The envelope's codec: canonical Cap'n Proto, one segment, no message header. Its bytes are the
// Merkle leaf.
#pragma once

#include "eventstore/base/result.h"
#include "eventstore/event.h"

namespace probity::eventstore {

/// SHA-256(salt || payload words), stored with every event in place of the payload itself.
[[nodiscard]] Hash payload_digest(const Salt& salt, WordsView payload);

/// Canonical words of the envelope. Asserts (aborts) above limits::kEnvelopeBytes: admission of
/// every part is bounded.
[[nodiscard]] Words encode_envelope(const Header& header, const Placement& placement,
                                    const Hash& payload_digest);

/// The same, behind what `out` holds already.
void append_envelope(Words& out, const Header& header, const Placement& placement,
                     const Hash& payload_digest);

struct DecodedEnvelope {
  Header header;
  Placement placement;
  Hash payload_digest;
};

/// Reads an envelope that came from disk or elsewhere: bounds checked; kCorrupt if it is none (or a
/// name in it is not of its form).
[[nodiscard]] Result<DecodedEnvelope> decode_envelope(WordsView words);

/// The same of an envelope that this ledger has checked when it took it in: not whether its form is
/// canonical. For folds, which read every event; verify looks again.
[[nodiscard]] Result<DecodedEnvelope> read_envelope(WordsView words);

/// The header and placement of a record, its payload copied, its leaf computed. kCorrupt where the
/// payload is not the one that the envelope's digest names; an erased record (no payload words,
/// zero salt) is accepted.
[[nodiscard]] Result<Event> decode_record(const Record& record);

}  // namespace probity::eventstore
