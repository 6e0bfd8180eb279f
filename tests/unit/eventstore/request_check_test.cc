#include "eventstore/request_check.h"

#include <gtest/gtest.h>

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

/// The kind of error that one changed event gives; nothing where it is accepted.
std::optional<ErrorKind> refused(const std::function<void(NewEvent&)>& change) {
  NewEvent made = event(1, "finding/a");
  change(made);
  const auto checked = check_event(made);
  if (checked) return std::nullopt;
  return checked.error().kind;
}

TEST(EventCheck, AcceptsWhatIsSound) {
  EXPECT_EQ(refused([](NewEvent&) {}), std::nullopt);
}

TEST(EventCheck, RefusesWhatIsNoEvent) {
  const auto malformed = std::optional(ErrorKind::kMalformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.id = {}; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.type = ""; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.type = "Note Added"; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.type = std::string(65, 'T'); }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.effective = ""; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.effective = "2023 \n"; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.effective = std::string(65, '2'); }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.actor = ""; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.actor = "Derbyshire"; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.recorded_by = std::string(41, 'a'); }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.standing = Standing::kUnset; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.marking = Marking::kUnset; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.audience = {"a/b"}; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.concerns = {""}; }), malformed);
  EXPECT_EQ(refused([](NewEvent& e) { e.payload.clear(); }), malformed);
}

TEST(EventCheck, RefusesWhatIsTooLarge) {
  const auto too_large = std::optional(ErrorKind::kTooLarge);
  EXPECT_EQ(refused([](NewEvent& e) { e.payload.resize(limits::kPayloadBytes / 8); }),
            std::nullopt);
  EXPECT_EQ(refused([](NewEvent& e) { e.payload.resize(limits::kPayloadBytes / 8 + 1); }),
            too_large);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.audience.assign(129, "a"); }), too_large);
  EXPECT_EQ(refused([](NewEvent& e) { e.header.concerns.assign(129, "a"); }), too_large);
}

Request many(std::size_t count) {
  std::vector<NewEvent> events;
  for (std::size_t i = 0; i < count; ++i) events.push_back(event(i + 1, "finding/a"));
  return request(std::move(events));
}

TEST(RequestCheck, HasOneTo256Events) {
  EXPECT_EQ(check_request({}).error().kind, ErrorKind::kMalformed);
  EXPECT_TRUE(check_request(many(1)));
  EXPECT_TRUE(check_request(many(256)));
  EXPECT_EQ(check_request(many(257)).error().kind, ErrorKind::kTooLarge);
}

TEST(RequestCheck, HasAtMostAMebibyte) {
  Request offered = many(5);
  for (NewEvent& made : offered.events) made.payload.resize(limits::kPayloadBytes / 8);
  EXPECT_EQ(check_request(offered).error().kind, ErrorKind::kTooLarge);
}

TEST(RequestCheck, NamesTheEventThatIsWrong) {
  Request offered = many(3);
  offered.events[1].header.actor = "?";
  const auto checked = check_request(offered);
  EXPECT_EQ(checked.error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(checked.error().where, "event 2 of the request");
}

TEST(RequestCheck, RefusesOneIdTwice) {
  Request offered = many(3);
  offered.events[2].header.id = offered.events[0].header.id;
  EXPECT_EQ(check_request(offered).error().kind, ErrorKind::kMalformed);
}

TEST(RequestCheck, RefusesTwoExpectedVersionsForOneStream) {
  Request offered = many(1);
  offered.expected = {{stream("finding/a"), NoStream{}}, {stream("finding/b"), AnyVersion{}}};
  EXPECT_TRUE(check_request(offered));
  offered.expected.emplace_back(stream("finding/a"), StreamExists{});
  EXPECT_EQ(check_request(offered).error().kind, ErrorKind::kMalformed);
}

}  // namespace
}  // namespace probity::eventstore::testing
