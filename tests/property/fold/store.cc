// Whatever was said when, and however a store came to its rows: a question cannot tell a stored row
// from one folded anew, and a view that followed the log step by step is the one that a rebuild
// makes.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "projections/world.h"
#include "tests/property/fold/some_events.h"
#include "tests/support/ledgers.h"

namespace probity::test {
namespace {

using projections::ViewStore;
using projections::World;
using rc::gen::inRange;

std::string day_text(int day) { return to_text(Day{day_from_text("2024-01-01")->value + day}); }

/// One ledger for all runs, each of which adds a finding to it: a ledger takes longer to make than
/// to ask.
class Shared {
 public:
  Shared() : recorded("2024-01-01") {
    views = must(ViewStore::open(*recorded.ledger, eventstore::Access::kReadWrite));
  }

  /// Records the events under a name of their own, with other streams in between, and lets the
  /// views catch up now and then. The days go on from the last run's.
  StreamId record(std::vector<Told> told) {
    const auto stream = must(StreamId::parse(fmt::format("finding/f-{}", ++runs_)));
    const Position first{recorded.size().value};
    std::vector<std::uint64_t> positions;
    for (std::size_t i = 0; i < told.size(); ++i) {
      Told event = told[i];
      event.recorded += day;
      event.date.first += day;
      event.date.last += day;
      // An index becomes the position at which that event is, or is going to be nowhere.
      event.names = event.names < i ? positions[event.names] : first.value + 1'000'000;
      recorded.clock.go_to(day_text(event.recorded));
      positions.push_back(append(event, stream).value);
      if (*inRange(0, 4) == 0) recorded.record("body/b", "NoteAdded", "..", "a", R"({"text":"t"})");
      if (*inRange(0, 4) == 0) must(views->catch_up(*recorded.ledger, {}));
    }
    return stream;
  }
  /// The last run's days are over.
  void move_on(const std::vector<Told>& told) { day += told.back().recorded; }

  RecordedLedger recorded;
  std::unique_ptr<ViewStore> views;
  int day = 0;

 private:
  Position append(const Told& told, const StreamId& stream) {
    std::string line = told.line();
    line.replace(line.find("finding/f"), 9, stream.text());
    return recorded.append(recorded.new_event(line));
  }
  int runs_ = 0;
};

/// All that a row says, but for the day on which it was folded.
template <class Row>
std::string said(World& world, const StreamId& stream) {
  const auto row = must(world.row<Row>(stream));
  if (!row) return "none";
  capnp::MallocMessageBuilder copy;
  copy.setRoot(*row);
  copy.getRoot<Row>().getHead().setFoldedFor(0);
  return kj::str(copy.getRoot<Row>().asReader()).cStr();
}

RC_GTEST_PROP(StoreProperty, CannotBeToldFromAFoldOfTheLog, ()) {
  static Shared shared;
  auto told = some_events(false);
  for (Told& event : told) event.erased = false;  // nothing that is appended is erased already
  const int first_day = shared.day;
  const StreamId stream = shared.record(told);
  shared.move_on(told);
  if (*inRange(0, 2) == 0) must(shared.views->catch_up(*shared.recorded.ledger, {}));
  const auto size = shared.recorded.size().value;
  for (int i = 0; i < 10; ++i) {
    const auto back = *inRange<std::uint64_t>(1, std::min<std::uint64_t>(size, 20) + 1);
    const std::string as_of = *inRange(0, 3) == 0 ? "" : fmt::format("@{}", size - back);
    const std::string on = *inRange(0, 3) == 0 ? "" : day_text(first_day + *inRange(-1, kDays + 3));
    const auto ask = [&](const ViewStore* views) {
      return must(World::open(*shared.recorded.ledger, views, as_of, on, shared.recorded.clock));
    };
    const auto stored = ask(shared.views.get());
    const auto folded = ask(nullptr);
    RC_LOG() << rc::toString(told) << "\nas of " << as_of << " on " << on << "\n";
    RC_ASSERT(said<schema::FindingRow>(*stored, stream) ==
              said<schema::FindingRow>(*folded, stream));
    RC_ASSERT(said<schema::EvidenceRow>(*stored, stream) ==
              said<schema::EvidenceRow>(*folded, stream));
    RC_ASSERT(said<schema::ActivityRow>(*stored, stream) ==
              said<schema::ActivityRow>(*folded, stream));
  }
  if (*inRange(0, 10) != 0) return;
  must(shared.views->catch_up(*shared.recorded.ledger, {}));
  for (const auto& result : must(shared.views->rebuild(*shared.recorded.ledger, "", {}))) {
    RC_ASSERT(result.before == result.after);
    RC_ASSERT(result.different == 0u);
  }
}

}  // namespace
}  // namespace probity::test
