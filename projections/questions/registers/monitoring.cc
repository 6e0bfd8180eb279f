// The monitoring stage of forces. Beside it stand the findings addressed to each: two machines that
// the answer puts side by side and never derives one from the other.
#include <fmt/format.h>

#include <array>
#include <map>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

using schema::FindingKind;
using schema::FindingStatus;

struct Tally {
  std::uint64_t open = 0;
  std::uint64_t closed = 0;
  std::uint64_t superseded = 0;
};
using Tallies = std::map<std::pair<std::string, FindingKind>, Tally>;

void count(Tally& tally, FindingStatus status) {
  if (status == FindingStatus::CLOSED) {
    ++tally.closed;
  } else if (status == FindingStatus::SUPERSEDED) {
    ++tally.superseded;
  } else {
    ++tally.open;
  }
}

/// How the findings addressed to each body stand, by kind.
Result<Tallies> tally_findings(World& world) {
  auto rows = all_rows<schema::FindingRow>(world);
  if (!rows) return pass(rows);
  Tallies tallies;
  for (const auto& [stream, row] : *rows) {
    const auto head = row.getHead();
    if (!head.getBegun() || head.getWithdrawn()) continue;
    for (const auto addressee : row.getAddressees()) {
      count(tallies[{to_string(addressee.getBody()), row.getKind()}], addressee.getStatus());
    }
  }
  return tallies;
}

/// Days from one day to another; nothing where either is not one day.
Value days_between(const Bounds& from, const Bounds& to) {
  if (!is_one_day(from) || !is_one_day(to)) return {};
  return static_cast<std::int64_t>(to.latest.value) - from.latest.value;
}

class Stages {
 public:
  Stages(Page& page, const Tallies& tallies) : page_(page), tallies_(tallies) {}

  void take(const std::string& force, schema::MonitoringRow::Reader row) {
    const auto spells = row.getSpells();
    const Bounds today{page_.day(), page_.day()};
    for (unsigned i = 0; i < spells.size(); ++i) {
      const auto spell = spells[i];
      const bool last = i + 1 == spells.size();
      const Bounds began = bounds_of(spell.getAct());
      const Value days = days_between(began, last ? today : bounds_of(spells[i + 1].getAct()));
      const Value until = last ? Value{} : when(spells[i + 1].getAct());
      page_.put(spells_,
                {force, name_of(spell.getStage()), when(spell.getAct()), until, days,
                 value_of(spell.getReason())},
                spell.getAct());
      if (!last) continue;
      page_.put(stages_,
                {force, name_of(spell.getStage()), when(spell.getAct()), days,
                 value_of(spell.getReason())},
                spell.getAct());
    }
    for (const FindingKind kind : kKinds) {
      const auto found = tallies_.find({force, kind});
      const Tally tally = found == tallies_.end() ? Tally{} : found->second;
      findings_.rows.push_back({force, name_of(kind), count_of(tally.open), count_of(tally.closed),
                                count_of(tally.superseded),
                                count_of(tally.open + tally.closed + tally.superseded)});
    }
  }

  void finish() {
    page_.add(std::move(stages_));
    page_.add(std::move(spells_));
    page_.add(std::move(findings_));
  }

 private:
  static constexpr std::array kKinds{FindingKind::CAUSE_OF_CONCERN, FindingKind::RECOMMENDATION,
                                     FindingKind::AREA_FOR_IMPROVEMENT};

  Page& page_;
  const Tallies& tallies_;
  Table stages_ = signed_table("monitoring", {},
                               {{"force", "force"},
                                {"stage", "stage"},
                                {"since", "since"},
                                {"days", "days"},
                                {"reason", "why"}},
                               "none on that day");
  Table spells_ = signed_table("spells", "Spells",
                               {{"force", "force"},
                                {"stage", "stage"},
                                {"from", "from"},
                                {"until", "until"},
                                {"days", "days"},
                                {"reason", "why"}},
                               "none on that day");
  Table findings_ =
      table_of("findings", "Findings addressed to the force (counted apart from its stage)",
               {{"force", "force"},
                {"kind", "kind"},
                {"open", "open"},
                {"closed", "closed"},
                {"superseded", "superseded"},
                {"total", "total"}},
               "none on that day");
};

}  // namespace

Result<Answer> monitoring(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::MonitoringRow>(world, "monitoring", query.id, "force");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto stage = KindFilter<schema::Stage>::of("--status", query.status);
  if (!stage) return pass(stage);
  auto tallies = tally_findings(world);
  if (!tallies) return pass(tallies);

  Page page(world, "monitoring", "Monitoring of forces");
  Stages stages(page, *tallies);
  for (const auto& [stream, row] : *rows) {
    const std::string force(stream.rest());
    if (!meant->has(force)) continue;
    const auto spells = row.getSpells();
    const auto now = spells.size() == 0 ? schema::Stage::UNSET
                                        : schema::Stage{spells[spells.size() - 1].getStage()};
    if (page.shows(row.getHead(), stage->takes(now))) stages.take(force, row);
  }
  stages.finish();
  return page.finish();
}

}  // namespace probity::projections::registers
