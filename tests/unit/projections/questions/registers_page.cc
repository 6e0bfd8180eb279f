// What every register question says beside its rows.
#include "projections/questions/registers/page.h"

#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections;
using namespace projections::registers;
using testing::ElementsAre;
using testing::IsEmpty;

class PageOfAnAnswer : public Registers {
 protected:
  PageOfAnAnswer() {
    body("north", "territorialForce");
    role("a", R"(, "source": {"document": "letter", "locator": "page 2"})", Recording{});
    role("b", R"(, "source": {"document": "letter", "locator": "page 2"})", Recording{});
    role("c", "", Recording{.recorded_by = "north", .standing = eventstore::Standing::kOwn});
  }
  void role(const std::string& slug, const std::string& source, const Recording& recording) {
    ledger_.record(
        fmt::format(
            R"({{"stream": "role/north/{}", "type": "RoleAssumed", "effective": "2024-01-01", "actor": "north",
                "data": {{"title": "t", "holder": "h"}}{}}})",
            slug, source),
        recording);
  }
  static bool for_scripts(const Answer& answer, std::string_view table, std::string_view key) {
    for (const auto& each : answer.tables) {
      for (const auto& column : each.columns) {
        if (each.key == table && column.key == key) return column.for_scripts;
      }
    }
    ADD_FAILURE() << "no column " << key;
    return false;
  }
};

TEST_F(PageOfAnAnswer, NamesEachSourceOnceByNumberAndInFullForScripts) {
  const Answer answer = ask(roles);
  EXPECT_THAT(column(answer, "roles", "source"), ElementsAre("1", "1", "2"));
  EXPECT_THAT(column(answer, "sources", "by"),
              ElementsAre("north (entered by the operator, letter, page 2)", "north"));
  EXPECT_THAT(column(answer, "roles", "by"),
              ElementsAre("north (entered by the operator, letter, page 2)",
                          "north (entered by the operator, letter, page 2)", "north"));
  EXPECT_TRUE(for_scripts(answer, "roles", "by"));
}

TEST_F(PageOfAnAnswer, KeepsAColumnThatSaysNothingFromPeople) {
  EXPECT_TRUE(for_scripts(ask(roles), "roles", "left"));
  record("role/north/a", "RoleLeft", "2024-02-01", "north", R"({})");
  EXPECT_FALSE(for_scripts(ask(roles), "roles", "left"));
}

TEST_F(PageOfAnAnswer, CarriesTheMomentAndTheSize) {
  const Answer answer = ask(roles, {}, "2024-03-01");
  EXPECT_EQ(answer.schema, "probity.roles/1");
  EXPECT_EQ(answer.title, "Roles on 2024-03-01");
  EXPECT_EQ(answer.size, ledger_.size());
  EXPECT_TRUE(answer.yes);
}

TEST_F(PageOfAnAnswer, ReadsNothingPossibleWhereNothingIs) {
  EXPECT_THAT(rows_of(ask(roles), "possible"), IsEmpty());
}

}  // namespace
}  // namespace probity::test
