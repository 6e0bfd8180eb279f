// Every row of the design's "Questions with known answers", asked of the public record through the
// binary: once as a person reads it and once as a script does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

using Json = nlohmann::ordered_json;
using test::DemoLedger;
using test::Ran;
using testing::HasSubstr;
using testing::Not;
using Words = std::vector<std::string>;

/// One ledger for the whole process: the questions change nothing.
const DemoLedger& ledger() {
  static const DemoLedger kLedger;
  return kLedger;
}

/// What a person reads, with every run of blanks and line breaks as one blank.
std::string page(const Words& words) {
  const Ran ran = ledger().ask(words);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  std::string flat;
  for (const char c : ran.out) {
    const char blank = c == '\n' ? ' ' : c;
    if (blank != ' ' || (!flat.empty() && flat.back() != ' ')) flat += blank;
  }
  return flat;
}

Json document(Words words) {
  words.insert(words.end(), {"-o", "json"});
  const Ran ran = ledger().ask(words);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  return Json::parse(ran.out);
}

/// The rows of a table in which every given member has that value.
std::vector<Json> rows_where(const Json& rows, const Json& members) {
  std::vector<Json> found;
  for (const auto& row : rows) {
    bool fits = true;
    for (const auto& [key, value] : members.items()) fits = fits && row.at(key) == value;
    if (fits) found.push_back(row);
  }
  return found;
}

Json only_row_where(const Json& rows, const Json& members) {
  const auto found = rows_where(rows, members);
  EXPECT_EQ(found.size(), 1U) << members << " in " << rows;
  return found.empty() ? Json::object() : found.front();
}

TEST(KnownAnswers, EmsousGradeIsNoneTheDayBeforePublicationAndInadequateOnIt) {
  const Words before{"grades", "--body", "emsou", "--effective", "2023-03-01"};
  EXPECT_THAT(page(before), HasSubstr("none on that day"));
  EXPECT_THAT(page(before), Not(HasSubstr("inadequate")));
  EXPECT_EQ(document(before).at("grades"), Json::array());

  const Words on{"grades", "--body", "emsou", "--effective", "2023-03-02"};
  EXPECT_THAT(page(on), HasSubstr("inadequate"));
  EXPECT_EQ(only_row_where(document(on).at("grades"), {{"body", "emsou"}}).at("grade"),
            "inadequate");
}

TEST(KnownAnswers, TheFiveForcesGradesAreOneOutstandingThreeAdequateOneRequiresImprovement) {
  const Words words{"grades",           "--for",       "emsou",     "--kind",
                    "territorialForce", "--effective", "2023-03-02"};
  const std::string text = page(words);
  EXPECT_THAT(text, HasSubstr("outstanding 1 adequate 3 requiresImprovement 1"));
  const Json answer = document(words);
  EXPECT_EQ(answer.at("grades").size(), 5U);
  const Json counts = answer.at("counts");
  EXPECT_EQ(only_row_where(counts, {{"grade", "outstanding"}}).at("count"), 1);
  EXPECT_EQ(only_row_where(counts, {{"grade", "adequate"}}).at("count"), 3);
  EXPECT_EQ(only_row_where(counts, {{"grade", "requiresImprovement"}}).at("count"), 1);
  EXPECT_EQ(counts.size(), 3U);
  EXPECT_EQ(only_row_where(answer.at("grades"), {{"body", "lincolnshire"}}).at("grade"),
            "requiresImprovement");
}

TEST(KnownAnswers, LincolnshiresFirstStruckGradeShowsInItsHistory) {
  const Words words{"history", "grade/em-soc-2023/lincolnshire"};
  EXPECT_THAT(page(words), HasSubstr("struck"));
  EXPECT_THAT(page(words), HasSubstr("grade=inadequate"));
  const Json events = document(words).at("events");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events.at(0).at("struck"), true);
  EXPECT_THAT(events.at(0).dump(), HasSubstr("inadequate"));
  EXPECT_EQ(events.at(2).at("struck"), false);
  EXPECT_THAT(events.at(2).dump(), HasSubstr("requiresImprovement"));
}

