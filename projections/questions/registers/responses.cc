// Responses to reports: who owes one, its last day, what was published and when, and what goes
// unexplained. A statement is no response and is shown apart.
#include <fmt/format.h>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/owing.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/response_clock.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

using schema::InspectionRow;
using schema::ResponseRow;
using ResponsesByBody = std::map<std::string, ResponseRow::Reader>;

constexpr std::string_view kCannotTell = "cannot tell";

/// One inspection's report and what the answer counts of it.
struct Report {
  std::string inspection;
  InspectionRow::Reader row;
  bool published = false;
  Bounds days{};  // of publication
  std::map<std::string, std::vector<std::string>> owing;
  std::vector<RaisedFinding> findings;
  std::uint64_t owed = 0;
  std::uint64_t responded = 0;
  std::map<InTime, std::uint64_t> verdicts;

  [[nodiscard]] Value last_day() const {
    if (!published) return {};
    const auto last = last_day_to_respond(days);
    return last ? value_of(*last) : Value(std::string(kCannotTell));
  }
};

Table reports_table() {
  return table_of("reports", "Reports",
                  {{"inspection", "inspection"},
                   {"title", "title", true},
                   {"published", "published"},
                   {"lastDay", "last day"},
                   {"day", "day of 56"},
                   {"owed", "owed"},
                   {"responded", "responded"},
                   {"inTime", "in time"},
                   {"late", "late"},
                   {"cannotTell", "cannot tell"}},
                  "no report on that day");
}

Table responses_table() {
  return signed_table("responses", "Responses",
                      {{"inspection", "inspection"},
                       {"body", "body"},
                       {"through", "oversees", true},
                       {"status", "status"},
                       {"lastDay", "last day", true},
                       {"published", "published"},
                       {"inTime", "in time?"},
                       {"explained", "explained", true},
                       {"unexplained", "without explanation"},
                       {"url", "url", true}},
                      "no response is owed or published");
}

Table statements_table() {
  return signed_table("statements", "Statements (a statement is no response)",
                      {{"inspection", "inspection"},
                       {"body", "body"},
                       {"when", "when"},
                       {"speaker", "speaker"},
                       {"summary", "said"}},
                      "no statement on record");
}

class Responses {
 public:
  Responses(Page& page, const BodyBook& book, const BodiesMeant& meant, const StatusFilter& status)
      : page_(page), book_(book), meant_(meant), status_(status) {}

  void take(Report report, const ResponsesByBody& responses) {
    std::set<std::string> bodies;
    for (const auto& [body, through] : report.owing) bodies.insert(body);
    for (const auto& [body, row] : responses) bodies.insert(body);
    for (const auto& body : bodies) {
      const auto through = report.owing.find(body);
      const std::vector<std::string> overseen =
          through == report.owing.end() ? std::vector<std::string>{} : through->second;
      if (!meant_.has(body) && !meant_.has_any(overseen)) continue;
      const auto found = responses.find(body);
      const bool says = found != responses.end() && page_.shows(found->second.getHead());
      if (says) take_statements(report.inspection, body, found->second);
      if (says && happened(found->second.getPublished())) {
        take_published(report, body, overseen, found->second);
      } else if (!overseen.empty()) {
        take_owed(report, body, overseen);
      }
    }
    sum_up(report);
  }

  void finish() {
    page_.add(std::move(reports_));
    page_.add(std::move(responses_));
    page_.add(std::move(statements_));
  }

 private:
  void take_published(Report& report, const std::string& body,
                      const std::vector<std::string>& overseen, ResponseRow::Reader row) {
    const Bounds days{Day{row.getPublishedEarliest()}, day_of(row.getPublished())};
    const InTime verdict = report.published ? in_time(report.days, days) : InTime::kCannotTell;
    ++report.responded;
    ++report.verdicts[verdict];
    if (!status_.takes("published")) return;
    if (verdict == InTime::kCannotTell) tell_why(report, body, row);
    const auto explanations = row.getExplanations();
    page_.put(
        responses_,
        {report.inspection, body, overseen, std::string("published"), report.last_day(),
         when(row.getPublished()), std::string(in_words(verdict)), count_of(explanations.size()),
         unexplained(body, report.findings, explanations, book_), value_of(row.getUrl())},
        row.getPublished());
  }

  void take_owed(Report& report, const std::string& body,
                 const std::vector<std::string>& overseen) {
    ++report.owed;
    if (!status_.takes("owed")) return;
    page_.put(responses_,
              {report.inspection, body, overseen, std::string("owed"), report.last_day(), Value{},
               Value{}, Value{}, Value{}, Value{}},
              schema::Act::Reader{});
  }

