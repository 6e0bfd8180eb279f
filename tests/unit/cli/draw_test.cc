#include "cli/audit/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

proof::Checkpoint seed() {
  proof::Checkpoint checkpoint{"probity.example/test", TreeSize{220}, {}, {}};
  checkpoint.root.bytes.fill(7);
  return checkpoint;
}

std::vector<std::string> items() {
  std::vector<std::string> all;
  for (int i = 0; i < 200; ++i) all.push_back("finding-" + std::to_string(i));
  return all;
}

std::vector<std::string> drawn(const proof::Checkpoint& from, std::string_view question,
                               const std::vector<std::string>& all, std::size_t count) {
  std::vector<std::string> names;
  for (const Drawn& one : draw(from, question, all, count)) names.push_back(all[one.item]);
  return names;
}

/// As `printf 'probity-sample/1\n…' | sha256sum` prints it.
TEST(Draw, HasTicketsThatAnybodyCanCompute) {
  EXPECT_EQ(to_hex(ticket(seed(), "list --status=open", "em-soc-2023-rec-1 emsou").bytes),
            "d69501febb63ad54975654a2f9f8b14232b85f7fd8cfbb2e36dffb4087c04a95");
}

TEST(Draw, TakesTheLowestTicketsWhateverTheOrderOfTheItems) {
  const auto all = items();
  auto reversed = all;
  std::ranges::reverse(reversed);
  const auto five = drawn(seed(), "list", all, 5);
  EXPECT_EQ(five.size(), 5U);
  EXPECT_EQ(drawn(seed(), "list", reversed, 5), five);
  const auto ten = drawn(seed(), "list", all, 10);
  EXPECT_TRUE(std::ranges::equal(five, std::span(ten).first(5))) << "a larger sample begins alike";
  EXPECT_EQ(drawn(seed(), "list", all, 1'000).size(), all.size());
}

TEST(Draw, HangsOnTheRootTheSizeTheQuestionAndTheName) {
  const auto all = items();
  const auto five = drawn(seed(), "list", all, 5);
  EXPECT_NE(drawn(seed(), "list --overdue=true", all, 5), five);
  auto other = seed();
  other.root.bytes[31] ^= 1;
  EXPECT_NE(drawn(other, "list", all, 5), five);
  other = seed();
  other.size.value += 1;
  EXPECT_NE(drawn(other, "list", all, 5), five);
  other = seed();
  other.origin += "x";
  EXPECT_NE(drawn(other, "list", all, 5), five);
}

}  // namespace
}  // namespace probity::cli