TEST(KnownAnswers, DisruptionsThatEmsouLedAreAsPublishedAndTheirTotalIsNot) {
  const Words words{"disruptions", "--lead", "emsou", "--from", "2021-06", "--to", "2022-05"};
  const std::string text = page(words);
  EXPECT_THAT(text, HasSubstr("drugs-and-firearms 128 24 per cent"));
  EXPECT_THAT(text, HasSubstr("exploitation-and-trafficking 14 not published"));
  EXPECT_THAT(text, HasSubstr("organised-immigration-crime-operation 0 not published"));
  EXPECT_THAT(text, HasSubstr("2021-06-01/2022-05-31 not published"));
  const Json answer = document(words);
  const Json reported = answer.at("reported");
  EXPECT_EQ(reported.size(), 3U);
  const Json drugs = only_row_where(reported, {{"threat", "drugs-and-firearms"}});
  EXPECT_EQ(drugs.at("count"), 128);
  EXPECT_EQ(drugs.at("share"), "24 per cent");
  EXPECT_EQ(drugs.at("inWindow"), "inside");
  EXPECT_EQ(only_row_where(reported, {{"threat", "exploitation-and-trafficking"}}).at("count"), 14);
  EXPECT_EQ(
      only_row_where(reported, {{"threat", "organised-immigration-crime-operation"}}).at("count"),
      0);
  EXPECT_EQ(only_row_where(answer.at("totals"), {{"lead", "emsou"}}).at("total"), "not published");
  EXPECT_EQ(answer.at("recorded"), Json::array());
}

TEST(KnownAnswers, TheCauseOfConcernIsClaimedNotVerifiedAndNothingIsMerelyPossible) {
  const Words words{"status", "em-soc-2023-coc-1", "--effective", "2024-04-17"};
  const std::string text = page(words);
  EXPECT_THAT(text, HasSubstr("pendingSignOff"));
  EXPECT_THAT(text, HasSubstr("possible: nothing"));
  const Json answer = document(words);
  const Json addressees = answer.at("addressees");
  EXPECT_EQ(addressees.size(), 6U);
  for (const char* body : {"emsou", "derbyshire", "leicestershire", "lincolnshire",
                           "northamptonshire", "nottinghamshire"}) {
    const Json row = only_row_where(addressees, {{"body", body}});
    EXPECT_EQ(row.at("status"), "pendingSignOff") << body;
    EXPECT_EQ(row.at("claimed"), "2024-04-17") << body;
    EXPECT_EQ(row.at("verified"), nullptr) << body;
  }
  EXPECT_EQ(answer.at("possible"), Json::array());
}

TEST(KnownAnswers, TheFundingRecommendationIsInProgressAmberAndItsSettlementOnlyProposed) {
  const Words finding{"status", "em-soc-2023-rec-2", "--effective", "2023-12-31"};
  EXPECT_THAT(page(finding), HasSubstr("inProgress"));
  EXPECT_THAT(page(finding), HasSubstr("amber"));
  const Json answer = document(finding);
  ASSERT_EQ(answer.at("addressees").size(), 5U);
  for (const auto& row : answer.at("addressees")) {
    EXPECT_EQ(row.at("status"), "inProgress");
    EXPECT_EQ(row.at("rag"), "amber");
  }

  const Words settlement{"agreements", "em-funding", "--effective", "2023-12-31"};
  EXPECT_THAT(page(settlement), HasSubstr("em-funding: supported by none on record"));
  const Json row = only_row_where(document(settlement).at("agreements"), Json::object());
  EXPECT_EQ(row.at("title"), "Three-year funding settlement");
  EXPECT_EQ(row.at("status"), "proposed");
  EXPECT_EQ(row.at("supported"), 0);
}

TEST(KnownAnswers, TheSection22AgreementIsSupportedByFiveOfTenAndSignedByNone) {
  const Words words{"agreements", "em-section-22", "--effective", "2024-04-17"};
  EXPECT_THAT(page(words),
              HasSubstr("em-section-22: supported by 5 of 10 parties, approved by none on record, "
                        "signed by none on record"));
  const Json answer = document(words);
  const Json row = only_row_where(answer.at("agreements"), {{"agreement", "em-section-22"}});
  EXPECT_EQ(row.at("parties"), 10);
  EXPECT_EQ(row.at("supported"), 5);
  EXPECT_EQ(row.at("signed"), 0);
  EXPECT_EQ(row.at("notSigned").size(), 10U);
  for (const char* force :
       {"derbyshire", "leicestershire", "lincolnshire", "northamptonshire", "nottinghamshire"}) {
    EXPECT_EQ(only_row_where(answer.at("parties"), {{"party", force}}).at("supported"),
              "../2024-04-17");
    const std::string overseer = std::string("pcc-") + force;
    EXPECT_EQ(only_row_where(answer.at("parties"), {{"party", overseer}}).at("supported"), nullptr);
  }
}

TEST(KnownAnswers, FiveResponsesToTheEastMidlandsReportAreOwedAndNonePublished) {
  const Words words{"responses", "em-soc-2023", "--effective", "2023-04-27"};
  const std::string text = page(words);
  EXPECT_THAT(text, HasSubstr("em-soc-2023: 5 responses are owed, none published; the last day, "
                              "2023-04-26, has passed"));
  const Json answer = document(words);
  const Json report = only_row_where(answer.at("reports"), {{"inspection", "em-soc-2023"}});
  EXPECT_EQ(report.at("lastDay"), "2023-04-26");
  EXPECT_EQ(report.at("owed"), 5);
  EXPECT_EQ(report.at("responded"), 0);
  EXPECT_EQ(rows_where(answer.at("responses"), {{"status", "owed"}}).size(), 5U);
  EXPECT_EQ(answer.at("responses").size(), 5U);
  // Two statements were made by then; a statement is no response.
  EXPECT_EQ(answer.at("statements").size(), 2U);
}

