// Every limit by name, in one place. Sizes in bytes unless the name says otherwise.
#pragma once

#include <cstddef>
#include <cstdint>

namespace probity::limits {

inline constexpr std::size_t kTextBytes = 65'536;         // a text field of a payload
inline constexpr std::size_t kPayloadBytes = 262'144;     // a payload, canonical
inline constexpr std::size_t kEnvelopeBytes = 16'384;     // asserted; the format's end is 65,535
inline constexpr std::size_t kEffectiveBytes = 64;        // an EDTF expression
inline constexpr std::size_t kSourceTextBytes = 1'024;    // source document and locator, each
inline constexpr std::size_t kListItems = 1'024;          // a list of a payload
inline constexpr std::size_t kBodyIdBytes = 40;           // a body's id
inline constexpr std::size_t kBodyListItems = 128;        // addressees, audience, concerns
inline constexpr std::size_t kStreamBytes = 200;          // a stream's name
inline constexpr std::size_t kStreamSegments = 6;         // segments of a stream's name
inline constexpr std::size_t kTypeBytes = 64;             // an event type's name
inline constexpr std::size_t kClientNameBytes = 200;      // a client's name
inline constexpr std::size_t kCheckpointNameBytes = 100;  // the label of a kept checkpoint
inline constexpr std::size_t kOriginBytes = 255;          // a ledger's name
inline constexpr std::size_t kRequestEvents = 256;        // events of one request
inline constexpr std::size_t kRequestBytes = 1'048'576;   // envelopes and payloads of one request
inline constexpr std::size_t kImportLineBytes = 1'048'576;

inline constexpr std::size_t kLeafBytes = 65'535;     // an entry of a bundle: its length is a u16
inline constexpr std::size_t kNoteBytes = 1'000'000;  // a signed note, signatures included
inline constexpr std::size_t kNoteSignatures = 100;   // signatures of a note
inline constexpr std::size_t kKeyNameBytes = 255;     // the name of a key
inline constexpr std::size_t kProofFileBytes = 2 * kNoteBytes;
inline constexpr std::size_t kEvidenceBytes = std::size_t{64} * 1'048'576;

inline constexpr std::size_t kBlockEvents = 256;      // events of one block
inline constexpr std::size_t kTileHashes = 256;       // hashes of a full tile
inline constexpr std::size_t kBatchEvents = 2'048;    // events of one commit
inline constexpr std::size_t kQueueRequests = 4'096;  // requests that wait for the writer
inline constexpr std::size_t kQueueBytes = std::size_t{64} * 1'048'576;
inline constexpr std::uint64_t kIndexTailEvents = 65'536;  // events the index may lag behind
inline constexpr std::uint64_t kViewTailEvents =
    4'096;  // events a view may lag behind at a process's end
inline constexpr std::uint64_t kMapBytes = 64ULL << 30;  // address space of one environment, sparse
inline constexpr unsigned kReaderSlots = 512;

inline constexpr std::int64_t kClockHeldMicros = 5LL * 60 * 1'000'000;  // behind: held up to this
inline constexpr std::int64_t kClockJumpMicros =
    60LL * 60 * 1'000'000;  // ahead of the monotonic clock
inline constexpr std::int64_t kClockGapMicros =
    90LL * 24 * 3'600 * 1'000'000;  // after the last commit, at open

}  // namespace probity::limits
