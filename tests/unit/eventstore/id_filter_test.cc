#include "eventstore/id_filter.h"

#include <gtest/gtest.h>

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

bool may_hold(const IdFilter& filter, const EventId& id) {
  const FilterBits bits(id);
  const std::uint64_t block = bits.block(filter.rows());
  const auto row = filter.row(block / kFilterRowBlocks);
  return bits.are_set(
      row.subspan(block % kFilterRowBlocks * kFilterBlockWords).first<kFilterBlockWords>());
}

TEST(IdFilter, MissesNoIdHoweverOftenItDoubled) {
  IdFilter filter({});
  std::uint64_t added = 0;
  for (const std::uint64_t count : {1U, 10'000U, 16'384U, 16'385U, 100'000U, 300'000U}) {
    filter.make_room(count);
    while (added < count) filter.add(id(++added));
    for (std::uint64_t number = 1; number <= added; ++number) {
      ASSERT_TRUE(may_hold(filter, id(number))) << number << " of " << added;
    }
  }
  EXPECT_EQ(filter.rows(), 32U);  // of 16,384 ids each
}

TEST(IdFilter, SeldomHoldsWhatWasNotAdded) {
  IdFilter filter({});
  constexpr std::uint64_t kIds = 524'288;  // as full as it becomes, doubled five times on the way
  for (std::uint64_t number = 1; number <= kIds; ++number) {
    filter.make_room(number);
    filter.add(id(number));
  }
  std::uint64_t alarms = 0;
  for (std::uint64_t number = 1; number <= kIds; ++number) {
    alarms += may_hold(filter, id(kIds + number)) ? 1 : 0;
  }
  EXPECT_LT(alarms, kIds / 50);
  EXPECT_FALSE(may_hold(IdFilter(std::vector<std::uint64_t>(kFilterRowWords)), id(1)));
}

}  // namespace
}  // namespace probity::eventstore::testing
