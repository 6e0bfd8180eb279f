// Bodies, roles, clients and activity.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/rows.h"

namespace probity::test {
namespace {

constexpr std::string_view kKeyA =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr std::string_view kKeyB =
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

Position enrol(Stream& stream, std::string_view day, std::string_view recorded_by,
               std::string_view key) {
  Recording recording;
  recording.recorded_by = recorded_by;
  return stream.add(
      "ClientEnrolled", day, recorded_by,
      fmt::format(R"({{"body": "derbyshire", "roles": ["append", "read"], "ceiling": "official",
                                     "keyDigest": "{}"}})",
                  key),
      recording);
}

TEST(BodyFold, KeepsKindRegionNameMembersAndOversight) {
  Stream stream("body/emsou");
  stream.add(
      "BodyRegistered", "..", "registrar",
      R"({"name": "East Midlands Special Operations Unit", "kind": "regionalUnit", "region": "east-midlands"})");
  stream.add("MembershipSet", "2002", "registrar",
             R"({"members": ["derbyshire", "lincolnshire"]})");
  stream.add("MembershipSet", "2015", "registrar", R"({"members": ["derbyshire"]})");
  stream.add("OversightSet", "2016", "registrar", R"({"oversees": ["lincolnshire"]})");
  const auto folded = fold<schema::BodyRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(str(row.getName()), "East Midlands Special Operations Unit");
  EXPECT_EQ(row.getKind(), schema::BodyKind::REGIONAL_UNIT);
  EXPECT_EQ(str(row.getRegion()), "east-midlands");
  EXPECT_EQ(strs(row.getMembers()), Texts{"derbyshire"});
  EXPECT_EQ(row.getMemberships().getPosition(), 2U);
  EXPECT_EQ(strs(row.getOversees()), Texts{"lincolnshire"});
  EXPECT_EQ(row.getOversight().getPosition(), 3U);
  EXPECT_EQ(row.getRegistered().getPosition(), 0U);
  const auto then = fold<schema::BodyRow>(stream, "2010-01-01");
  EXPECT_EQ(strs((*then).getMembers()), (Texts{"derbyshire", "lincolnshire"}));
  EXPECT_EQ((*then).getOversight().getPosition(), kNever);
}

TEST(BodyFold, TakesTheNameOfTheLastRenaming) {
  Stream stream("body/emsou");
  stream.add("BodyRegistered", "..", "registrar", R"({"name": "Old", "kind": "regionalUnit"})");
  stream.add("BodyRenamed", "2020", "registrar", R"({"name": "New"})");
  stream.add("BodyRenamed", "2010", "registrar", R"({"name": "Between"})");
  EXPECT_EQ(str((*fold<schema::BodyRow>(stream)).getName()), "New");
  EXPECT_EQ(str((*fold<schema::BodyRow>(stream, "2015-01-01")).getName()), "Between");
  EXPECT_EQ(str((*fold<schema::BodyRow>(stream, "2005-01-01")).getName()), "Old");
}

TEST(BodyFold, KeepsNameAndMembersThatAnErasedEventWouldHaveReplaced) {
  Stream stream("body/emsou");
  stream.add("BodyRegistered", "..", "registrar", R"({"name": "Old", "kind": "regionalUnit"})");
  stream.add("MembershipSet", "2002", "registrar", R"({"members": ["derbyshire"]})");
  stream.add_erased("BodyRenamed", "2020", "registrar", R"({"name": "New"})");
  stream.add_erased("MembershipSet", "2021", "registrar", R"({"members": []})");
  const auto folded = fold<schema::BodyRow>(stream);
  EXPECT_EQ(str((*folded).getName()), "Old");
  EXPECT_EQ(strs((*folded).getMembers()), Texts{"derbyshire"});
  EXPECT_EQ((*folded).getMemberships().getPosition(), 3U);
  EXPECT_EQ(notes((*folded).getHead()), (Texts{"@2 payload erased", "@3 payload erased"}));
}

TEST(RoleFold, KnowsWhoHeldItOnEachDay) {
  Stream stream("role/emsou/sro");
  stream.add("RoleAssumed", "2022", "derbyshire", R"({"title": "Lead", "holder": "a deputy"})");
  stream.add("RoleLeft", "2023-06-30", "derbyshire", R"({"reason": "retired"})");
  stream.add("RoleAssumed", "2024-01", "derbyshire",
             R"({"title": "Senior lead", "holder": "a chief"})");
  const auto first = fold<schema::RoleRow>(stream, "2023-01-01");
  EXPECT_EQ(str((*first).getHolder()), "a deputy");
  EXPECT_EQ((*first).getLeft().getPosition(), kNever);
  const auto vacant = fold<schema::RoleRow>(stream, "2023-07-01");
  EXPECT_EQ(str((*vacant).getHolder()), "");
  EXPECT_EQ(str((*vacant).getTitle()), "Lead");
  EXPECT_EQ((*vacant).getLeft().getPosition(), 1U);
  EXPECT_EQ(str((*vacant).getLeftReason()), "retired");
  const auto last = fold<schema::RoleRow>(stream, "2024-02-15");
  EXPECT_EQ(str((*last).getHolder()), "a chief");
  EXPECT_EQ(str((*last).getTitle()), "Senior lead");
  EXPECT_EQ((*last).getAssumed().getPosition(), 2U);
  EXPECT_EQ((*last).getLeft().getPosition(), kNever);
}

