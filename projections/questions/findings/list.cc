#include "projections/questions/findings/list.h"

#include <algorithm>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"

namespace probity::projections {

namespace {

using schema::Addressee;
using schema::FindingRow;

/// A cell of a row of the list.
struct Cell {
  Column column;
  Value (*value)(const Selected&, Addressee::Reader, Day);
};

Value days(std::optional<std::int64_t> count) { return count ? Value(*count) : Value{}; }

Value level_of(std::uint8_t level) { return level == 0 ? Value{} : Value(std::int64_t{level}); }

Value due_text(Addressee::Reader addressee) {
  const auto due = first_due(addressee);
  return due ? value_of(due->getDue()) : Value{};
}

Value percent(Addressee::Reader addressee) {
  return addressee.getPercentComplete() == 255
             ? Value{}
             : Value(std::int64_t{addressee.getPercentComplete()});
}

const std::vector<Cell>& addressee_cells() {
  static const std::vector<Cell> kCells{
      {{"ref", "finding"}, [](const Selected& s, Addressee::Reader, Day) { return Value(s.ref); }},
      {{"kind", "kind", true},
       [](const Selected& s, Addressee::Reader, Day) {
         return value_of(std::string(name_of(s.row.getKind())));
       }},
      {{"title", "title"},
       [](const Selected& s, Addressee::Reader, Day) { return value_of(s.row.getTitle()); }},
      {{"body", "addressee"},
       [](const Selected&, Addressee::Reader a, Day) { return value_of(a.getBody()); }},
      {{"status", "status"},
       [](const Selected&, Addressee::Reader a, Day) {
         return value_of(std::string(name_of(a.getStatus())));
       }},
      {{"since", "since", true},
       [](const Selected&, Addressee::Reader a, Day) { return when(a.getSince()); }},
      {{"rag", "rag"},
       [](const Selected&, Addressee::Reader a, Day) { return value_of(name_of(a.getRag())); }},
      {{"due", "due"}, [](const Selected&, Addressee::Reader a, Day) { return due_text(a); }},
      {{"daysOverdue", "days late"},
       [](const Selected&, Addressee::Reader a, Day day) { return days(days_overdue(a, day)); }},
      {{"owner", "owner"},
       [](const Selected&, Addressee::Reader a, Day) { return value_of(a.getOwner()); }},
      {{"inspection", "inspection", true},
       [](const Selected& s, Addressee::Reader, Day) { return value_of(s.row.getInspection()); }},
      {{"level", "level", true},
       [](const Selected& s, Addressee::Reader, Day) {
         return level_of(s.row.getVerificationLevel());
       }},
      {{"themes", "themes", true},
       [](const Selected& s, Addressee::Reader, Day) {
         return Value(to_strings(s.row.getThemes()));
       }},
      {{"causeOfConcern", "cause of concern", true},
       [](const Selected& s, Addressee::Reader, Day) {
         return value_of(s.row.getCauseOfConcern());
       }},
      {{"standing", "standing", true},
       [](const Selected&, Addressee::Reader a, Day) {
         return value_of(name_of(a.getSince().getStanding()));
       }},
      {{"daysInStatus", "days in status", true},
       [](const Selected&, Addressee::Reader a, Day day) {
         return days(days_since(a.getSince(), day));
       }},
      {{"updated", "updated", true},
       [](const Selected&, Addressee::Reader a, Day) { return when(a.getUpdated()); }},
      {{"daysQuiet", "days quiet", true},
       [](const Selected& s, Addressee::Reader a, Day day) {
         return days(days_quiet(s.row, a, day));
       }},
      {{"percentComplete", "per cent", true},
       [](const Selected&, Addressee::Reader a, Day) { return percent(a); }},
      {{"accepted", "accepted", true},
       [](const Selected&, Addressee::Reader a, Day) {
         return value_of(name_of(a.getAcceptance()));
       }},
      {{"claimed", "claimed", true},
       [](const Selected&, Addressee::Reader a, Day) { return when(a.getClaimed()); }},
      {{"signedOff", "signed off", true},
       [](const Selected&, Addressee::Reader a, Day) { return when(a.getSignedOff()); }},
      {{"verified", "verified", true},
       [](const Selected&, Addressee::Reader a, Day) {
         return is_verified(a) ? when(a.getVerification()) : Value{};
       }},
      {{"assured", "assured", true},
       [](const Selected&, Addressee::Reader a, Day) { return when(a.getAssured()); }},
      {{"closed", "closed", true},
       [](const Selected&, Addressee::Reader a, Day) { return when(a.getClosed()); }},
      {{"closingReason", "closing reason", true},
       [](const Selected&, Addressee::Reader a, Day) {
         return value_of(name_of(a.getClosingReason()));
       }},
      {{"separationOfDuties", "separation of duties", true},
       [](const Selected&, Addressee::Reader a, Day) {
         return value_of(name_of(a.getSeparation()));
       }},
      {{"evidence", "evidence", true},
       [](const Selected& s, Addressee::Reader, Day) { return count_of(s.row.getEvidence()); }},
  };
  return kCells;
}

/// Who asks by hands wants to read of them.
Table addressee_table(bool with_separation) {
  Table table{.key = "findings",
              .title = {},
              .columns = {},
              .rows = {},
              .when_empty = "no finding matches",
              .struck = {}};
  for (const Cell& cell : addressee_cells()) {
    Column& column = table.columns.emplace_back(cell.column);
    if (column.key == "separationOfDuties") column.for_scripts = !with_separation;
  }
  return table;
}

void add_addressees(Table& table, const Selected& selected, Day day) {
  for (const auto addressee : selected.addressees) {
    auto& row = table.rows.emplace_back();
    for (const Cell& cell : addressee_cells()) row.push_back(cell.value(selected, addressee, day));
  }
}

Table finding_table() {
  return {.key = "findings",
          .title = {},
          .columns = {{"ref", "finding"},
                      {"kind", "kind"},
                      {"title", "title"},
                      {"inspection", "inspection"},
                      {"status", "status"},
                      {"spread", "spread"},
                      {"daysOverdue", "days late"},
                      {"level", "level", true},
                      {"themes", "themes", true},
                      {"causeOfConcern", "cause of concern", true},
                      {"addressees", "addressees", true},
                      {"evidence", "evidence", true}},
          .rows = {},
          .when_empty = "no finding matches",
          .struck = {}};
}

void add_finding(Table& table, const Selected& selected, Day day) {
  const FindingRow::Reader row = selected.row;
  std::vector<std::string> bodies;
  std::optional<std::int64_t> overdue;
  for (const auto addressee : row.getAddressees()) {
    bodies.push_back(to_string(addressee.getBody()));
    overdue = std::max(overdue, days_overdue(addressee, day));
  }
  table.rows.push_back({Value(selected.ref), value_of(std::string(name_of(row.getKind()))),
                        value_of(row.getTitle()), value_of(row.getInspection()),
                        value_of(std::string(name_of(own_status(row)))), value_of(spread(row)),
                        days(overdue), level_of(row.getVerificationLevel()),
                        Value(to_strings(row.getThemes())), value_of(row.getCauseOfConcern()),
                        Value(std::move(bodies)), count_of(row.getEvidence())});
}

}  // namespace

Result<Answer> ask_list(World& world, const ListQuery& query) {
  const Day day = world.moment().day;
  const bool by_finding = query.by == ListBy::kFinding;
  Table table = by_finding ? finding_table() : addressee_table(query.filter.same_hand);
  auto census = each_selected(world, query.filter, [&](const Selected& selected) {
    if (by_finding) {
      add_finding(table, selected, day);
    } else {
      add_addressees(table, selected, day);
    }
  });
  if (!census) return pass(census);
  Answer answer;
  answer.schema = "probity.list/1";
  answer.title = "Findings";
  answer.facts = {{"findingCount", "findings", count_of(census->selected)},
                  {"addressedCount", "findings, by addressee", count_of(census->pairs_selected)}};
  answer.tables.push_back(std::move(table));
  add_census_remarks(answer, *census, day);
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
