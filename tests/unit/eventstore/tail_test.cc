#include "eventstore/tail.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "eventstore/hash_slots.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

Hash leaf(std::uint64_t number) {
  Hash out;
  std::memcpy(out.bytes.data(), &number, sizeof number);
  return out;
}

/// Events 10 to 15: a, b, a, c, a, b.
Tail six_events() {
  Tail tail(TreeSize{10});
  std::uint64_t number = 10;
  std::map<std::string, std::uint64_t> versions;
  for (const std::string name : {"s/a", "s/b", "s/a", "s/c", "s/a", "s/b"}) {
    tail.append(id(number), tail.stream_number(name), StreamVersion{++versions[name]},
                leaf(number));
    ++number;
  }
  return tail;
}

std::vector<Position> positions(const Tail& tail, std::string_view name, std::uint64_t below) {
  std::vector<Position> out;
  tail.positions(name, TreeSize{below}, out);
  return out;
}

TEST(Tail, KnowsIdsAndHeads) {
  const Tail tail = six_events();
  EXPECT_EQ(tail.from(), TreeSize{10});
  EXPECT_EQ(tail.to(), TreeSize{16});
  EXPECT_EQ(tail.find(id(13), tail.to()), Position{13});
  EXPECT_EQ(tail.find(id(9), tail.to()), std::nullopt);
  EXPECT_EQ(tail.head("s/a", tail.to()), (StreamHead{Position{14}, StreamVersion{3}, leaf(14)}));
  EXPECT_EQ(tail.head("s/d", tail.to()), std::nullopt);
  EXPECT_EQ(positions(tail, "s/a", 16), (std::vector{Position{10}, Position{12}, Position{14}}));
}

TEST(Tail, ShowsAnEarlierSizeWhatWasThere) {
  const Tail tail = six_events();
  EXPECT_EQ(tail.find(id(13), TreeSize{13}), std::nullopt);
  EXPECT_EQ(tail.head("s/a", TreeSize{14})->last, Position{12});
  EXPECT_EQ(tail.head("s/c", TreeSize{13}), std::nullopt);
  EXPECT_EQ(positions(tail, "s/a", 13), (std::vector{Position{10}, Position{12}}));
  std::set<std::string> names;
  tail.each_stream("s/", TreeSize{13},
                   [&](std::string_view name, const StreamHead&) { names.emplace(name); });
  EXPECT_EQ(names, (std::set<std::string>{"s/a", "s/b"}));
  names.clear();
  tail.each_stream("s/b", tail.to(),
                   [&](std::string_view name, const StreamHead&) { names.emplace(name); });
  EXPECT_EQ(names, (std::set<std::string>{"s/b"}));
}

TEST(Tail, ForgetsTheNewest) {
  Tail tail = six_events();
  tail.truncate(TreeSize{13});
  EXPECT_EQ(tail.to(), TreeSize{13});
  EXPECT_EQ(tail.find(id(13), TreeSize{99}), std::nullopt);
  EXPECT_EQ(tail.find(id(12), TreeSize{99}), Position{12});
  EXPECT_EQ(tail.head("s/a", TreeSize{99})->last, Position{12});
  EXPECT_EQ(tail.head("s/c", TreeSize{99}), std::nullopt);
  tail.append(id(99), tail.stream_number("s/c"), StreamVersion{1}, leaf(99));
  EXPECT_EQ(tail.head("s/c", TreeSize{99})->last, Position{13});
}

TEST(Tail, TakesAnotherBehindItself) {
  Tail tail = six_events();
  Tail next(tail.to());
  next.append(id(16), next.stream_number("s/b"), StreamVersion{3}, leaf(16));
  next.append(id(17), next.stream_number("s/e"), StreamVersion{1}, leaf(17));
  tail.append(next);
  EXPECT_EQ(tail.find(id(17), tail.to()), Position{17});
  EXPECT_EQ(positions(tail, "s/b", 18), (std::vector{Position{11}, Position{15}, Position{16}}));
}

TEST(Tail, BeginsAnew) {
  Tail tail = six_events();
  tail.reset(TreeSize{50});
  EXPECT_EQ(tail.to(), TreeSize{50});
  EXPECT_EQ(tail.find(id(10), TreeSize{99}), std::nullopt);
  EXPECT_EQ(tail.head("s/a", TreeSize{99}), std::nullopt);
}

TEST(HashSlots, KeepEveryNumberThroughAddingAndRemovingWhateverTheHashes) {
  // Few different hashes, so that runs are long, wrap around and are mended.
  for (const std::uint64_t hashes : {1ULL, 3ULL, 61ULL, ~0ULL}) {
    HashSlots slots;
    std::set<std::uint32_t> kept;
    const auto hash_of = [&](std::uint32_t number) {
      return number * 0x9E3779B97F4A7C15ULL % hashes + 60;
    };
    std::uint32_t added = 0;
    for (std::uint32_t step = 0; step < 600; ++step) {
      if (step % 3 == 2 && !kept.empty()) {
        auto victim = kept.begin();
        std::advance(victim, step % kept.size());
        slots.remove(hash_of(*victim), *victim);
        kept.erase(victim);
      } else {
        slots.add(hash_of(added), added);
        kept.insert(added++);
      }
      for (std::uint32_t number = 0; number < added; number += 7) {
        const std::uint32_t found = slots.find(
            hash_of(number), [&](std::uint32_t candidate) { return candidate == number; });
        ASSERT_EQ(found == number, kept.contains(number)) << hashes << ' ' << step << ' ' << number;
      }
    }
    slots.clear();
    EXPECT_EQ(slots.find(hash_of(1), [](std::uint32_t) { return true; }), HashSlots::kNone);
  }
}

}  // namespace
}  // namespace probity::eventstore::testing
