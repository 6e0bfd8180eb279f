#include "projections/questions/findings/status_tables.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"

namespace probity::projections {

namespace {

using schema::Addressee;
using schema::FindingRow;

Value optional_days(std::optional<std::int64_t> days) { return days ? Value(*days) : Value{}; }

Value days_value(std::int32_t day) {
  return Day{day} == kAfterAllDays || Day{day} == kBeforeAllDays ? Value{} : value_of(Day{day});
}

/// An act that an addressee's row remembers, and how it reads.
struct ActKind {
  schema::Act::Reader (*act)(Addressee::Reader);
  std::string (*name)(Addressee::Reader);
  std::string (*words)(Addressee::Reader);  // what was said with it
};

std::string nothing(Addressee::Reader) { return {}; }

constexpr std::array<ActKind, 11> kActs{{
    {[](Addressee::Reader a) { return a.getAllocated(); },
     [](Addressee::Reader) -> std::string { return "allocated"; },
     [](Addressee::Reader a) { return to_string(a.getOwner()); }},
    {[](Addressee::Reader a) { return a.getAccepted(); },
     [](Addressee::Reader a) { return name_of(a.getAcceptance()); },
     [](Addressee::Reader a) { return to_string(a.getAcceptanceReason()); }},
    {[](Addressee::Reader a) { return a.getUpdated(); },
     [](Addressee::Reader a) { return fmt::format("update: {}", name_of(a.getRag())); },
     [](Addressee::Reader a) { return to_string(a.getNarrative()); }},
    {[](Addressee::Reader a) { return a.getClaimed(); },
     [](Addressee::Reader) -> std::string { return "claimed"; },
     [](Addressee::Reader a) { return to_string(a.getClaimNarrative()); }},
    {[](Addressee::Reader a) { return a.getReturned(); },
     [](Addressee::Reader) -> std::string { return "returned"; },
     [](Addressee::Reader a) { return to_string(a.getReturnReason()); }},
    {[](Addressee::Reader a) { return a.getSignedOff(); },
     [](Addressee::Reader) -> std::string { return "signedOff"; },
     [](Addressee::Reader a) { return to_string(a.getOfficer()); }},
    {[](Addressee::Reader a) { return a.getVerification(); },
     [](Addressee::Reader a) { return name_of(a.getOutcome()); },
     [](Addressee::Reader a) {
       const int level = a.getVerificationLevel();
       return level == 0 ? std::string{} : fmt::format("level {}", level);
     }},
    {[](Addressee::Reader a) { return a.getAssured(); },
     [](Addressee::Reader a) { return fmt::format("assured: {}", name_of(a.getOpinion())); },
     nothing},
    {[](Addressee::Reader a) { return a.getClosed(); },
     [](Addressee::Reader a) { return fmt::format("closed: {}", name_of(a.getClosingReason())); },
     nothing},
    {[](Addressee::Reader a) { return a.getReopened(); },
     [](Addressee::Reader) -> std::string { return "reopened"; }, nothing},
    {[](Addressee::Reader a) { return a.getDisputed(); },
     [](Addressee::Reader) -> std::string { return "disputed"; },
     [](Addressee::Reader a) { return to_string(a.getDisputeGrounds()); }},
}};

struct ActRow {
  std::string name;
  std::string words;
  std::vector<std::string> bodies;
};

/// By position, so that one event which concerns several addressees is one row.
std::map<std::uint64_t, ActRow> acts_of(FindingRow::Reader row) {
  std::map<std::uint64_t, ActRow> acts;
  for (const auto addressee : row.getAddressees()) {
    for (const ActKind& kind : kActs) {
      const auto act = kind.act(addressee);
      if (!happened(act)) continue;
      ActRow& line = acts[act.getPosition()];
      line.name = kind.name(addressee);
      line.words = kind.words(addressee);
      line.bodies.push_back(to_string(addressee.getBody()));
    }
  }
  return acts;
}

std::string whose(const ActRow& act, std::size_t addressees) {
  if (addressees > 1 && act.bodies.size() == addressees) return fmt::format("all {}", addressees);
  return listed(act.bodies);
}

Value percent(Addressee::Reader addressee) {
  const int value = addressee.getPercentComplete();
  return value == 255 ? Value{} : Value(std::int64_t{value});
}

std::vector<Value> addressee_row(FindingRow::Reader row, Addressee::Reader a, Day day) {
  const auto due = first_due(a);
  return {value_of(a.getBody()),
          value_of(name_of(a.getStatus())),
          when(a.getSince()),
          value_of(name_of(a.getRag())),
          due ? value_of(due->getDue()) : Value{},
          optional_days(days_overdue(a, day)),
          value_of(a.getOwner()),
          value_of(name_of(a.getAcceptance())),
          percent(a),
          when(a.getUpdated()),
          value_of(a.getStatusAsSaid()),
          optional_days(days_quiet(row, a, day)),
          when(a.getClaimed()),
          value_of(a.getClaimBody()),
          when(a.getSignedOff()),
          value_of(a.getOfficer()),
          value_of(name_of(a.getSeparation())),
          is_verified(a) ? when(a.getVerification()) : Value{},
          value_of(name_of(a.getOutcome())),
          when(a.getAssured()),
          value_of(name_of(a.getOpinion())),
          when(a.getClosed()),
          value_of(name_of(a.getClosingReason())),
          value_of(a.getSupersededBy()),
          when(a.getDisputed()),
          optional_days(days_awaiting_inspectorate(a, day)),
          value_of(name_of(a.getSince().getStanding()))};
}

Table table_of(std::string key, std::string title, std::vector<Column> columns,
               std::string when_empty) {
  return {.key = std::move(key),
          .title = std::move(title),
          .columns = std::move(columns),
          .rows = {},
          .when_empty = std::move(when_empty),
          .struck = {}};
}

}  // namespace

Table addressees_table(FindingRow::Reader row, Day day) {
  Table table = table_of("addressees", "Addressees",
                         {{"body", "addressee"},
                          {"status", "status"},
                          {"since", "since"},
                          {"rag", "rag"},
                          {"due", "due"},
                          {"daysOverdue", "days late"},
                          {"owner", "owner"},
                          {"accepted", "accepted", true},
                          {"percentComplete", "per cent", true},
                          {"updated", "updated", true},
                          {"statusAsSaid", "status as said", true},
                          {"daysQuiet", "days quiet", true},
                          {"claimed", "claimed", true},
                          {"claimBody", "claimed for", true},
                          {"signedOff", "signed off", true},
                          {"officer", "officer", true},
                          {"separationOfDuties", "separation of duties", true},
                          {"verified", "verified", true},
                          {"outcome", "outcome", true},
                          {"assured", "assured", true},
                          {"opinion", "opinion", true},
                          {"closed", "closed", true},
                          {"closingReason", "closing reason", true},
                          {"supersededBy", "superseded by", true},
                          {"disputed", "disputed", true},
                          {"daysAwaitingInspectorate", "days awaiting the inspectorate", true},
                          {"standing", "standing", true}},
                         "no addressees");
  for (const auto addressee : row.getAddressees())
    table.rows.push_back(addressee_row(row, addressee, day));
  return table;
}

Table dues_table(FindingRow::Reader row, Day day) {
  Table table = table_of("dues", "Due dates",
                         {{"body", "addressee"},
                          {"basis", "basis"},
                          {"due", "due"},
                          {"original", "first set"},
                          {"moved", "times moved"},
                          {"daysOverdue", "days late"},
                          {"asSaid", "as said"},
                          {"latest", "latest day", true},
                          {"set", "set", true},
                          {"actor", "by", true}},
                         "due dates: none set");
  for (const auto addressee : row.getAddressees()) {
    for (const auto due : addressee.getDues()) {
      table.rows.push_back(
          {value_of(addressee.getBody()), value_of(name_of(due.getBasis())), value_of(due.getDue()),
           value_of(due.getOriginal()), count_of(due.getMoved()),
           optional_days(days_overdue(addressee, due, day)), value_of(due.getAsSaid()),
           days_value(due.getDueLatest()), when(due.getAct()), actor_of(due.getAct())});
    }
  }
  if (table.rows.empty()) table.title.clear();
  return table;
}

Table extensions_table(FindingRow::Reader row) {
  Table table = table_of("extensions", "Extensions asked for, not decided",
                         {{"body", "addressee"},
                          {"basis", "basis"},
                          {"due", "until"},
                          {"asked", "asked"},
                          {"actor", "by"},
                          {"reason", "reason"},
                          {"position", "at", true}},
                         "");
  for (const auto addressee : row.getAddressees()) {
    for (const auto extension : addressee.getExtensions()) {
      table.rows.push_back({value_of(addressee.getBody()), value_of(name_of(extension.getBasis())),
                            value_of(extension.getDue()), when(extension.getAct()),
                            actor_of(extension.getAct()), value_of(extension.getReason()),
                            value_of(position_of(extension.getAct()))});
    }
  }
  if (table.rows.empty()) table.title.clear();
  return table;
}

Result<Table> acts_table(World& world, FindingRow::Reader row) {
  Table table = table_of("acts", "On whose word",
                         {{"position", "at"},
                          {"act", "act"},
                          {"effective", "when"},
                          {"by", "by"},
                          {"said", "what was said"},
                          {"of", "of"},
                          {"actor", "actor", true},
                          {"recordedBy", "recorded by", true},
                          {"standing", "standing", true},
                          {"source", "source", true},
                          {"bodies", "addressees", true}},
                         "nothing was done since it was raised");
  for (auto& [position, act] : acts_of(row)) {
    auto event = world.event(Position{position});
    if (!event) return pass(event);
    table.rows.push_back({value_of(Position{position}), value_of(act.name),
                          value_of(event->header.effective), value_of(attribution(*event)),
                          value_of(act.words), value_of(whose(act, row.getAddressees().size())),
                          value_of(event->header.actor), value_of(event->header.recorded_by),
                          value_of(name_of(static_cast<schema::Standing>(event->header.standing))),
                          value_of(source_of(*event)), Value(act.bodies)});
  }
  return table;
}

}  // namespace probity::projections
