// Disruptions: those on record one by one, counted; and those that a source reports, as published.
// The two stand apart and are never added up.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/reported.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

using schema::DisruptionRow;
using schema::MeasureRow;

/// What the filters ask of a disruption, however it came to be known.
struct Wanted {
  BodiesMeant meant;
  std::string lead;
  std::string threat;
  KindFilter<schema::DisruptionLevel> level;

  [[nodiscard]] bool takes(const std::string& led_by, const std::vector<std::string>& supporting,
                           const std::string& against) const {
    return (meant.has(led_by) || (!meant.everything() && meant.has_any(supporting))) &&
           (lead.empty() || lead == led_by) && (threat.empty() || threat == against);
  }
};

Result<Wanted> wanted_by(World& world, const RegisterQuery& query) {
  Wanted wanted;
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  wanted.meant = std::move(*meant);
  if (!query.lead.empty()) {
    auto lead = registered_body(world, query.lead);
    if (!lead) return pass(lead);
    wanted.lead = std::move(*lead);
  }
  wanted.threat = query.kind;
  auto level = KindFilter<schema::DisruptionLevel>::of("--status", query.status);
  if (!level) return pass(level);
  wanted.level = *level;
  return wanted;
}

struct Tally {
  std::uint64_t counted = 0;
  std::uint64_t possible = 0;
};

/// The disruptions on record, and how many there are by lead, threat, level and approach.
class Recorded {
 public:
  explicit Recorded(Page& page) : page_(page) {}

  void take(const std::string& id, DisruptionRow::Reader row, Lies where) {
    const std::string counts = standing_of(row, where);
    std::vector<std::string> approaches;
    for (const auto approach : row.getApproaches()) approaches.push_back(name_of(approach));
    if (counts == "yes" || counts == "possible") {
      add("all", {}, counts);
      add("lead", to_string(row.getLead()), counts);
      add("threat", to_string(row.getThreat()), counts);
      add("level", name_of(row.getLevel()), counts);
      for (const auto& approach : approaches) add("approach", approach, counts);
    }
    page_.put(
        disruptions_,
        {id, value_of(row.getLead()), to_strings(row.getSupporting()), value_of(row.getThreat()),
         std::move(approaches), name_of(row.getLevel()), when(row.getRecorded()), counts,
         value_of(name_of(row.getBasis())), value_of(row.getOperation()), when(row.getAssessed()),
         value_of(name_of(row.getOutcome())), value_of(row.getAssessor()),
         value_of(row.getDropReason())},
        row.getRecorded());
    disruptions_.struck.push_back(counts == "withdrawn");
  }

  void finish() {
    for (const auto& [key, tally] : tallies_) {
      counts_.rows.push_back({std::get<1>(key), value_of(std::get<2>(key)), count_of(tally.counted),
                              count_of(tally.possible)});
    }
    page_.add(std::move(disruptions_));
    page_.add(std::move(counts_));
  }

 private:
  /// Whether it counts: what was withdrawn or rejected does not, what only touches the window is
  /// apart.
  static std::string standing_of(DisruptionRow::Reader row, Lies where) {
    if (happened(row.getDropped())) return "withdrawn";
    if (row.getOutcome() == schema::AssessmentOutcome::REJECTED) return "rejected";
    return where == Lies::kInside ? "yes" : "possible";
  }

  void add(const std::string& by, const std::string& value, const std::string& counts) {
    static const std::vector<std::string> kOrder{"all", "lead", "threat", "level", "approach"};
    const auto place = std::find(kOrder.begin(), kOrder.end(), by) - kOrder.begin();
    Tally& tally = tallies_[{place, by, value}];
    ++(counts == "yes" ? tally.counted : tally.possible);
  }

  Page& page_;
  std::map<std::tuple<std::ptrdiff_t, std::string, std::string>, Tally> tallies_;
  Table counts_ = table_of(
      "recorded", "How many of those recorded",
      {{"by", "by"}, {"value", "which"}, {"count", "count"}, {"possible", "possible besides"}},
      "none to count");
  Table disruptions_ = signed_table("disruptions", "Recorded one by one",
                                    {{"disruption", "disruption"},
                                     {"lead", "led by"},
                                     {"supporting", "supported by"},
                                     {"threat", "threat"},
                                     {"approaches", "approaches"},
                                     {"level", "level"},
                                     {"when", "when"},
                                     {"counted", "counted"},
                                     {"basis", "basis", true},
                                     {"operation", "operation", true},
                                     {"assessed", "assessed", true},
                                     {"outcome", "outcome", true},
                                     {"assessor", "assessor", true},
                                     {"reason", "why withdrawn", true}},
                                    "none recorded one by one");
};

