// A ledger in a temporary folder, written line by line as an import file has them, each line on the
// day it is said to have been recorded. Nothing is admitted or refused: what a fold makes of any
// order is what is tested.
#pragma once

#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/envelope.h"
#include "eventstore/ledger.h"
#include "tests/support/events.h"
#include "tests/support/lines.h"

namespace probity::test {

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "probity-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Stands where it was put; both clocks alike, so that it is believed.
class StillClock final : public Clock {
 public:
  explicit StillClock(std::string_view day) : now_(noon(day).micros) {}
  Instant now() override { return {now_}; }
  std::int64_t monotonic_micros() override { return now_; }
  void go_to(std::string_view day) { now_ = noon(day).micros; }

 private:
  std::atomic<std::int64_t> now_;
};

class RecordedLedger {
 public:
  explicit RecordedLedger(std::string_view first_day = "2023-01-01") : clock(first_day) {
    eventstore::NewEvent first = new_event(
        R"({"stream": "ledger/self", "type": "LedgerCreated", "effective": "2023-01-01",
            "actor": "ledger", "data": {"origin": "probity.example/test", "ceiling": "official",
            "formatVersion": 1}})");
    ledger = must(eventstore::Ledger::create(
        path(), {.origin = "probity.example/test", .clock = clock, .first = std::move(first)},
        options(eventstore::Access::kReadWrite)));
  }

  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "ledger"; }
  /// Closes the ledger and opens it again.
  void reopen(eventstore::Access access = eventstore::Access::kReadWrite) {
    ledger.reset();
    ledger = must(eventstore::Ledger::open(path(), options(access)));
  }
  [[nodiscard]] TreeSize size() const { return ledger->snapshot().head().size; }

  /// Records one line and gives its position. An event without an id has id_at(its position).
  Position record(std::string_view line, const Recording& recording = {}) {
    return append(new_event(line, recording));
  }
  Position record(std::string_view stream, std::string_view type, std::string_view effective,
                  std::string_view actor, std::string_view data, const Recording& recording = {}) {
    return record(
        fmt::format(
            R"({{"stream": "{}", "type": "{}", "effective": "{}", "actor": "{}", "data": {}}})",
            stream, type, effective, actor, data),
        recording);
  }
  Position append(eventstore::NewEvent event) {
    std::vector<eventstore::NewEvent> events;
    events.push_back(std::move(event));
    return append(std::move(events)).front();
  }
  std::vector<Position> append(std::vector<eventstore::NewEvent> events) {
    const auto receipt = must(ledger->writer()->append({std::move(events), {}, false}));
    std::vector<Position> positions;
    for (const auto& placed : receipt.events) positions.push_back(placed.position);
    return positions;
  }
  /// The event that would come `ahead` events from now.
  eventstore::NewEvent new_event(std::string_view line, const Recording& recording = {},
                                 std::uint64_t ahead = 0) {
    const Position next{(ledger ? size().value : 0) + ahead};
    auto event = event_from(line, next, {1}, recording);
    eventstore::NewEvent made{.header = std::move(event.header),
                              .salt = {},
                              .payload = std::move(event.payload),
                              .payload_digest = {}};
    made.salt.bytes.fill(1);
    made.payload_digest = eventstore::payload_digest(made.salt, made.payload);
    return made;
  }

  /// Every line of an import file, in requests as large as they may be.
  void import(const std::string& file) {
    std::vector<eventstore::NewEvent> events;
    for (const std::string& line : lines_of(file)) {
      events.push_back(new_event(line, {}, events.size()));
      if (events.size() == limits::kRequestEvents) append(std::exchange(events, {}));
    }
    if (!events.empty()) append(std::move(events));
  }

  StillClock clock;
  std::unique_ptr<eventstore::Ledger> ledger;

 private:
  [[nodiscard]] eventstore::OpenOptions options(eventstore::Access access) {
    return {.access = access,
            .clock = clock,
            .expected_origin = {},
            .rules = nullptr,
            .on_commit = {},
            .accept_clock = true};
  }
  Folder folder_;
};

}  // namespace probity::test
