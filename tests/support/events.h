// Events for tests, made from the JSON that an import file would hold: a stream is written line by
// line, with the day on which each line was recorded, and read as a StreamHistory. A line that does
// not parse throws: the test is wrong.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/base/text.h"
#include "eventstore/event.h"
#include "projections/fold/history.h"
#include "projections/time/edtf.h"
#include "schema/json/line.h"

namespace probity::test {

/// What a test may say of an event beyond its line. What is left out is as an import at the
/// ledger's host has it.
struct Recording {
  std::string recorded = "2024-06-01";  // the London day; the hour is noon
  std::vector<std::string> concerns = {};
  std::string recorded_by = "operator";
  eventstore::Standing standing = eventstore::Standing::kOperator;
  std::uint8_t client = 0;  // 32 bytes of it; 0: the operator
};

/// The id that event_from gives the event at a position, if its line names none.
inline EventId id_at(std::uint64_t position) {
  EventId id;
  id.bytes[0] = 0xe0;
  for (int i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(position >> (8 * i));
  return id;
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().where + ": " + result.error().what);
  return std::move(*result);
}
inline void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().where + ": " + result.error().what);
}

inline Instant noon(std::string_view day) {
  const auto parsed = day_from_text(day);
  if (!parsed) throw std::runtime_error("no day: " + std::string(day));
  return {(parsed->value * 24LL + 12) * 3'600 * 1'000'000};
}

/// The event that a line becomes. Leaf, digest and salt stay zero: no fold looks at them.
inline eventstore::Event event_from(std::string_view line, Position position, StreamVersion version,
                                    const Recording& recording = {}) {
  auto parsed = must(json::parse_line(line, [](std::string_view text) -> Result<void> {
    auto edtf = projections::Edtf::parse(text);
    if (!edtf) return pass(edtf);
    return {};
  }));
  eventstore::Header header{
      .id = parsed.id.value_or(id_at(position.value)),
      .stream = must(StreamId::parse(parsed.stream)),
      .type = std::move(parsed.type),
      .effective = std::move(parsed.effective),
      .actor = std::move(parsed.actor),
      .recorded_by = recording.recorded_by,
      .standing = recording.standing,
      .client = {},
      .marking = parsed.marking == "officialSensitive" ? eventstore::Marking::kOfficialSensitive
                                                       : eventstore::Marking::kOfficial,
      .audience = std::move(parsed.audience),
      .correlation = parsed.correlation.value_or(EventId{}),
      .causation = parsed.causation.value_or(EventId{}),
      .concerns = recording.concerns,
  };
  header.client.bytes.fill(recording.client);
  eventstore::Placement placement{.position = position,
                                  .version = version,
                                  .recorded_at = noon(recording.recorded),
                                  .previous = {},
                                  .previous_leaf = {},
                                  .clock_held = false};
  return {std::move(header), placement, {}, {}, {}, std::move(parsed.payload)};
}

/// A stream's history, written line by line. Positions go up by one unless set with `at`.
class Stream {
 public:
  explicit Stream(std::string name) : name_(std::move(name)) {}

  /// Appends an event; `data` is its JSON object. Returns its position.
  Position add(std::string_view type, std::string_view effective, std::string_view actor,
               std::string_view data, Recording recording = {}, std::string_view person = {}) {
    const std::string who = person.empty() ? "" : fmt::format(R"("person": "{}", )", person);
    return append(
        fmt::format(
            R"({{"stream": "{}", "type": "{}", "effective": "{}", "actor": "{}", {}"data": {}}})",
            name_, type, effective, actor, who, data),
        recording);
  }
  /// The same from a whole line.
  Position append(std::string_view line, const Recording& recording = {}) {
    return append(event_from(line, next_, version(), recording));
  }
  Position append(eventstore::Event event) {
    const Position position = event.placement.position;
    if (auto done = history_.append(std::move(event)); !done)
      throw std::runtime_error(done.error().what);
    next_ = {position.value + 1};
    return position;
  }
  /// An event of which only the envelope is left.
  Position add_erased(std::string_view type, std::string_view effective, std::string_view actor,
                      std::string_view data, const Recording& recording = {}) {
    auto event = event_from(
        fmt::format(
            R"({{"stream": "{}", "type": "{}", "effective": "{}", "actor": "{}", "data": {}}})",
            name_, type, effective, actor, data),
        next_, version(), recording);
    event.payload.clear();
    return append(std::move(event));
  }
  /// Strikes the event at a position.
  Position strike(Position struck, std::string_view actor = "hmicfrs",
                  std::string_view day = "2024-06-01") {
    Recording recording;
    recording.recorded = day;
    return add("CorrectionMade", day, actor,
               fmt::format(R"({{"event": "{}", "reason": "wrong"}})", to_text(id_at(struck.value))),
               recording);
  }
  Stream& at(std::uint64_t position) {
    next_ = {position};
    return *this;
  }

  [[nodiscard]] const projections::StreamHistory& history() const { return history_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  [[nodiscard]] StreamVersion version() const { return {history_.events().size() + 1}; }

  std::string name_;
  Position next_{0};
  projections::StreamHistory history_;
};

}  // namespace probity::test