TEST(RoleFold, NotesALeavingOfARoleThatNobodyHeld) {
  Stream stream("role/emsou/sro");
  stream.add("RoleAssumed", "2022", "derbyshire", R"({"title": "Lead", "holder": "a deputy"})");
  stream.add("RoleLeft", "2023-06-30", "derbyshire", "{}");
  stream.add("RoleLeft", "2023-07-30", "derbyshire", "{}");
  EXPECT_EQ(notes((*fold<schema::RoleRow>(stream)).getHead()),
            Texts{"@2 left while nobody held it"});
}

TEST(ClientFold, KeepsWhoEnrolledWithWhichKey) {
  Stream stream("client/derbyshire/desk-1");
  enrol(stream, "2024-01-01", "registrar", kKeyA);
  enrol(stream, "2024-01-02", "derbyshire", kKeyB);
  const auto folded = fold<schema::ClientRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(str(row.getBody()), "derbyshire");
  EXPECT_EQ(row.getRoles().size(), 2U);
  EXPECT_EQ(row.getRoles()[1], schema::ClientRole::READ);
  EXPECT_EQ(row.getCeiling(), schema::Marking::OFFICIAL);
  EXPECT_EQ(str(row.getKeyDigest()), kKeyB);
  ASSERT_EQ(row.getEnrolments().size(), 2U);
  EXPECT_EQ(str(row.getEnrolments()[0].getRecordedBy()), "registrar");
  EXPECT_EQ(str(row.getEnrolments()[0].getKeyDigest()), kKeyA);
  EXPECT_EQ(str(row.getEnrolments()[1].getRecordedBy()), "derbyshire");
  EXPECT_EQ(row.getEnrolments()[1].getAct().getPosition(), 1U);
}

TEST(ClientFold, BeginsAnewAfterARevocation) {
  Stream stream("client/derbyshire/desk-1");
  enrol(stream, "2024-01-01", "registrar", kKeyA);
  stream.add("ClientRevoked", "2024-02-01", "registrar", R"({"reason": "lost"})");
  {
    const auto folded = fold<schema::ClientRow>(stream);
    EXPECT_EQ((*folded).getRevoked().getPosition(), 1U);
    EXPECT_EQ(str((*folded).getRevokeReason()), "lost");
    EXPECT_EQ((*folded).getEnrolments().size(), 1U);
  }
  enrol(stream, "2024-03-01", "registrar", kKeyB);
  const auto folded = fold<schema::ClientRow>(stream);
  EXPECT_EQ((*folded).getRevoked().getPosition(), kNever);
  ASSERT_EQ((*folded).getEnrolments().size(), 1U);
  EXPECT_EQ(str((*folded).getEnrolments()[0].getKeyDigest()), kKeyB);
}

TEST(ActivityFold, CountsWhatHappenedAndNotWhatWasSaidOfIt) {
  Stream stream("body/emsou");
  stream.add("BodyRegistered", "2001", "registrar", R"({"name": "Unit", "kind": "regionalUnit"})",
             {.recorded = "2024-01-01"});
  stream.add("BodyRenamed", "2020", "registrar", R"({"name": "New"})", {.recorded = "2024-01-02"});
  const auto late = stream.add("BodyRenamed", "2010", "registrar", R"({"name": "Between"})",
                               {.recorded = "2024-01-03"});
  stream.add("NoteAdded", "2024-01-04", "registrar", R"({"text": "checked"})",
             {.recorded = "2024-01-04"});
  {
    const auto folded = fold<schema::ActivityRow>(stream);
    const auto row = *folded;
    EXPECT_EQ(row.getEvents(), 3U);
    EXPECT_EQ(row.getFirst().getPosition(), 0U);
    EXPECT_EQ(row.getLast().getPosition(), 1U) << "the last in the order of days";
    EXPECT_EQ(str(row.getLastType()), "BodyRenamed");
    EXPECT_EQ(row.getLastRecordedAt(), noon("2024-01-03").micros)
        << "the ledger heard of the older one last";
  }
  stream.strike(late, "registrar", "2024-01-05");
  const auto folded = fold<schema::ActivityRow>(stream);
  EXPECT_EQ((*folded).getEvents(), 2U);
  EXPECT_EQ((*folded).getLastRecordedAt(), noon("2024-01-02").micros);
}

TEST(ActivityFold, SaysNothingOfAStreamInWhichNothingHoldsYet) {
  Stream stream("body/emsou");
  stream.add("BodyRegistered", "2024", "registrar", R"({"name": "Unit", "kind": "regionalUnit"})");
  const auto folded = fold<schema::ActivityRow>(stream, "2020-01-01");
  EXPECT_EQ((*folded).getEvents(), 0U);
  EXPECT_EQ((*folded).getLastRecordedAt(), 0);
}

TEST(Views, StandInTheOrderOfTheirNamesAndAreFoundByThem) {
  ASSERT_EQ(projections::all_views().size(), 17U);
  std::string_view before;
  for (const auto& view : projections::all_views()) {
    EXPECT_LT(before, view.name);
    before = view.name;
    EXPECT_EQ(projections::find_view(view.name), &view);
    EXPECT_NE(view.make(), nullptr);
  }
  EXPECT_EQ(projections::find_view("finding"), nullptr);
  EXPECT_EQ(projections::find_view("zebras"), nullptr);
}

TEST(Views, MakeARowOfAStreamInWhichNothingHoldsYet) {
  Stream stream("finding/em-1");
  stream.add("RecommendationRaised", "2024", "hmicfrs",
             R"({"inspection": "i", "title": "t", "text": "t", "addressees": ["derbyshire"]})");
  const auto none = *day_from_text("2020-01-01");
  for (const auto& view : projections::all_views()) {
    EXPECT_FALSE(projections::fold_row(view, stream.history(), none, 1).empty()) << view.name;
  }
}

}  // namespace
}  // namespace probity::test
