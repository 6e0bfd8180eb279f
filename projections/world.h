// What a question sees: the rows of every view as of one moment. A row is looked up where the
// stored one is right for that day, and folded from the stream's events where it is not; the
// question cannot tell the difference.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/ledger.h"
#include "projections/answer.h"
#include "projections/fold/fold.h"
#include "projections/fold/history.h"
#include "projections/moment.h"
#include "projections/store/view_store.h"

namespace probity::projections {

/// The view whose rows have that form: `view_of<schema::FindingRow>()` is "findings".
template <class Row>
constexpr std::string_view view_of();
template <>
constexpr std::string_view view_of<schema::ActivityRow>() {
  return "activity";
}
template <>
constexpr std::string_view view_of<schema::AgreementRow>() {
  return "agreements";
}
template <>
constexpr std::string_view view_of<schema::BodyRow>() {
  return "bodies";
}
template <>
constexpr std::string_view view_of<schema::ClientRow>() {
  return "clients";
}
template <>
constexpr std::string_view view_of<schema::DisruptionRow>() {
  return "disruptions";
}
template <>
constexpr std::string_view view_of<schema::EvidenceRow>() {
  return "evidence";
}
template <>
constexpr std::string_view view_of<schema::FindingRow>() {
  return "findings";
}
template <>
constexpr std::string_view view_of<schema::GradeRow>() {
  return "grades";
}
template <>
constexpr std::string_view view_of<schema::InspectionRow>() {
  return "inspections";
}
template <>
constexpr std::string_view view_of<schema::MeasureRow>() {
  return "measures";
}
template <>
constexpr std::string_view view_of<schema::MeetingRow>() {
  return "meetings";
}
template <>
constexpr std::string_view view_of<schema::MonitoringRow>() {
  return "monitoring";
}
template <>
constexpr std::string_view view_of<schema::PlanRow>() {
  return "plans";
}
template <>
constexpr std::string_view view_of<schema::PracticeRow>() {
  return "practice";
}
template <>
constexpr std::string_view view_of<schema::PriorityRow>() {
  return "priorities";
}
template <>
constexpr std::string_view view_of<schema::ResponseRow>() {
  return "responses";
}
template <>
constexpr std::string_view view_of<schema::RoleRow>() {
  return "roles";
}

class World {
 public:
  /// Opens views, then index and log, so that derived data is never ahead of its log. What the
  /// views lack is folded in memory. `as_of` and `effective` as in resolve_moment. `views` may be
  /// null: everything is folded from the log.
  static Result<std::unique_ptr<World>> open(const eventstore::Ledger& ledger,
                                             const ViewStore* views, std::string_view as_of,
                                             std::string_view effective, Clock& clock);
  ~World();

  [[nodiscard]] const Moment& moment() const;
  [[nodiscard]] const eventstore::Snapshot& snapshot() const;

  /// The row of one stream; nothing where the stream has no event as of the moment. A stream whose
  /// events are all still to come, or withdrawn, has a row: look at its head. Valid while the world
  /// lives. Counts marking and withheld as used. Errors: kCorrupt, kNewer (an event type newer than
  /// this program).
  template <class Row>
  Result<std::optional<typename Row::Reader>> row(const StreamId& stream) {
    auto words = row_words(view_of<Row>(), stream);
    if (!words) return pass(words);
    if (words->empty()) return std::optional<typename Row::Reader>{};
    return std::optional(read_row<Row>(*words));
  }

  /// Every stream of the view that has an event as of the moment, by stream name; stops at the
  /// first error.
  template <class Row>
  Result<void> each(const std::function<void(const StreamId&, typename Row::Reader)>& visit) {
    return each_words(view_of<Row>(), [&](const StreamId& stream, eventstore::WordsView words) {
      visit(stream, read_row<Row>(words));
    });
  }

  /// All of a stream's events as of the moment (empty: no such stream). Valid while the world
  /// lives.
  Result<const StreamHistory*> history(const StreamId& stream);
  /// One event; kNotFound beyond the moment.
  Result<eventstore::Event> event(Position position);

  /// Fills in what every answer carries: moment, size, root, marking, withheld.
  Result<void> finish(Answer& answer);

 private:
  World();
  Result<eventstore::WordsView> row_words(std::string_view view, const StreamId& stream);
  Result<void> each_words(std::string_view view,
                          const std::function<void(const StreamId&, eventstore::WordsView)>& visit);
  template <class Row>
  static typename Row::Reader read_row(eventstore::WordsView words) {
    return capnp::readMessageUnchecked<Row>(reinterpret_cast<const capnp::word*>(words.data()));
  }
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace probity::projections
