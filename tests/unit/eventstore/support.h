// What the ledger's tests share: a folder that goes, a clock that stands still, events that are
// quickly made.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "eventstore/base/host.h"
#include "eventstore/envelope.h"
#include "eventstore/ledger.h"

namespace probity::eventstore::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "probity-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr std::int64_t kSecond = 1'000'000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;
inline constexpr Instant kStart{1'700'000'000 * kSecond};

/// Stands still until it is moved; the wall and the monotonic clock move together or apart.
class ManualClock final : public Clock {
 public:
  Instant now() override { return Instant{wall_.load()}; }
  std::int64_t monotonic_micros() override { return monotonic_.load(); }
  void pass(std::int64_t micros) {
    wall_ += micros;
    monotonic_ += micros;
  }
  void step_wall(std::int64_t micros) { wall_ += micros; }

 private:
  std::atomic<std::int64_t> wall_{kStart.micros};
  std::atomic<std::int64_t> monotonic_{1'000 * kSecond};
};

inline StreamId stream(std::string_view name) { return StreamId::parse(name).value(); }

/// An id made of a number.
inline EventId id(std::uint64_t number) {
  EventId out;
  out.bytes[0] = 0xE1;
  std::memcpy(out.bytes.data() + 8, &number, sizeof number);
  return out;
}

/// A payload that no other content has.
inline Words payload(std::uint64_t content, std::size_t words = 4) {
  Words out(words, content);
  out[0] = content + 1;
  return out;
}

inline NewEvent event(std::uint64_t number, std::string_view stream_name, std::uint64_t content) {
  NewEvent made{.header = {.id = id(number),
                           .stream = stream(stream_name),
                           .type = "NoteAdded",
                           .effective = "2023-03-02",
                           .actor = "emsou",
                           .recorded_by = "operator",
                           .standing = Standing::kOperator,
                           .client = {},
                           .marking = Marking::kOfficial,
                           .audience = {},
                           .correlation = {},
                           .causation = {},
                           .concerns = {}},
                .salt = {},
                .payload = payload(content),
                .payload_digest = {}};
  std::memcpy(made.salt.bytes.data(), &number, sizeof number);
  made.salt.bytes[15] = 1;
  made.payload_digest = payload_digest(made.salt, made.payload);
  return made;
}

inline NewEvent event(std::uint64_t number, std::string_view stream_name) {
  return event(number, stream_name, number);
}

inline Request request(std::vector<NewEvent> events,
                       std::vector<std::pair<StreamId, ExpectedVersion>> expected = {}) {
  return {.events = std::move(events), .expected = std::move(expected), .dry_run = false};
}

inline Request request(NewEvent one) {
  std::vector<NewEvent> events;
  events.push_back(std::move(one));
  return request(std::move(events));
}

inline constexpr std::uint64_t kFirstNumber = 1'000'000'000;
inline constexpr const char* kOrigin = "probity.example/test";

/// A ledger in a temporary folder, with its first event, opened for writing.
class LedgerFolder {
 public:
  explicit LedgerFolder(std::uint64_t index_tail = limits::kIndexTailEvents)
      : index_tail_(index_tail) {
    ledger = Ledger::create(
                 path(),
                 {.origin = kOrigin, .clock = clock, .first = event(kFirstNumber, "ledger/self")},
                 options(Access::kReadWrite))
                 .value();
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "ledger"; }

  [[nodiscard]] OpenOptions options(Access access) {
    return {.access = access,
            .clock = clock,
            .expected_origin = std::nullopt,
            .rules = rules,
            .on_commit = {},
            .accept_clock = false,
            .index_tail = index_tail_};
  }
  /// Closes it and opens it again.
  Ledger& reopen(Access access = Access::kReadWrite) {
    ledger.reset();
    ledger = Ledger::open(path(), options(access)).value();
    return *ledger;
  }
  Result<Receipt> append(Request offered) { return ledger->writer()->append(std::move(offered)); }

  ManualClock clock;
  AdmissionRules* rules = nullptr;
  std::unique_ptr<Ledger> ledger;

 private:
  TemporaryFolder folder_;
  std::uint64_t index_tail_;
};

}  // namespace probity::eventstore::testing
