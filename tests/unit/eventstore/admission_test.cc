#include "eventstore/admission.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "eventstore/base/text.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

/// Rules made of a function; counts what it was told.
class Rules final : public AdmissionRules {
 public:
  std::function<Result<void>(const Recorded&, std::span<NewEvent>)> judge =
      [](const auto&, auto) -> Result<void> { return {}; };
  int judged = 0;
  int forgotten = 0;

  Result<void> admit(const Recorded& recorded, std::span<NewEvent> events) override {
    ++judged;
    return judge(recorded, events);
  }
  void forget_uncommitted() override { ++forgotten; }
};

struct Judged {
  Judged() {
    folder.rules = &rules;
    folder.reopen();
  }
  ~Judged() { folder.ledger.reset(); }
  Rules rules;  // outlives the ledger
  LedgerFolder folder;
};

std::unexpected<Error> against_the_rules() {
  return fail(ErrorKind::kRefused, "against the rules");
}

TEST(Admission, RefusesARequestAndForgetsWhatItLearnt) {
  Judged judged;
  judged.rules.judge = [](const Recorded&, std::span<NewEvent>) -> Result<void> {
    return against_the_rules();
  };
  const auto refused = judged.folder.append(request(event(1, "finding/a")));
  EXPECT_EQ(refused.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(refused.error().what, "against the rules");
  EXPECT_EQ(judged.rules.forgotten, 1);
  EXPECT_EQ(judged.folder.ledger->snapshot().head().size, TreeSize{1});
}

TEST(Admission, IsNotToldToForgetWhatIsCommitted) {
  Judged judged;
  ASSERT_TRUE(judged.folder.append(request(event(1, "finding/a"))));
  EXPECT_EQ(judged.rules.judged, 1);
  EXPECT_EQ(judged.rules.forgotten, 0);
}

TEST(Admission, ForgetsADryRun) {
  Judged judged;
  Request offered = request(event(1, "finding/a"));
  offered.dry_run = true;
  ASSERT_TRUE(judged.folder.append(std::move(offered)));
  EXPECT_EQ(judged.rules.judged, 1);
  EXPECT_EQ(judged.rules.forgotten, 1);
}

TEST(Admission, IsNotAskedAboutAKnownEventOrAVersionConflict) {
  Judged judged;
  ASSERT_TRUE(judged.folder.append(request(event(1, "finding/a"))));
  ASSERT_TRUE(judged.folder.append(request(event(1, "finding/a"))));
  ASSERT_FALSE(
      judged.folder.append(request({event(2, "finding/a")}, {{stream("finding/a"), NoStream{}}})));
  EXPECT_EQ(judged.rules.judged, 1);
}

TEST(Admission, FillsInWhomAnEventConcerns) {
  Judged judged;
  judged.rules.judge = [](const Recorded&, std::span<NewEvent> events) -> Result<void> {
    events[0].header.concerns = {"derbyshire", "lincolnshire"};
    return {};
  };
  ASSERT_TRUE(judged.folder.append(request(event(1, "finding/a"))));
  EXPECT_EQ(judged.folder.ledger->snapshot().event(Position{1})->header.concerns,
            (std::vector<std::string>{"derbyshire", "lincolnshire"}));
}

TEST(Admission, MayNotFillInWhatIsNoBody) {
  Judged judged;
  judged.rules.judge = [](const Recorded&, std::span<NewEvent> events) -> Result<void> {
    events[0].header.concerns = {"Not A Body"};
    return {};
  };
  EXPECT_FALSE(judged.folder.append(request(event(1, "finding/a"))));
  EXPECT_EQ(judged.rules.forgotten, 1);
  EXPECT_EQ(judged.folder.ledger->snapshot().head().size, TreeSize{1});
}

TEST(Admission, SeesTheRequestsBeforeItInTheSameBatch) {
  Judged judged;
  std::promise<void> entered;
  std::promise<void> go;
  bool first = true;
  std::vector<std::string> seen;
  judged.rules.judge = [&](const Recorded& recorded, std::span<NewEvent> events) -> Result<void> {
    if (first) {
      // Keeps the batch waiting until the others are queued behind it.
      first = false;
      entered.set_value();
      go.get_future().wait();
      return {};
    }
    const auto head = recorded.head(stream("finding/a")).value();
    const auto size = recorded.size();
    seen.push_back(fmt::format("{} sees {} events, version {}",
                               to_text(events[0].header.id).substr(0, 8), size.value,
                               head ? head->version.value : 0));
    if (head) {
      EXPECT_EQ(recorded.event(head->last)->placement.version, head->version);
      EXPECT_EQ(recorded.event(head->last)->leaf, head->leaf);
      EXPECT_EQ(recorded.find(recorded.event(head->last)->header.id).value(), head->last);
    }
    EXPECT_EQ(recorded.event(Position{0})->header.id, id(kFirstNumber));
    EXPECT_EQ(recorded.event(Position{size.value}).error().kind, ErrorKind::kNotFound);
    return events[0].header.actor == "refused" ? Result<void>(against_the_rules()) : Result<void>{};
  };
  Writer& writer = *judged.folder.ledger->writer();
  std::vector<std::future<Result<Receipt>>> answers;
  answers.push_back(writer.submit(request(event(1, "finding/first"))));
  entered.get_future().wait();
  answers.push_back(writer.submit(request(event(2, "finding/a"))));
  NewEvent refused = event(3, "finding/a");
  refused.header.actor = "refused";
  answers.push_back(writer.submit(request(refused)));
  Request dry = request(event(4, "finding/a"));
  dry.dry_run = true;
  answers.push_back(writer.submit(std::move(dry)));
  answers.push_back(writer.submit(request(event(5, "finding/a"))));
  answers.push_back(writer.submit(request(event(6, "finding/a"))));
  go.set_value();
  std::vector<Result<Receipt>> results;
  for (auto& answer : answers) results.push_back(answer.get());
  EXPECT_EQ(results[2].error().kind, ErrorKind::kRefused);
  EXPECT_EQ(results[3]->events[0].version, StreamVersion{2});
  EXPECT_EQ(results[4]->events[0].version, StreamVersion{2});
  EXPECT_EQ(results[5]->events[0].version, StreamVersion{3});
  const std::string who = to_text(id(1)).substr(0, 8);
  EXPECT_EQ(seen, (std::vector<std::string>{
                      who + " sees 2 events, version 0", who + " sees 3 events, version 1",
                      who + " sees 3 events, version 1", who + " sees 3 events, version 1",
                      who + " sees 4 events, version 2"}));
}

TEST(Admission, ListsStreamsByPrefixTheBatchIncluded) {
  Judged judged;
  ASSERT_TRUE(judged.folder.append(
      request({event(1, "finding/a"), event(2, "finding/ab"), event(3, "grade/x/y")})));
  std::vector<std::string> names;
  judged.rules.judge = [&](const Recorded& recorded, std::span<NewEvent>) -> Result<void> {
    names.clear();
    const std::vector<StreamId> streams = recorded.streams("finding/").value();
    for (const StreamId& name : streams) names.push_back(name.text());
    return {};
  };
  const auto both = judged.folder.append(request({event(4, "finding/a"), event(5, "finding/aa")}));
  ASSERT_TRUE(both) << both.error().what;
  EXPECT_EQ(names, (std::vector<std::string>{"finding/a", "finding/ab"}));
  ASSERT_TRUE(judged.folder.append(request(event(6, "body/z"))));
  EXPECT_EQ(names, (std::vector<std::string>{"finding/a", "finding/aa", "finding/ab"}));
}

TEST(Admission, KnowsTheInstantThatEventsWillCarry) {
  Judged judged;
  judged.folder.clock.pass(kHour);
  Instant said;
  judged.rules.judge = [&](const Recorded& recorded, std::span<NewEvent>) -> Result<void> {
    said = recorded.now();
    return {};
  };
  const Receipt receipt = judged.folder.append(request(event(1, "finding/a"))).value();
  EXPECT_EQ(said, receipt.events[0].recorded_at);
}

TEST(Admission, ThatThrowsRefusesItsOwnRequestOnly) {
  Judged judged;
  judged.rules.judge = [](const Recorded&, std::span<NewEvent> events) -> Result<void> {
    if (events[0].header.actor == "broken") throw std::runtime_error("a rule broke");
    return {};
  };
  NewEvent broken = event(1, "finding/a");
  broken.header.actor = "broken";
  const auto failed = judged.folder.append(request(broken));
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().what.find("a rule broke"), std::string::npos);
  EXPECT_TRUE(judged.folder.append(request(event(2, "finding/a"))));
  EXPECT_EQ(judged.folder.ledger->snapshot().head().size, TreeSize{2});
}

}  // namespace
}  // namespace probity::eventstore::testing
