// What admission keeps between requests, and that it is never more than what is recorded.
#include "projections/admission/streams.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "projections/admission/fault.h"
#include "tests/unit/projections/admission/midlands.h"

namespace probity {
namespace {

using projections::admission::Fault;
using projections::admission::Streams;
using test::refused;

constexpr std::string_view kUpdate =
    R"({"body": "leicestershire", "narrative": "n", "rag": "green"})";
constexpr std::string_view kClaim = R"({"body": "leicestershire", "narrative": "n"})";
constexpr std::string_view kAllocated = R"({"body": "leicestershire", "owner": "o"})";

Result<Position> add(test::MemoryLedger& ledger, std::string_view type, std::string_view data) {
  return ledger.append("finding/f-1", type, "2023-06-01", "leicestershire", data);
}

TEST(KeptStreams, AreNotReadAgain) {
  test::Midlands ledger;
  ASSERT_TRUE(add(ledger, "FindingAllocated", kAllocated));
  const std::size_t before = ledger.events_read;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(add(ledger, "UpdateSubmitted", kUpdate));
  // Each event is read once, when the next of its stream is judged.
  EXPECT_EQ(ledger.events_read - before, 100U);
}

TEST(KeptStreams, ForgetADryRun) {
  test::Midlands ledger;
  EXPECT_TRUE(
      ledger.judge("finding/f-1", "FindingAllocated", "2023-06-01", "leicestershire", kAllocated));
  EXPECT_TRUE(refused(add(ledger, "CompletionClaimed", kClaim), {"awaitingAllocation"}));
}

TEST(KeptStreams, ForgetWhatAFailedCommitDidNotTake) {
  test::Midlands ledger;
  const TreeSize committed = ledger.size();
  ASSERT_TRUE(add(ledger, "FindingAllocated", kAllocated));
  ASSERT_TRUE(add(ledger, "CompletionClaimed", kClaim));
  ledger.take_back(Position{committed.value});
  EXPECT_TRUE(refused(add(ledger, "CompletionClaimed", kClaim), {"awaitingAllocation"}));
  // The same positions may be another event's.
  ASSERT_TRUE(ledger.append("finding/f-1", "AcceptanceStated", "2023-06-01", "leicestershire",
                            R"({"position": "accepted"})"));
  ASSERT_TRUE(add(ledger, "UpdateSubmitted", kUpdate));
  EXPECT_TRUE(add(ledger, "CompletionClaimed", kClaim));
}

TEST(KeptStreams, SeeWhatAnotherProcessAppended) {
  test::Midlands ledger;
  ASSERT_TRUE(add(ledger, "FindingAllocated", kAllocated));
  ledger.place(
      ledger.make("finding/f-1", "CompletionClaimed", "2023-06-01", "leicestershire", kClaim));
  EXPECT_TRUE(refused(add(ledger, "CompletionClaimed", kClaim), {"claimed twice"}));
}

TEST(KeptStreams, AreKnownByTheirHashesAndNotByTheirLength) {
  // What was kept never came to be, and another process recorded as many events and more in its
  // place.
  for (const std::size_t others : {1U, 2U}) {
    test::Midlands ledger;
    const TreeSize committed = ledger.size();
    ASSERT_TRUE(add(ledger, "FindingAllocated", kAllocated));
    EXPECT_TRUE(
        ledger.judge("finding/f-1", "CompletionClaimed", "2023-06-01", "leicestershire", kClaim));
    ledger.take_back(Position{committed.value});
    for (std::size_t i = 0; i < others; ++i) {
      ledger.place(ledger.make("finding/f-1", "AcceptanceStated", "2023-06-01", "leicestershire",
                               R"({"position": "accepted"})"));
    }
    EXPECT_TRUE(refused(add(ledger, "CompletionClaimed", kClaim), {"awaitingAllocation"}));
  }
}

TEST(KeptStreams, HoldTheRequestsOwnEventsWhileItIsJudged) {
  test::Midlands ledger;
  const auto make = [&](std::string_view type, std::string_view data) {
    return ledger.make("finding/f-1", type, "2023-06-01", "leicestershire", data);
  };
  const TreeSize before = ledger.size();
  EXPECT_TRUE(
      refused(ledger.append({make("FindingAllocated", kAllocated),
                             make("CompletionClaimed", kClaim), make("CompletionClaimed", kClaim)}),
              {"events[2].data", "claimed twice", fmt::format("@{}", before.value + 1)}));
  EXPECT_EQ(ledger.size(), before);
  EXPECT_TRUE(
      ledger.append({make("FindingAllocated", kAllocated), make("CompletionClaimed", kClaim)}));
  EXPECT_TRUE(refused(add(ledger, "CompletionClaimed", kClaim), {"claimed twice"}));
}

TEST(KeptStreams, OpenAStreamWithinARequest) {
  test::Midlands ledger;
  const std::string_view raising =
      R"({"inspection": "insp", "title": "t", "text": "t", "addressees": ["leicestershire"]})";
  auto raised =
      ledger.make("finding/f-2", "RecommendationRaised", "2023-06-01", "hmicfrs", raising);
  auto allocated =
      ledger.make("finding/f-2", "FindingAllocated", "2023-06-01", "leicestershire", kAllocated);
  auto again = ledger.make("finding/f-2", "RecommendationRaised", "2023-06-01", "hmicfrs", raising);
  EXPECT_TRUE(refused(ledger.append({raised, allocated, again}), {"is there already"}));
  EXPECT_TRUE(refused(ledger.append({allocated}), {"unknown finding 'f-2'"}));
  EXPECT_TRUE(ledger.append({raised, allocated}));
}

TEST(KeptStreams, RefuseAStreamThatANewerProgramWroteTo) {
  test::Midlands ledger;
  auto newer =
      ledger.make("finding/f-1", "UpdateSubmitted", "2023-06-01", "leicestershire", kUpdate);
  newer.header.type = "FindingPonderedOver";
  ledger.place(std::move(newer));
  EXPECT_TRUE(
      refused(add(ledger, "UpdateSubmitted", kUpdate), {"FindingPonderedOver"}, ErrorKind::kNewer));
  EXPECT_TRUE(
      refused(ledger.append("finding/f-1", "NoteAdded", "2023-06-01", "nca", R"({"text": "t"})"),
              {"FindingPonderedOver"}, ErrorKind::kNewer));
  EXPECT_TRUE(
      ledger.append("finding/audit-1", "NoteAdded", "2023-06-01", "nca", R"({"text": "t"})"));
}

TEST(KeptStreams, RefuseAMeasureThatANewerProgramWroteTo) {
  test::Midlands ledger;
  const std::string_view measure = R"({"name": "n", "value": "1", "unit": "u"})";
  auto newer = ledger.make("measure/emsou/m", "MeasureRecorded", "2023", "emsou", measure);
  newer.header.type = "MeasureWeighed";
  ledger.place(std::move(newer));
  ledger.place(ledger.make("measure/emsou/m", "MeasureRecorded", "2023", "emsou", measure));
  EXPECT_TRUE(refused(ledger.append("measure/emsou/m", "MeasureRecorded", "2023", "emsou", measure),
                      {"MeasureWeighed"}, ErrorKind::kNewer));
}

TEST(KeptStreams, StayWithinTheirLimits) {
  test::MemoryLedger ledger;
  ledger.must_append("body/registrar", "BodyRegistered", "..", "registrar",
                     R"({"name": "n", "kind": "registrar"})");
  for (int i = 0; i < 10; ++i) {
    ledger.must_append(fmt::format("body/b-{}", i), "BodyRegistered", "..", "registrar",
                       R"({"name": "n", "kind": "other"})");
  }
  using Limits = projections::admission::StreamLimits;
  for (const Limits limits :
       {Limits{.streams = 4, .bytes = 1'000'000}, Limits{.streams = 1'000, .bytes = 3'000}}) {
    Streams streams(limits);
    for (int i = 0; i < 20; ++i) {
      streams.begin(ledger);
      EXPECT_LE(streams.size(), limits.streams);
      EXPECT_LE(streams.bytes(), limits.bytes);
      const auto* known = streams.find("body", fmt::format("b-{}", i % 10));
      ASSERT_NE(known, nullptr);
      EXPECT_EQ(known->history.events().size(), 1U);
      streams.end();
    }
    EXPECT_GT(streams.size(), 1U);
    EXPECT_LT(streams.size(), 10U);
  }
}

TEST(KeptStreams, DropWhatWasUsedLongestAgo) {
  test::MemoryLedger ledger;
  ledger.must_append("body/registrar", "BodyRegistered", "..", "registrar",
                     R"({"name": "n", "kind": "registrar"})");
  for (const auto* id : {"a", "b"}) {
    ledger.must_append(fmt::format("body/{}", id), "BodyRegistered", "..", "registrar",
                       R"({"name": "n", "kind": "other"})");
  }
  Streams streams({.streams = 2, .bytes = 1'000'000});
  const auto use = [&](std::string_view id) {
    streams.begin(ledger);
    const std::size_t before = ledger.events_read;
    EXPECT_NE(streams.find("body", id), nullptr);
    streams.end();
    return ledger.events_read - before;
  };
  EXPECT_EQ(use("a"), 1U);
  EXPECT_EQ(use("b"), 1U);
  EXPECT_EQ(use("a"), 0U);
  EXPECT_EQ(use("registrar"), 1U);  // a third: b goes before the next request
  EXPECT_EQ(use("a"), 0U);
  EXPECT_EQ(use("b"), 1U);
}

/// A ledger whose chain is wrong in one place.
class BrokenLedger : public test::Midlands {
 public:
  Result<eventstore::Event> event(Position position) const override {
    auto event = Midlands::event(position);
    if (event && position == wrong_version) event->placement.version.value += 1;
    if (event && position == without_previous) event->placement.previous.reset();
    return event;
  }
  std::optional<Position> wrong_version;
  std::optional<Position> without_previous;
};

TEST(KeptStreams, FindABrokenChain) {
  BrokenLedger ledger;
  const auto allocated = add(ledger, "FindingAllocated", kAllocated);
  ASSERT_TRUE(allocated);
  for (auto* broken : {&ledger.wrong_version, &ledger.without_previous}) {
    *broken = *allocated;
    EXPECT_TRUE(refused(add(ledger, "CompletionClaimed", kClaim), {"chain of finding/f-1"},
                        ErrorKind::kCorrupt));
    broken->reset();
  }
  EXPECT_TRUE(add(ledger, "CompletionClaimed", kClaim));
}

/// What may be offered on one finding, over half a year, by this process and by others.
class AnyHistory {
 public:
  explicit AnyHistory(std::uint32_t seed) : random_(seed) {}