/// What sources report, and the total where they publish one.
class Reported {
 public:
  Reported(Page& page, WindowFilter& window) : page_(page), window_(window) {}

  void take(const std::string& id, MeasureRow::Reader row, const Wanted& wanted) {
    for (const auto report : row.getDisruptions()) {
      const std::string lead = to_string(report.getLead());
      const std::string threat = to_string(report.getThreat());
      if (!wanted.takes(lead, {}, threat)) continue;
      const Lies where = window_.place({Day{report.getEarliest()}, Day{report.getLatest()}});
      if (where == Lies::kOutside) continue;
      const bool flagged = disagrees(row, report);
      put_reported(page_, reported_, id, report, where, flagged);
      Value& total =
          totals_.try_emplace({lead, to_string(report.getWindow())}, std::string(kNotPublished))
              .first->second;
      if (threat == kAllThreats) total = count_of(report.getCount());
      if (flagged) page_.remark(fmt::format("{}: sources disagree on {}", id, threat));
    }
  }

  void finish() {
    Table totals =
        table_of("totals", "Total, as published",
                 {{"lead", "led by"}, {"window", "window"}, {"total", "total"}}, "none reported");
    for (const auto& [key, total] : totals_) {
      totals.rows.push_back({key.first, key.second, total});
    }
    page_.add(std::move(reported_));
    page_.add(std::move(totals));
    page_.remark(window_.caution());
  }

 private:
  Page& page_;
  WindowFilter& window_;
  std::map<std::pair<std::string, std::string>, Value> totals_;
  Table reported_ = reported_table();
};

bool is_about_disruptions(MeasureRow::Reader row) {
  if (row.getDisruptions().size() > 0) return true;
  for (const auto mention : row.getHead().getPossible()) {
    if (to_string(mention.getText()) == "DisruptionsReported") return true;
  }
  return false;
}

Result<void> take_recorded(World& world, const RegisterQuery& query, const Wanted& wanted,
                           Page& page) {
  auto rows = rows_named<DisruptionRow>(world, "disruption", query.id, "disruption");
  if (!rows) return pass(rows);
  auto window = parse_window(query.from, query.to);
  if (!window) return pass(window);
  Recorded recorded(page);
  for (const auto& [stream, row] : *rows) {
    const Lies where = lies(*window, {Day{row.getRecordedEarliest()}, day_of(row.getRecorded())});
    const bool takes = wanted.takes(to_string(row.getLead()), to_strings(row.getSupporting()),
                                    to_string(row.getThreat())) &&
                       wanted.level.takes(row.getLevel()) && where != Lies::kOutside;
    if (page.shows(row.getHead(), takes)) recorded.take(std::string(stream.rest()), row, where);
  }
  recorded.finish();
  return {};
}

Result<void> take_reported(World& world, const RegisterQuery& query, const Wanted& wanted,
                           Page& page) {
  auto rows = all_rows<MeasureRow>(world);
  if (!rows) return pass(rows);
  auto window = WindowFilter::of(query.from, query.to);
  if (!window) return pass(window);
  Reported reported(page, *window);
  for (const auto& [stream, row] : *rows) {
    if (!is_about_disruptions(row) || !page.shows(row.getHead())) continue;
    reported.take(std::string(stream.rest()), row, wanted);
  }
  reported.finish();
  return {};
}

}  // namespace

Result<Answer> disruptions(World& world, const RegisterQuery& query) {
  auto wanted = wanted_by(world, query);
  if (!wanted) return pass(wanted);
  Page page(world, "disruptions", "Disruptions");
  page.only_possible(
      {"DisruptionRecorded", "DisruptionAssessed", "DisruptionWithdrawn", "DisruptionsReported"});
  if (auto taken = take_recorded(world, query, *wanted, page); !taken) return pass(taken);
  // One disruption by its id is a question about the record alone.
  if (query.id.empty()) {
    if (auto taken = take_reported(world, query, *wanted, page); !taken) return pass(taken);
  }
  return page.finish();
}

}  // namespace probity::projections::registers
