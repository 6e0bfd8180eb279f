#include "projections/questions/findings/totals_between.h"
#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FindingTotals : public Findings {
 protected:
  FindingTotals() {
    for (const char* force : {"north", "south"}) body(force, "territorialForce");
    raise("coc", R"("north", "south")", "2024-01-10", "CauseOfConcernRaised");
    raise("rec", R"("north")");
    raise("afi", R"("south")", "2024-01-10", "AreaForImprovementRaised");
  }
  void act(const std::string& ref, const std::string& type, const std::string& actor,
           const std::string& data, const std::string& body) {
    on_finding(ref, type, "2024-02-01", actor, fmt::format(R"({{"body": "{}", {}}})", body, data),
               {.concerns = {body}});
  }
  void claim_and_sign_off(const std::string& ref, const std::string& body) {
    act(ref, "UpdateSubmitted", body, R"("narrative": "n", "rag": "green")", body);
    act(ref, "CompletionClaimed", body, R"("narrative": "n")", body);
    act(ref, "CompletionSignedOff", body, R"("officer": "DCC")", body);
  }
};

TEST_F(FindingTotals, KeepClaimedSignedOffVerifiedAndAssuredApart) {
  claim_and_sign_off("coc", "north");
  act("coc", "VerificationRecorded", "hmicfrs", R"("outcome": "verified")", "north");
  act("coc", "VerificationRecorded", "hmicfrs", R"("outcome": "notVerified")", "south");
  act("rec", "UpdateSubmitted", "north", R"("narrative": "n", "rag": "green")", "north");
  act("rec", "CompletionClaimed", "north", R"("narrative": "n")", "north");
  act("rec", "AssuranceGiven", "auditor", R"("opinion": "limited")", "north");
  const Answer answer = ask(ask_totals, {});
  EXPECT_THAT(column(answer, "acts", "group"),
              ElementsAre("causeOfConcern", "recommendation", "areaForImprovement", "all"));
  EXPECT_THAT(column(answer, "acts", "claimed"), ElementsAre("1", "1", "0", "2"));
  EXPECT_THAT(column(answer, "acts", "signedOff"), ElementsAre("1", "0", "0", "1"));
  EXPECT_THAT(column(answer, "acts", "verified"), ElementsAre("1", "0", "0", "1"));
  EXPECT_THAT(column(answer, "acts", "assured"), ElementsAre("0", "1", "0", "1"));
}

TEST_F(FindingTotals, KeepClosingsByTheForceAndByTheInspectorateApart) {
  claim_and_sign_off("afi", "south");
  act("afi", "FindingClosed", "south", R"("reason": "confirmedByChiefOfficer")", "south");
  act("coc", "FindingClosed", "south", R"("reason": "noActionExplained")", "south");
  act("coc", "FindingClosed", "hmicfrs", R"("reason": "noLongerApplicable")", "north");
  act("rec", "VerificationRecorded", "hmicfrs", R"("outcome": "verified")", "north");
  act("rec", "FindingClosed", "hmicfrs", R"("reason": "verified")", "north");
  const Answer answer = ask(ask_totals, {});
  EXPECT_THAT(column(answer, "totals", "closed"), ElementsAre("2", "1", "1", "4"));
  EXPECT_THAT(column(answer, "acts", "closedByForce"), ElementsAre("1", "0", "1", "2"));
  EXPECT_THAT(column(answer, "acts", "closedByInspectorate"), ElementsAre("1", "1", "0", "2"));
}

TEST_F(FindingTotals, CountAFindingWithTwoAddresseesOnceInAllAndSaySo) {
  const Answer answer = ask(ask_totals, {.filter = {}, .by = TotalsBy::kBody});
  EXPECT_THAT(column(answer, "totals", "group"), ElementsAre("north", "south", "all"));
  EXPECT_THAT(column(answer, "totals", "findings"), ElementsAre("2", "2", "3"));
  EXPECT_THAT(column(answer, "totals", "addressed"), ElementsAre("2", "2", "4"));
  EXPECT_TRUE(remarks(answer, "a finding is counted once in each group"));
}

TEST_F(FindingTotals, ReconcileWithWhatTheFiltersPassOver) {
  raise("later", R"("north")", "2025-01-01");
  const Answer answer = ask(ask_totals, {.filter = {.kind = schema::FindingKind::RECOMMENDATION}});
  EXPECT_TRUE(answer.yes);
  EXPECT_TRUE(remarks(
      answer,
      "4 findings on record = 1 counted + 2 passed over by the filters + 1 not yet raised + 0 "
      "withdrawn"));
}

