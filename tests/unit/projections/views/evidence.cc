// Evidence: attached, withdrawn, attached again.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/rows.h"

namespace probity::test {
namespace {

constexpr std::string_view kSha1 =
    "1111111111111111111111111111111111111111111111111111111111111111";
constexpr std::string_view kSha2 =
    "2222222222222222222222222222222222222222222222222222222222222222";

Position attach(Stream& stream, std::string_view when, std::string_view sha) {
  return stream.add(
      "EvidenceAttached", when, "derbyshire",
      fmt::format(R"({{"body": "derbyshire", "title": "policy", "uri": "https://example.org/p",
                                     "sha256": "{}", "bytes": 7, "supports": "claim"}})",
                  sha));
}

Position withdraw(Stream& stream, std::string_view when, std::string_view sha) {
  return stream.add("EvidenceWithdrawn", when, "derbyshire",
                    fmt::format(R"({{"sha256": "{}", "reason": "outdated"}})", sha));
}

TEST(EvidenceFold, MarksWithdrawnWhatIsTakenBackByItsDigest) {
  Stream stream("finding/em-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs",
             R"({"inspection": "i", "title": "t", "text": "t", "addressees": ["derbyshire"]})");
  attach(stream, "2023-04-01", kSha1);
  attach(stream, "2023-04-02", kSha2);
  withdraw(stream, "2023-05-01", kSha1);
  const auto folded = fold<schema::EvidenceRow>(stream);
  const auto items = (*folded).getItems();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(str(items[0].getBody()), "derbyshire");
  EXPECT_EQ(str(items[0].getTitle()), "policy");
  EXPECT_EQ(str(items[0].getUri()), "https://example.org/p");
  EXPECT_EQ(str(items[0].getSha256()), kSha1);
  EXPECT_EQ(items[0].getBytes(), 7U);
  EXPECT_EQ(items[0].getSupports(), schema::Supports::CLAIM);
  EXPECT_EQ(items[0].getWithdrawn().getPosition(), 3U);
  EXPECT_EQ(str(items[0].getWithdrawnReason()), "outdated");
  EXPECT_EQ(items[1].getWithdrawn().getPosition(), kNever);
  EXPECT_TRUE(notes((*folded).getHead()).empty());
}

TEST(EvidenceFold, LetsWhatIsAttachedAgainStand) {
  Stream stream("finding/em-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs",
             R"({"inspection": "i", "title": "t", "text": "t", "addressees": ["derbyshire"]})");
  attach(stream, "2023-04-01", kSha1);
  withdraw(stream, "2023-05-01", kSha1);
  attach(stream, "2023-06-01", kSha1);
  const auto folded = fold<schema::EvidenceRow>(stream);
  const auto items = (*folded).getItems();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].getWithdrawn().getPosition(), 2U);
  EXPECT_EQ(items[1].getWithdrawn().getPosition(), kNever);
}

TEST(EvidenceFold, NotesAWithdrawalOfWhatWasNotAttached) {
  Stream stream("finding/em-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs",
             R"({"inspection": "i", "title": "t", "text": "t", "addressees": ["derbyshire"]})");
  attach(stream, "2023-04-01", kSha1);
  withdraw(stream, "2023-05-01", kSha2);
  const auto folded = fold<schema::EvidenceRow>(stream);
  EXPECT_EQ((*folded).getItems()[0].getWithdrawn().getPosition(), kNever);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@2 evidence withdrawn that was not attached"});
}

TEST(EvidenceFold, TakesNothingBackByAWithdrawalThatIsErased) {
  Stream stream("finding/em-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs",
             R"({"inspection": "i", "title": "t", "text": "t", "addressees": ["derbyshire"]})");
  attach(stream, "2023-04-01", kSha1);
  stream.add_erased("EvidenceWithdrawn", "2023-05-01", "derbyshire",
                    fmt::format(R"({{"sha256": "{}", "reason": "outdated"}})", kSha1));
  const auto folded = fold<schema::EvidenceRow>(stream);
  EXPECT_EQ((*folded).getItems()[0].getWithdrawn().getPosition(), kNever);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@2 payload erased"});
}

}  // namespace
}  // namespace probity::test
