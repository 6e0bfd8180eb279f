#include "projections/questions/findings/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "projections/questions/findings/history.h"
#include "projections/questions/findings/status_tables.h"

namespace probity::projections {

namespace {

using schema::Addressee;
using schema::FindingRow;

Value truth_of(schema::Truth truth) {
  return truth == schema::Truth::UNSET ? Value{} : Value(truth == schema::Truth::YES);
}

Value count_if(FindingRow::Reader row, bool (*holds)(Addressee::Reader)) {
  std::uint64_t count = 0;
  for (const auto addressee : row.getAddressees()) count += holds(addressee) ? 1 : 0;
  return count_of(count);
}

Value optional_days(std::optional<std::int64_t> days) { return days ? Value(*days) : Value{}; }

void add_facts(Answer& answer, const std::string& ref, FindingRow::Reader row,
               std::string raised_by, Day day) {
  const auto addressees = row.getAddressees().size();
  const auto of_all = [&](std::string_view what) {
    return fmt::format("{} (of {})", what, addressees);
  };
  const int level = row.getVerificationLevel();
  answer.facts = {
      {"ref", "finding", Value(ref)},
      {"kind", "kind", value_of(name_of(row.getKind()))},
      {"title", "title", value_of(row.getTitle())},
      {"text", "text", value_of(row.getText())},
      {"status", "status", value_of(name_of(own_status(row)))},
      {"spread", "spread", value_of(spread(row))},
      {"claimed", of_all("claimed"), count_if(row, is_claimed)},
      {"signedOff", of_all("signed off"), count_if(row, is_signed_off)},
      {"verified", of_all("verified"), count_if(row, is_verified)},
      {"assured", of_all("assured"), count_if(row, is_assured)},
      {"addressed", "addressees", count_of(addressees)},
      {"inspection", "inspection", value_of(row.getInspection())},
      {"raised", "raised", when(row.getRaised())},
      {"raisedBy", "raised by", value_of(std::move(raised_by))},
      {"ageDays", "age in days", optional_days(days_since(row.getRaised(), day))},
      {"level", "verification level", level == 0 ? Value{} : Value(std::int64_t{level})},
      {"themes", "themes", Value(to_strings(row.getThemes()))},
      {"causeOfConcern", "cause of concern", value_of(row.getCauseOfConcern())},
      {"accelerated", "accelerated", truth_of(row.getAccelerated())},
      {"evidence", "pieces of evidence", count_of(row.getEvidence())}};
}

/// What is so of an addressee, said once with all of whom it is so: empty if it is not.
struct Sign {
  std::string_view says;
  std::string (*of)(Addressee::Reader, Day);
};

std::string body_if(bool is_so, Addressee::Reader addressee) {
  return is_so ? to_string(addressee.getBody()) : std::string{};
}

std::string overdue_text(Addressee::Reader addressee, Day day) {
  const auto days = days_overdue(addressee, day);
  const auto due = first_due(addressee);
  if (!days || !due) return {};
  return fmt::format("{} by {} (due {}, {})", to_string(addressee.getBody()),
                     plural(static_cast<std::uint64_t>(*days), "day"), to_string(due->getDue()),
                     name_of(due->getBasis()));
}

std::string waiting_text(Addressee::Reader addressee, Day day) {
  const auto days = days_awaiting_inspectorate(addressee, day);
  if (!days) return {};
  return fmt::format("{} for {}", to_string(addressee.getBody()),
                     plural(static_cast<std::uint64_t>(*days), "day"));
}

std::string superseded_text(Addressee::Reader addressee, Day) {
  if (addressee.getSupersededBy().size() == 0) return {};
  return fmt::format("{} by {}", to_string(addressee.getBody()),
                     to_string(addressee.getSupersededBy()));
}

const std::vector<Sign>& signs() {
  static const std::vector<Sign> kSigns{
      {"overdue", overdue_text},
      {"awaiting the inspectorate", waiting_text},
      {"disputed by",
       [](Addressee::Reader a, Day) { return body_if(happened(a.getDisputed()), a); }},
      {"extension pending",
       [](Addressee::Reader a, Day) { return body_if(a.getExtensions().size() > 0, a); }},
      {"superseded", superseded_text},
      {"separation of duties not shown",
       [](Addressee::Reader a, Day) {
         return body_if(a.getSeparation() == schema::Separation::NOT_SHOWN, a);
       }},
      {"claimed and signed off by the same hand",
       [](Addressee::Reader a, Day) {
         return body_if(a.getSeparation() == schema::Separation::SAME_HAND, a);
       }},
  };
  return kSigns;
}

void add_signs(Answer& answer, FindingRow::Reader row, Day day) {
  for (const Sign& sign : signs()) {
    std::vector<std::string> of;
    for (const auto addressee : row.getAddressees()) {
      if (std::string text = sign.of(addressee, day); !text.empty()) of.push_back(std::move(text));
    }
    if (!of.empty()) answer.remarks.push_back(fmt::format("{}: {}", sign.says, listed(of)));
  }
}

/// The facts of a finding of which no status can be stated.
void add_bare_facts(Answer& answer, const std::string& ref, std::string_view status) {
  answer.facts = {{"ref", "finding", Value(ref)}, {"status", "status", Value(std::string(status))}};
}

Result<void> say_withdrawn(Answer& answer, World& world, const StreamId& stream) {
  const std::string ref(stream.rest());
  answer.title = fmt::format("{}: withdrawn", ref);
  add_bare_facts(answer, ref, "withdrawn");
  auto history = history_table(world, stream, HistoryOrder::kRecorded);
  if (!history) return pass(history);
  answer.tables.push_back(std::move(*history));
  answer.remarks.emplace_back("the event that raised it is struck");
  return {};
}

Result<void> say_not_yet(Answer& answer, World& world, const std::string& ref,
                         FindingRow::Reader row) {
  const std::string day = to_text(world.moment().day);
  const bool possible = row.getHead().getPossible().size() > 0;
  answer.title = possible ? fmt::format("{}: may have been raised by {}, not certain", ref, day)
                          : fmt::format("{}: not yet raised on {}", ref, day);
  answer.yes = false;
  add_bare_facts(answer, ref, "notYet");
  auto table = possible_table(world, row.getHead());
  if (!table) return pass(table);
  answer.tables.push_back(std::move(*table));
  return {};
}

Result<void> say_status(Answer& answer, World& world, const std::string& ref,
                        FindingRow::Reader row) {
  const Day day = world.moment().day;
  auto raised_by = attribution(world, row.getRaised());
  if (!raised_by) return pass(raised_by);
  auto acts = acts_table(world, row);
  if (!acts) return pass(acts);
  auto possible = possible_table(world, row.getHead());
  if (!possible) return pass(possible);
  answer.title = fmt::format("{}: {}", ref, own_status_text(row));
  add_facts(answer, ref, row, std::move(*raised_by), day);
  answer.tables = {addressees_table(row, day), std::move(*acts),           dues_table(row, day),
                   extensions_table(row),      notes_table(row.getHead()), std::move(*possible)};
  add_signs(answer, row, day);
  add_notes(answer, row.getHead());
  return {};
}

}  // namespace

Result<Answer> ask_status(World& world, const StatusQuery& query) {
  auto stream = stream_named("finding", query.ref);
  if (!stream) return pass(stream);
  auto row = world.row<FindingRow>(*stream);
  if (!row) return pass(row);
  if (!*row) return std::unexpected(no_such(world, *stream, "finding"));
  const FindingRow::Reader finding = **row;
  Answer answer;
  answer.schema = "probity.status/1";
  const std::string ref(stream->rest());
  const auto head = finding.getHead();
  auto said = head.getWithdrawn() ? say_withdrawn(answer, world, *stream)
              : head.getBegun()   ? say_status(answer, world, ref, finding)
                                  : say_not_yet(answer, world, ref, finding);
  if (!said) return pass(said);
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