TEST_F(FindingTotals, OfNothingReconcile) {
  const Answer answer = ask(ask_totals, {}, {}, "2020-01-01");
  EXPECT_TRUE(answer.yes);
  EXPECT_THAT(rows_of(answer, "totals"), IsEmpty());
}

/// Three findings: one selected with two pairs, one open and one closed by force.
Totals sound_totals() {
  Counts counts;
  counts.findings = 1;
  counts.pairs = 2;
  counts.open = 1;
  counts.closed = 1;
  counts.closed_by_force = 1;
  Totals totals;
  totals.groups[{1, "recommendation"}] = counts;
  totals.all = counts;
  totals.census = {.on_record = 3,
                   .selected = 1,
                   .passed_over = 1,
                   .not_yet = 1,
                   .withdrawn = 0,
                   .pairs_selected = 2,
                   .pairs_passed_over = 1};
  return totals;
}

TEST(TotalsCheck, FindsNothingWrongWithSoundTotals) {
  EXPECT_THAT(differences(sound_totals()), IsEmpty());
}

TEST(TotalsCheck, NoticesEachWayInWhichTotalsCanBeWrong) {
  struct Case {
    void (*spoil)(Totals&);
    const char* says;
  };
  const std::vector<Case> cases{
      {[](Totals& t) { ++t.census.withdrawn; }, "not yet raised and withdrawn"},
      {[](Totals& t) { t.all.findings = 2; }, "findings counted"},
      {[](Totals& t) { t.census.pairs_selected = 3; }, "addressees counted"},
      {[](Totals& t) { ++t.groups.begin()->second.open; },
       "open, closed and superseded of recommendation"},
      {[](Totals& t) { ++t.groups.begin()->second.closed_by_inspectorate; },
       "closed by force and by inspectorate of recommendation"},
      {[](Totals& t) { ++t.all.superseded; }, "open, closed and superseded of all"},
      {[](Totals& t) { t.groups[{2, "twice"}] = t.all; }, "addressees in the groups"},
      {[](Totals& t) { ++t.groups.begin()->second.findings; }, "findings in the groups"},
  };
  for (const Case& each : cases) {
    Totals totals = sound_totals();
    each.spoil(totals);
    EXPECT_THAT(differences(totals), Contains(HasSubstr(each.says)));
  }
}

TEST_F(FindingTotals, ByAgeAreInTheOrderOfTheAges) {
  raise("new", R"("north")", "2024-05-01");
  const auto groups = [&](std::string_view day) {
    return column(ask(ask_totals, {.filter = {}, .by = TotalsBy::kAge}, day), "totals", "group");
  };
  EXPECT_THAT(groups("2024-04-09"), ElementsAre("up to 90 days", "all"));
  EXPECT_THAT(groups("2024-05-10"), ElementsAre("up to 90 days", "91 to 180 days", "all"));
  EXPECT_THAT(groups("2025-01-09"), ElementsAre("181 to 365 days", "all"));
  EXPECT_THAT(groups("2025-01-10"), ElementsAre("181 to 365 days", "1 to 2 years", "all"));
  EXPECT_THAT(groups("2026-05-02"), ElementsAre("over 2 years", "all"));
}

TEST_F(FindingTotals, BetweenTwoMomentsTellWhatCameAndWhatLeft) {
  claim_and_sign_off("rec", "north");
  raise("new", R"("north")", "2024-03-01");
  const auto world = [&](std::string_view day) {
    return must(World::open(*ledger_.ledger, nullptr, {}, day, ledger_.clock));
  };
  const auto before = world("2024-01-31");
  const auto after = world("2024-03-31");
  const Answer answer = must(ask_totals_between(*before, *after, {.by = TotalsBy::kStatus}));
  EXPECT_TRUE(answer.yes);
  EXPECT_THAT(column(answer, "stock", "group"),
              ElementsAre("awaitingAllocation", "awaitingVerification", "all"));
  EXPECT_THAT(column(answer, "stock", "before"), ElementsAre("4", "0", "4"));
  EXPECT_THAT(column(answer, "stock", "came"), ElementsAre("1", "1", "1"));
  EXPECT_THAT(column(answer, "stock", "left"), ElementsAre("1", "0", "0"));
  EXPECT_THAT(column(answer, "stock", "after"), ElementsAre("4", "1", "5"));
  EXPECT_TRUE(remarks(answer, "4 before + 1 that came - 0 that left = 5 after"));
  const auto then = world("2023-12-31");
  EXPECT_THAT(column(must(ask_totals_between(*then, *before, {.filter = {.body = "north"}})),
                     "stock", "came"),
              ElementsAre("1", "1", "2"));
}

}  // namespace
}  // namespace probity::test
