// Whom a finding's event concerns, resolved at admission and kept in its envelope.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/projections/admission/midlands.h"

namespace probity {
namespace {

using test::refused;
using Names = std::vector<std::string>;

class Concerns : public ::testing::Test {
 protected:
  Concerns() {
    ledger.raise("region", R"("emsou", "derbyshire", "leicestershire", "west-midlands")");
    ledger.raise("forces", R"("derbyshire", "leicestershire", "west-midlands")");
    ledger.raise("unit", R"("emsou")");
  }
  Result<Position> update(std::string_view ref, std::string_view body,
                          std::string_view actor = "emsou",
                          std::string_view effective = "2023-06-01") {
    return ledger.append(
        fmt::format("finding/{}", ref), "UpdateSubmitted", effective, actor,
        fmt::format(R"({{"body": "{}", "narrative": "n", "rag": "green"}})", body));
  }
  Names concerned(const Result<Position>& placed) {
    EXPECT_TRUE(placed) << placed.error().what;
    return placed ? ledger.concerns(*placed) : Names{};
  }
  void close(std::string_view ref, std::string_view body) {
    ledger.must_append(fmt::format("finding/{}", ref), "FindingClosed", "2023-05-01", "hmicfrs",
                       fmt::format(R"({{"body": "{}", "reason": "noLongerApplicable"}})", body));
  }

  test::Midlands ledger;
};

TEST_F(Concerns, AreTheAddresseeThatIsNamed) {
  EXPECT_EQ(concerned(update("forces", "leicestershire", "leicestershire")),
            Names{"leicestershire"});
}

TEST_F(Concerns, OfAUnitAreItsMembersThatAreAddressees) {
  EXPECT_EQ(concerned(update("forces", "emsou")), (Names{"derbyshire", "leicestershire"}));
}

TEST_F(Concerns, OfAUnitAreItselfTooWhereItIsOne) {
  EXPECT_EQ(concerned(update("region", "emsou")), (Names{"emsou", "derbyshire", "leicestershire"}));
}

TEST_F(Concerns, OfAUnitLeaveOutWhoHasEnded) {
  close("region", "derbyshire");
  EXPECT_EQ(concerned(update("region", "emsou")), (Names{"emsou", "leicestershire"}));
}

TEST_F(Concerns, OfAUnitThatHasEndedItselfAreItsOpenMembers) {
  for (const auto* body : {"west-midlands", "derbyshire", "leicestershire"}) close("region", body);
  EXPECT_EQ(concerned(update("region", "emsou")), Names{"emsou"});
}

TEST_F(Concerns, OfAMemberThatIsNoAddresseeAreItsUnit) {
  EXPECT_EQ(concerned(update("unit", "leicestershire", "leicestershire")), Names{"emsou"});
  EXPECT_EQ(concerned(update("region", "nottinghamshire", "nottinghamshire")), Names{"emsou"});
}

TEST_F(Concerns, StayEmptyWhereNoBodyIsNamed) {
  const auto placed = ledger.must_append("finding/region", "VerificationRecorded", "2023-06-01",
                                         "hmicfrs", R"({"outcome": "verified"})");
  EXPECT_TRUE(ledger.concerns(placed).empty());
}

TEST_F(Concerns, AreNeverTakenFromTheSubmission) {
  auto offered = ledger.make("finding/forces", "UpdateSubmitted", "2023-06-01", "leicestershire",
                             R"({"body": "leicestershire", "narrative": "n", "rag": "green"})");
  offered.header.concerns = {"west-midlands"};
  const auto placed = ledger.append({std::move(offered)});
  EXPECT_EQ(concerned(placed), Names{"leicestershire"});
}

TEST_F(Concerns, OfNobodyAreRefused) {
  EXPECT_TRUE(refused(update("forces", "btp", "btp"),
                      {"btp is not an addressee of forces", "derbyshire, leicestershire"}));
  EXPECT_TRUE(refused(update("unit", "west-midlands", "west-midlands"),
                      {"west-midlands is not an addressee of unit", "emsou"}));
}

TEST_F(Concerns, OfAUnitAllOfWhoseMembersHaveEndedAreRefused) {
  close("forces", "derbyshire");
  close("forces", "leicestershire");
  EXPECT_TRUE(refused(update("forces", "emsou"), {"nobody is left", "emsou", "have all ended"}));
}

TEST_F(Concerns, OfTheInspectoratesEventsMayBeAnyAddressee) {
  const auto placed =
      ledger.must_append("finding/region", "VerificationRecorded", "2023-06-01", "hmicfrs",
                         R"({"body": "west-midlands", "outcome": "verified"})");
  EXPECT_EQ(ledger.concerns(placed), Names{"west-midlands"});
}

TEST_F(Concerns, FollowTheMembershipsOfTheEventsOwnDay) {
  ledger.set_members("emsou", "2024-01-01", R"("derbyshire", "west-midlands")");
  EXPECT_EQ(concerned(update("forces", "emsou", "emsou", "2023-12-31")),
            (Names{"derbyshire", "leicestershire"}));
  EXPECT_EQ(concerned(update("forces", "emsou", "emsou", "2024-01-01")),
            (Names{"derbyshire", "west-midlands"}));
  // What is recorded later of an earlier day counts from its day on, and so does its striking.
  ledger.set_members("emsou", "2023-06-01", R"("leicestershire")");
  EXPECT_EQ(concerned(update("forces", "emsou", "emsou", "2023-07-01")), Names{"leicestershire"});
  EXPECT_EQ(concerned(update("forces", "emsou", "emsou", "2024-02-01")),
            (Names{"derbyshire", "west-midlands"}));
  ledger.must_append("body/emsou", "CorrectionMade", "2023-06-01", "registrar",
                     fmt::format(R"({{"event": "{}", "reason": "r"}})",
                                 to_text(ledger.last_of("body/emsou").header.id)));
  EXPECT_EQ(concerned(update("forces", "emsou", "emsou", "2023-07-01")),
            (Names{"derbyshire", "leicestershire"}));
}

TEST_F(Concerns, OfLaterMembersDoNotLetThemSpeakEarlier) {
  ledger.set_members("emsou", "2024-01-01", R"("derbyshire", "west-midlands")");
  EXPECT_TRUE(
      refused(update("unit", "emsou", "west-midlands", "2023-12-31"), {"addressed to emsou"}));
  EXPECT_TRUE(update("unit", "emsou", "west-midlands", "2024-01-01"));
  EXPECT_TRUE(
      refused(update("unit", "emsou", "leicestershire", "2024-01-01"), {"addressed to emsou"}));
}

}  // namespace
}  // namespace probity
