// Findings and reports as bytes, from one process of this program to another: a form that lives as
// long as a pipe. A state outlives it, in a file of whoever checks. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

using MessageBytes = std::vector<std::uint8_t>;

/// How far a check is, with what it found since it was told the last time.
struct ProgressMessage {
  std::uint64_t done = 0;
  std::uint64_t of = 0;
  std::vector<Finding> findings;
  friend bool operator==(const ProgressMessage&, const ProgressMessage&) = default;
};

[[nodiscard]] MessageBytes to_bytes(const ProgressMessage& progress);
[[nodiscard]] MessageBytes to_bytes(const Report& report);
[[nodiscard]] MessageBytes to_bytes(const LogState& state);

/// Nothing where the bytes are none, as of a writer that ended in their midst.
[[nodiscard]] std::optional<ProgressMessage> progress_from(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<Report> report_from(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<LogState> state_from(std::span<const std::uint8_t> bytes);

}  // namespace probity::eventstore::verify