  void take_statements(const std::string& inspection, const std::string& body,
                       ResponseRow::Reader row) {
    for (const auto statement : row.getStatements()) {
      page_.put(statements_,
                {inspection, body, when(statement.getAct()), value_of(statement.getSpeaker()),
                 value_of(statement.getSummary())},
                statement.getAct());
    }
  }

  void tell_why(const Report& report, const std::string& body, ResponseRow::Reader row) {
    const auto last = last_day_to_respond(report.days);
    const std::string dated = to_string(row.getPublished().getEffective());
    page_.remark(
        report.published && last
            ? fmt::format("{}, {}: cannot tell whether it was in time: dated {}, last day {}",
                          report.inspection, body, dated, to_text(*last))
            : fmt::format("{}, {}: cannot tell whether it was in time: the day of the report's "
                          "publication is not exactly known",
                          report.inspection, body));
  }

  void sum_up(Report& report) {
    const auto day = report.published ? day_of_clock(report.days, page_.day()) : std::nullopt;
    reports_.rows.push_back(
        {report.inspection, value_of(report.row.getTitle()), when(report.row.getPublished()),
         report.last_day(), day ? Value(*day) : Value{}, count_of(report.owed),
         count_of(report.responded), count_of(report.verdicts[InTime::kInTime]),
         count_of(report.verdicts[InTime::kLate]), count_of(report.verdicts[InTime::kCannotTell])});
    if (report.owed == 0) return;
    const auto last = last_day_to_respond(report.days);
    std::string how = "no last day can be told";
    if (last) {
      how = fmt::format("the last day, {}, {}", to_text(*last),
                        page_.day() > *last ? "has passed" : "has not passed");
    }
    page_.remark(fmt::format("{}: {} owed, {} published; {}", report.inspection,
                             plural(report.owed, "response is", "responses are"),
                             report.responded == 0 ? "none" : std::to_string(report.responded),
                             how));
  }

  Page& page_;
  const BodyBook& book_;
  const BodiesMeant& meant_;
  const StatusFilter& status_;
  Table reports_ = reports_table();
  Table responses_ = responses_table();
  Table statements_ = statements_table();
};

Result<std::map<std::string, ResponsesByBody>> responses_by_inspection(World& world) {
  auto rows = all_rows<ResponseRow>(world);
  if (!rows) return pass(rows);
  std::map<std::string, ResponsesByBody> responses;
  for (const auto& [stream, row] : *rows) {
    const auto segments = stream.segments();
    responses[std::string(segments[1])].emplace(segments[2], row);
  }
  return responses;
}

Report report_of(const Found<InspectionRow>& found, const FindingsByInspection& findings,
                 const BodyBook& book) {
  Report report;
  report.inspection = found.stream.rest();
  report.row = found.row;
  report.published = happened(found.row.getPublished());
  const auto raised = findings.find(report.inspection);
  if (raised != findings.end()) report.findings = raised->second;
  if (!report.published) return report;
  report.days = {Day{found.row.getPublishedEarliest()}, day_of(found.row.getPublished())};
  report.owing = who_owes(to_strings(found.row.getSubjects()), report.findings, book);
  return report;
}

}  // namespace

Result<Answer> responses(World& world, const RegisterQuery& query) {
  const std::string& id = query.id.empty() ? query.inspection : query.id;
  auto rows = rows_named<InspectionRow>(world, "inspection", id, "inspection");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto status = StatusFilter::of(query.status, {"owed", "published"});
  if (!status) return pass(status);
  auto book = BodyBook::read(world);
  if (!book) return pass(book);
  auto findings = findings_by_inspection(world);
  if (!findings) return pass(findings);
  auto published = responses_by_inspection(world);
  if (!published) return pass(published);

  Page page(world, "responses", "Responses to reports");
  page.only_possible({"ReportPublished", "ResponsePublished", "StatementPublished"});
  Responses responses(page, *book, *meant, *status);
  for (const auto& found : *rows) {
    Report report = report_of(found, *findings, *book);
    const auto& those = (*published)[report.inspection];
    // An inspection without a report or a response has nothing to answer for, unless it is asked
    // for by name.
    const bool may_say = report.published || found.row.getHead().getPossible().size() > 0;
    if (id.empty() && !may_say && those.empty()) continue;
    if (page.shows(found.row.getHead())) responses.take(std::move(report), those);
  }
  responses.finish();
  return page.finish();
}

}  // namespace probity::projections::registers
