// The public record at every moment there is: an answer from stored rows is the one that folding
// the log anew up to there gives, on both clocks.
#include <capnp/any.h>

#include <map>
#include <random>

#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;

class EveryMoment : public testing::Test {
 protected:
  EveryMoment() {
    for (const char* file : {"/bodies.jsonl", "/emsou.jsonl", "/engage.jsonl"}) {
      ledger_.import(std::string(PROBITY_TEST_DATA) + file);
    }
    views_ = must(ViewStore::open(*ledger_.ledger, eventstore::Access::kReadWrite));
    must(views_->catch_up(*ledger_.ledger, {}));
  }

  /// All that the rows of a view say, but for the day on which they were folded.
  template <class Row>
  static void add_rows(World& world, std::map<std::string, std::string>& rows) {
    must(world.each<Row>([&](const StreamId& stream, typename Row::Reader row) {
      capnp::MallocMessageBuilder copy;
      copy.setRoot(row);
      copy.getRoot<Row>().getHead().setFoldedFor(0);
      const auto words = capnp::canonicalize(copy.getRoot<Row>().asReader());
      const auto bytes = words.asBytes();
      rows.emplace(std::string(view_of<Row>()) + ' ' + stream.text(),
                   std::string(bytes.begin(), bytes.end()));
    }));
  }
  template <class... Rows>
  static std::map<std::string, std::string> rows_of_all(World& world) {
    std::map<std::string, std::string> rows;
    (add_rows<Rows>(world, rows), ...);
    return rows;
  }

  std::map<std::string, std::string> rows(const ViewStore* views, const std::string& as_of,
                                          const std::string& effective) {
    using namespace schema;
    const auto world = must(World::open(*ledger_.ledger, views, as_of, effective, ledger_.clock));
    return rows_of_all<ActivityRow, AgreementRow, BodyRow, ClientRow, DisruptionRow, EvidenceRow,
                       FindingRow, GradeRow, InspectionRow, MeasureRow, MeetingRow, MonitoringRow,
                       PlanRow, PracticeRow, PriorityRow, ResponseRow, RoleRow>(*world);
  }
  /// False, and told, where the two differ.
  bool is_answered_alike(const std::string& as_of, const std::string& effective) {
    const auto stored = rows(views_.get(), as_of, effective);
    const auto replayed = rows(nullptr, as_of, effective);
    compared_ += replayed.size();
    if (stored == replayed) return true;
    for (const auto& [name, row] : replayed) {
      const auto found = stored.find(name);
      if (found == stored.end() || found->second != row) {
        ADD_FAILURE() << name << " as of " << as_of << ", effective " << effective;
      }
    }
    return stored.size() == replayed.size();
  }

  RecordedLedger ledger_{"2026-06-01"};
  std::unique_ptr<ViewStore> views_;
  std::uint64_t compared_ = 0;
};

TEST_F(EveryMoment, OfWhatWasKnownIsAsAReplayUpToThere) {
  ASSERT_EQ(ledger_.size().value, 218U);
  for (std::uint64_t position = 0; position < ledger_.size().value; ++position) {
    ASSERT_TRUE(is_answered_alike(fmt::format("@{}", position), {})) << position;
  }
  EXPECT_GT(compared_, 10'000U);
}

class EveryDay : public EveryMoment, public testing::WithParamInterface<int> {};

TEST_P(EveryDay, OfTheWorldIsAsAReplayOfThatDay) {
  const Day last = *day_from_text(fmt::format("{}-12-31", GetParam()));
  for (Day day = *day_from_text(fmt::format("{}-01-01", GetParam())); day <= last; ++day.value) {
    ASSERT_TRUE(is_answered_alike({}, to_text(day)));
  }
  EXPECT_GT(compared_, 10'000U);
}

INSTANTIATE_TEST_SUITE_P(Of, EveryDay, testing::Range(2015, 2027));

TEST_F(EveryMoment, OnBothClocksIsAsAReplay) {
  std::mt19937 random(20'261'122);
  std::uniform_int_distribution<std::uint64_t> position(0, ledger_.size().value - 1);
  std::uniform_int_distribution<std::int32_t> day(day_from_text("2015-01-01")->value,
                                                  day_from_text("2026-12-31")->value);
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_TRUE(is_answered_alike(fmt::format("@{}", position(random)), to_text(Day{day(random)})));
  }
}

}  // namespace
}  // namespace probity::test
