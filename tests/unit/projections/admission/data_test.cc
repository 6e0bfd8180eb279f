#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/projections/admission/memory_ledger.h"

namespace probity {
namespace {

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::string(PROBITY_TEST_DATA) + "/" + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

test::MemoryLedger ledger_with_data() {
  test::MemoryLedger ledger;
  for (const auto* file : {"bodies.jsonl", "emsou.jsonl", "engage.jsonl"}) {
    std::size_t number = 0;
    for (const auto& line : lines_of(file)) {
      ++number;
      auto placed = ledger.append_line(line);
      EXPECT_TRUE(placed) << file << ":" << number << ": " << placed.error().where << ": "
                          << placed.error().what << ". " << placed.error().mend;
    }
  }
  return ledger;
}

TEST(AdmissionOfTheData, LetsEveryLinePass) { EXPECT_EQ(ledger_with_data().size().value, 218U); }

TEST(AdmissionOfTheData, ResolvesAUnitToTheAddresseesThatAreItsMembers) {
  const auto ledger = ledger_with_data();
  std::size_t claims = 0;
  for (Position at; at.value < ledger.size().value; ++at.value) {
    const auto& event = ledger.at(at);
    if (event.header.type != "CompletionClaimed") continue;
    ++claims;
    const bool unit_alone = event.header.stream.text() == "finding/em-soc-2023-rec-4";
    EXPECT_EQ(event.header.concerns.size(), unit_alone ? 1U : 6U) << event.header.stream.text();
  }
  EXPECT_EQ(claims, 5U);
}

TEST(AdmissionOfTheData, LeavesConcernsEmptyWhereAnEventConcernsEveryAddressee) {
  const auto ledger = ledger_with_data();
  const std::set<std::string> without_body{"CauseOfConcernRaised", "RecommendationRaised",
                                           "AreaForImprovementRaised", "VerificationRecorded",
                                           "FindingClosed"};
  for (Position at; at.value < ledger.size().value; ++at.value) {
    const auto& header = ledger.at(at).header;
    if (without_body.contains(header.type)) {
      EXPECT_TRUE(header.concerns.empty()) << header.type;
    }
    if (header.stream.category() != "finding") {
      EXPECT_TRUE(header.concerns.empty()) << header.type;
    }
  }
}

}  // namespace
}  // namespace probity
