// Whatever the order of events, corrections, late facts and erasures: the finding fold says what a
// slow one, written from the words, says.
#include <capnp/schema.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "projections/fold/fold.h"
#include "projections/fold/stream_fold.h"
#include "projections/views/findings.h"
#include "tests/property/fold/finding_model.h"

namespace probity::test {

std::ostream& operator<<(std::ostream& out, const Said& said) {
  return out << fmt::format("{{what {} day {} whom {} choice {} date {} erased {} strikes {}}}",
                            static_cast<int>(said.what), said.day, said.whom, said.choice,
                            said.date, said.erased, said.strikes);
}

namespace {

/// From `low` up to but not `high`, whatever the size of the case: RapidCheck's own ranges begin
/// narrow, so that most streams would be short and of the first few types alone.
template <class T>
T pick(T low, T high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high));
}

What some_what() {
  // The way to a closing and back comes up often enough to be walked.
  static constexpr What kWay[] = {What::kAllocate, What::kClaim, What::kSignOff,
                                  What::kVerify,   What::kClose, What::kReopen};
  return pick(0, 2) == 0 ? kWay[pick(0, 6)] : static_cast<What>(pick(0, kWhats - 1));
}

std::vector<Said> some_events() {
  const int count = pick(0, 30);
  std::vector<Said> says;
  for (int i = 0; i < count; ++i) {
    Said said;
    const bool strike = !says.empty() && pick(0, 6) == 0;
    said.what = strike ? What::kStrike : some_what();
    said.day = pick(0, 8);
    said.whom = static_cast<unsigned>(pick(0, 8));
    said.choice = pick(0, 6);
    said.date = pick(0, 4);
    said.erased = !strike && pick(0, 12) == 0;
    if (strike) said.strikes = pick<std::uint64_t>(1, says.size() + 1);
    says.push_back(said);
  }
  return says;
}

std::string text(capnp::Text::Reader reader) { return {reader.begin(), reader.size()}; }

std::uint64_t at(schema::Act::Reader act) { return act.getPosition(); }

Stand stand_of(schema::Addressee::Reader addressee) {
  Stand stand;
  stand.status = projections::name_of(addressee.getStatus());
  stand.since = at(addressee.getSince());
  stand.allocated = at(addressee.getAllocated());
  stand.updated = at(addressee.getUpdated());
  stand.colour = static_cast<int>(addressee.getRag());
  stand.accepted = at(addressee.getAccepted());
  stand.claimed = at(addressee.getClaimed());
  stand.signed_off = at(addressee.getSignedOff());
  stand.returned = at(addressee.getReturned());
  stand.verdict = at(addressee.getVerification());
  if (addressee.getOutcome() == schema::Outcome::VERIFIED) stand.outcome = "verified";
  if (addressee.getOutcome() == schema::Outcome::NOT_VERIFIED) stand.outcome = "notVerified";
  stand.assured = at(addressee.getAssured());
  stand.closed = at(addressee.getClosed());
  stand.reopened = at(addressee.getReopened());
  stand.disputed = at(addressee.getDisputed());
  for (const auto due : addressee.getDues()) {
    const char* basis = due.getBasis() == schema::Basis::INTERNAL ? "internal" : "inspectorate";
    stand.dues[basis] = {text(due.getDue()), text(due.getOriginal()), due.getMoved()};
  }
  for (const auto request : addressee.getExtensions())
    stand.requests.push_back(at(request.getAct()));
  std::ranges::sort(stand.requests);
  return stand;
}

std::string show(const Stand& stand) {
  std::string dues;
  for (const auto& [basis, due] : stand.dues) {
    dues += fmt::format(" {} {} was {} moved {}", basis, due.due, due.original, due.moved);
  }
  return fmt::format(
      "{} since {} claimed {} signed {} returned {} verdict {} {} closed {} reopened {} dues{}",
      stand.status, stand.since, stand.claimed, stand.signed_off, stand.returned, stand.verdict,
      stand.outcome, stand.closed, stand.reopened, dues);
}

void expect_same(const Stream& stream, Raised raised, const std::vector<Said>& says,
                 std::uint64_t as_of, int day) {
  const auto words =
      projections::fold_row(*projections::find_view("findings"), stream.history(),
                            Day{day_from_text("2023-06-01")->value + day}, as_of + 1);
  const auto row = capnp::readMessageUnchecked<schema::FindingRow>(
      reinterpret_cast<const capnp::word*>(words.data()));
  const ModelRow model = model_fold(raised, says, as_of, day);
  RC_LOG() << "as of " << as_of << ", day " << day << "\n";

  RC_ASSERT(row.getAddressees().size() == kAddressees.size());
  for (unsigned i = 0; i < row.getAddressees().size(); ++i) {
    const Stand stand = stand_of(row.getAddressees()[i]);
    RC_LOG() << kAddressees[i] << ": " << show(stand) << "\n     not: " << show(model.stands[i])
             << "\n";
    RC_ASSERT(stand == model.stands[i]);
  }
  RC_ASSERT(row.getEvidence() == model.evidence);
  std::set<std::uint64_t> noted;
  for (const auto note : row.getHead().getNotes()) noted.insert(note.getPosition());
  RC_ASSERT(noted == model.noted);
}

RC_GTEST_PROP(FindingFold, SaysWhatTheSlowOneSaysAsOfAnyPositionAndDay, ()) {
  const auto raised = static_cast<Raised>(pick(0, 4));
  const auto says = some_events();
  const Stream stream = stream_of(raised, says);
  expect_same(stream, raised, says, says.size(), 8);
  for (int i = 0; i < 4; ++i) {
    expect_same(stream, raised, says, pick<std::uint64_t>(0, says.size() + 1), pick(-1, 9));
  }
}

/// Every event of the stream as recorded on the day that it tells of, so that most of them sort
/// last.
std::vector<eventstore::Event> recorded_at_once(const Stream& stream) {
  std::vector<eventstore::Event> events;
  Instant latest = stream.history().events().front()->stored.placement.recorded_at;
  for (const auto& event : stream.history().events()) {
    eventstore::Event copy = event->stored;
    const Instant then = noon(to_text(event->sort_day()));
    latest = std::max(latest, then);
    copy.placement.recorded_at = latest;
    events.push_back(std::move(copy));
  }
  return events;
}

RC_GTEST_PROP(FindingFold, GrowsIntoTheRowsThatAreFoldedAnew, ()) {
  const auto raised = static_cast<Raised>(pick(0, 4));
  auto says = some_events();
  const bool in_order = pick(0, 3) != 0;
  if (in_order) std::ranges::stable_sort(says, {}, &Said::day);
  const auto events = recorded_at_once(stream_of(raised, says));
  RC_LOG() << rc::toString(says) << "\n";
  const projections::ViewDefinition* const views[] = {projections::find_view("activity"),
                                                      projections::find_view("evidence"),
                                                      projections::find_view("findings")};
  projections::StreamFold fold(views);
  projections::StreamHistory history;
  for (const auto& event : events) {
    must(fold.append(eventstore::Event(event), [&]() -> Result<projections::StreamHistory> {
      projections::StreamHistory earlier;
      for (const auto& known : history.events()) must(earlier.append(known->stored));
      return earlier;
    }));
    must(history.append(event));
    const std::size_t prefix = history.events().size();
    const Day day = history.events().back()->recorded_day;
    for (std::size_t view = 0; view < std::size(views); ++view) {
      const auto anew = projections::fold_row(*views[view], history, day, prefix);
      RC_ASSERT(fold.row(view) == anew);
    }
  }
}

}  // namespace
}  // namespace probity::test
