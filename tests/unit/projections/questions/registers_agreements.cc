#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Agreements : public Registers {
 protected:
  Agreements() {
    for (const char* force : {"north", "south", "east"}) body(force, "territorialForce");
    record("agreement/s22", "AgreementProposed", "2023-12", "north",
           R"({"title": "Section 22A", "kind": "collaboration", "parties": ["north", "south"],
               "supersedes": "s22-2019"})");
  }
  void act(const std::string& type, const std::string& party, const std::string& effective) {
    record("agreement/s22", type, effective, party, fmt::format(R"({{"party": "{}"}})", party));
  }
};

TEST_F(Agreements, SayWhoSupportsAndWhoHasNotSigned) {
  act("AgreementSupported", "north", "2024-01-05");
  act("AgreementSigned", "north", "2024-02-01");
  const Answer answer = ask(agreements, {.id = "s22"});
  const Row row = only_row(answer, "agreements");
  EXPECT_EQ(row.at("status"), "proposed");
  EXPECT_EQ(row.at("parties"), "2");
  EXPECT_EQ(row.at("supported"), "1");
  EXPECT_EQ(row.at("signed"), "1");
  EXPECT_EQ(row.at("notSigned"), "south");
  EXPECT_EQ(row.at("supersedes"), "s22-2019");
  EXPECT_THAT(column(answer, "parties", "supported"), ElementsAre("2024-01-05", ""));
  EXPECT_EQ(rows_of(answer, "parties").front().at("by"), "north (entered by the operator)");
  EXPECT_THAT(answer.remarks, Contains("s22: supported by 1 of 2 parties, approved by none on "
                                       "record, signed by 1 of 2 parties; not by south"));
}

TEST_F(Agreements, ListWhatIsOnlyPossibleBesideAndDoNotCountIt) {
  act("AgreementSupported", "south", "2024-01/2024-03");
  const Answer answer = ask(agreements, {.id = "s22"}, "2024-02-01");
  EXPECT_EQ(only_row(answer, "agreements").at("supported"), "0");
  EXPECT_EQ(only_row(answer, "possible").at("event"), "AgreementSupported");
  EXPECT_THAT(rows_of(ask(agreements, {.id = "s22"}, "2024-03-31"), "possible"), IsEmpty());
}

TEST_F(Agreements, NotYetProposedForCertainAreShownAsPossibleAlone) {
  const Answer answer = ask(agreements, {}, "2023-12-15");
  EXPECT_THAT(rows_of(answer, "agreements"), IsEmpty());
  EXPECT_EQ(only_row(answer, "possible").at("stream"), "agreement/s22");
  EXPECT_THAT(rows_of(ask(agreements, {}, "2023-11-30"), "possible"), IsEmpty());
}

TEST_F(Agreements, AreCommencedAndEnded) {
  record("agreement/s22", "AgreementCommenced", "2024-02-01", "north", R"({})");
  EXPECT_EQ(only_row(ask(agreements), "agreements").at("status"), "commenced");
  record("agreement/s22", "AgreementEnded", "2024-03-01", "north", R"({"reason": "renewed"})");
  EXPECT_EQ(only_row(ask(agreements, {.status = "ended"}), "agreements").at("endReason"),
            "renewed");
  EXPECT_THAT(rows_of(ask(agreements, {.status = "proposed"}), "agreements"), IsEmpty());
}

TEST_F(Agreements, AreFoundByParty) {
  EXPECT_THAT(column(ask(agreements, {.body = "south"}), "agreements", "agreement"),
              ElementsAre("s22"));
  EXPECT_THAT(rows_of(ask(agreements, {.body = "east"}), "agreements"), IsEmpty());
}

TEST_F(Agreements, UnknownNameTheNearestAndOneOfLaterSaysWhenItWasRecorded) {
  const auto unknown = try_ask(agreements, {.id = "s23"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(unknown.error().mend, HasSubstr("s22"));
  const auto later = try_ask(agreements, {.id = "s22"}, {}, "@1");
  ASSERT_FALSE(later);
  EXPECT_THAT(later.error().what, HasSubstr("not yet on record"));
}

TEST_F(Agreements, WithdrawnSaySo) {
  const Position proposed{ledger_.size().value - 1};
  record(
      "agreement/s22", "CorrectionMade", "2024-02-01", "north",
      fmt::format(R"({{"event": "{}", "reason": "never made"}})", to_text(id_at(proposed.value))));
  const Answer answer = ask(agreements, {.id = "s22"});
  EXPECT_THAT(rows_of(answer, "agreements"), IsEmpty());
  EXPECT_THAT(answer.remarks, Contains(HasSubstr("agreement/s22 is withdrawn")));
}

TEST_F(Agreements, ShowNotes) {
  record("agreement/s22", "NoteAdded", "2024-02-01", "south", R"({"text": "sent to counsel"})");
  EXPECT_EQ(only_row(ask(agreements), "notes").at("text"), "sent to counsel");
}

}  // namespace
}  // namespace probity::test