  eventstore::NewEvent offer() {
    static const std::vector<std::pair<std::string_view, std::string_view>> kTypes{
        {"FindingAllocated", R"("owner": "o")"},
        {"UpdateSubmitted", R"("narrative": "n", "rag": "red")"},
        {"CompletionClaimed", R"("narrative": "n")"},
        {"CompletionReturned", R"("reason": "r")"},
        {"CompletionSignedOff", R"("officer": "o")"},
        {"FindingDisputed", R"("grounds": "g")"}};
    const auto day = fmt::format("2023-{:02}-{:02}", 4 + below(6), 1 + below(28));
    const std::size_t choice = below(kTypes.size() + 3);
    if (choice < kTypes.size()) {
      const auto& [type, more] = kTypes[choice];
      return ledger.make("finding/f-1", type, day, "leicestershire",
                         fmt::format(R"({{"body": "leicestershire", {}}})", more));
    }
    if (choice == kTypes.size()) {
      return ledger.make("finding/f-1", "VerificationRecorded", day, "hmicfrs",
                         R"({"outcome": "notVerified"})");
    }
    const auto& struck = ledger.at(Position{below(ledger.size().value)}).header;
    return ledger.make("finding/f-1", "CorrectionMade", day, struck.actor,
                       fmt::format(R"({{"event": "{}", "reason": "r"}})", to_text(struck.id)));
  }
  std::size_t below(std::size_t end) { return random_() % end; }

  test::Midlands ledger;

 private:
  std::mt19937 random_;
};

TEST(FindingState, IsTheSameKeptAsFoldedAnew) {
  std::size_t passed = 0;
  std::size_t stopped = 0;
  for (std::uint32_t seed = 0; seed < 4; ++seed) {
    AnyHistory any(seed);
    for (int step = 0; step < 150; ++step) {
      std::vector<eventstore::NewEvent> request{any.offer()};
      const auto anew = projections::make_admission()->admit(any.ledger, request);
      const bool by_another = any.below(4) == 0;
      if (!by_another) {
        const auto kept = any.ledger.rules().admit(any.ledger, request);
        ASSERT_EQ(anew.has_value(), kept.has_value()) << "seed " << seed << ", step " << step;
        if (!anew) {
          ASSERT_EQ(anew.error(), kept.error());
        }
      }
      ++(anew ? passed : stopped);
      if (anew) any.ledger.place(std::move(request.front()));
    }
  }
  EXPECT_GT(passed, 100U);
  EXPECT_GT(stopped, 100U);
}

}  // namespace
}  // namespace probity