TEST(KnownAnswers, WhetherTheNottinghamshireResponseWasInTimeCannotBeTold) {
  const Words words{"responses", "rocu-2021", "--body", "pcc-nottinghamshire"};
  EXPECT_THAT(page(words), HasSubstr("cannot tell"));
  const Json answer = document(words);
  const Json row = only_row_where(answer.at("responses"), {{"body", "pcc-nottinghamshire"}});
  EXPECT_EQ(row.at("inTime"), "cannot tell");
  EXPECT_EQ(row.at("published"), "2021-02-18/..");
  EXPECT_EQ(row.at("lastDay"), "2021-04-14");
}

TEST(KnownAnswers, WestMidlandsIsEngagedThenScannedAfter299DaysWithFindingsStillOpen) {
  const Words engaged{"monitoring", "west-midlands", "--effective", "2024-01-01"};
  EXPECT_THAT(page(engaged), HasSubstr("west-midlands engage 2023-11-24"));
  EXPECT_EQ(only_row_where(document(engaged).at("monitoring"), Json::object()).at("stage"),
            "engage");

  const Words scanned{"monitoring", "west-midlands", "--effective", "2024-09-18"};
  const std::string text = page(scanned);
  EXPECT_THAT(text, HasSubstr("west-midlands engage 2023-11-24 2024-09-18 299"));
  EXPECT_THAT(text, HasSubstr("west-midlands causeOfConcern 1 3 0 4"));
  EXPECT_THAT(text, HasSubstr("west-midlands recommendation 2 3 0 5"));
  const Json answer = document(scanned);
  EXPECT_EQ(only_row_where(answer.at("monitoring"), Json::object()).at("stage"), "scan");
  EXPECT_EQ(only_row_where(answer.at("spells"), {{"stage", "engage"}}).at("days"), 299);
  const Json causes = only_row_where(answer.at("findings"), {{"kind", "causeOfConcern"}});
  EXPECT_EQ(causes.at("closed"), 3);
  EXPECT_EQ(causes.at("open"), 1);
  const Json recommendations = only_row_where(answer.at("findings"), {{"kind", "recommendation"}});
  EXPECT_EQ(recommendations.at("closed"), 3);
  EXPECT_EQ(recommendations.at("open"), 2);
}

TEST(KnownAnswers, TheOfficerResponsibleForTheReviewIsAChiefConstableSinceJanuary2024) {
  const Words words{"roles", "emsou/capability-review-sro", "--effective", "2024-02-15"};
  EXPECT_THAT(page(words), HasSubstr("Chief Constable"));
  const Json row = only_row_where(document(words).at("roles"), Json::object());
  EXPECT_THAT(row.at("holder").get<std::string>(), HasSubstr("Chief Constable"));
  EXPECT_EQ(row.at("since"), "2024-01");
}

TEST(KnownAnswers, SourcesDisagreeOnWhenEmsouWasEstablished) {
  const Words words{"measures", "emsou/established"};
  EXPECT_THAT(page(words), HasSubstr("emsou/established: sources disagree: 2002 and 2001"));
  const Json figures = document(words).at("figures");
  EXPECT_EQ(figures.size(), 2U);
  for (const char* year : {"2001", "2002"}) {
    const Json row = only_row_where(figures, {{"value", year}});
    EXPECT_EQ(row.at("disagrees"), true);
    EXPECT_THAT(row.at("by").get<std::string>(), HasSubstr("emsou (entered by the operator, "));
  }
}

TEST(KnownAnswers, TheSourceGivesTheRecommendationsOf2021AsSixAndAsSeven) {
  const Words words{"measures", "hmicfrs/rocu-2021-recommendations"};
  EXPECT_THAT(page(words), HasSubstr("sources disagree: 6 and 7"));
  const Json figures = document(words).at("figures");
  EXPECT_EQ(only_row_where(figures, {{"value", "6"}}).at("note"), "beside one cause of concern");
  EXPECT_EQ(only_row_where(figures, {{"value", "7"}}).at("disagrees"), true);

  const Words raised{"inspections", "rocu-2021"};
  EXPECT_THAT(page(raised), HasSubstr("rocu-2021 1 6 0"));
  const Json counts = only_row_where(document(raised).at("raised"), {{"inspection", "rocu-2021"}});
  EXPECT_EQ(counts.at("recommendations"), 6);
  EXPECT_EQ(counts.at("causesOfConcern"), 1);
}

}  // namespace
}  // namespace probity
