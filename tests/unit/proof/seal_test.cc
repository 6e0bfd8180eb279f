#include "eventstore/proof/seal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "eventstore/base/text.h"
#include "tests/unit/proof/canonical.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

StreamId stream(std::string_view name) { return StreamId::parse(name).value(); }

/// Streams s/b, s/d, s/f, …: names lie between and around them.
std::vector<StreamHead> some_heads(std::size_t count) {
  std::vector<StreamHead> heads;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name =
        "s/" + std::string(1, static_cast<char>('b' + 2 * (i % 12))) + std::to_string(100 + i / 12);
    heads.push_back({stream(name), Position{10 + i}});
  }
  std::ranges::sort(heads, {}, &StreamHead::stream);
  return heads;
}

TEST(Seals, HaveTheHashesThatWereFrozen) {
  // Computed by another program.
  const std::vector<StreamHead> heads = {{stream("finding/a"), Position{3}},
                                         {stream("ledger/self"), Position{258}}};
  EXPECT_EQ(to_hex(head_leaf(heads[0]).bytes),
            "c97e1038be809d239b4e616205cee2960fc5e589280f3a860534d0137aa92747");
  EXPECT_EQ(to_hex(SealedHeads::of(heads).value().root().bytes),
            "02ac2a7cb9e61b084e6c4260161c607ab811af540950871d43d07a00955ccde5");
  EXPECT_EQ(SealedHeads::of({}).value().root(), empty_root());
}

TEST(Seals, NeedTheirHeadsInOrder) {
  auto heads = some_heads(3);
  std::swap(heads[1], heads[2]);
  EXPECT_EQ(SealedHeads::of(heads).error().kind, ErrorKind::kMalformed);
  heads = some_heads(3);
  heads[2] = heads[1];
  EXPECT_EQ(SealedHeads::of(heads).error().kind, ErrorKind::kMalformed);
}

TEST(Seals, ProveTheHeadOfEveryStream) {
  for (std::size_t count = 1; count <= 20; ++count) {
    const auto heads = some_heads(count);
    SealedHeads sealed = SealedHeads::of(heads).value();
    for (const StreamHead& head : heads) {
      SealedHead proof = sealed.prove(head.stream).value();
      EXPECT_EQ(proof.head, head);
      EXPECT_TRUE(check_sealed(proof, sealed.root()));
      proof.head.last.value += 1;
      EXPECT_EQ(check_sealed(proof, sealed.root()).error().kind, ErrorKind::kCorrupt);
    }
    EXPECT_EQ(sealed.prove(stream("s/a")).error().kind, ErrorKind::kNotFound);
  }
}

TEST(Seals, ProveTheAbsenceOfEveryOtherStream) {
  for (std::size_t count = 0; count <= 20; ++count) {
    const auto heads = some_heads(count);
    SealedHeads sealed = SealedHeads::of(heads).value();
    std::vector<std::string> others = {"s/a", "s/zz", "a/a", "z/z"};
    for (const StreamHead& head : heads) others.push_back(head.stream.text() + "-x");
    for (const std::string& other : others) {
      const auto neighbours = sealed.prove_absent(stream(other)).value();
      EXPECT_TRUE(check_absent(stream(other), neighbours, sealed.root())) << other << " " << count;
      // The same neighbours say nothing of a stream that is there.
      for (const StreamHead& head : heads)
        EXPECT_FALSE(check_absent(head.stream, neighbours, sealed.root()));
    }
    for (const StreamHead& head : heads)
      EXPECT_EQ(sealed.prove_absent(head.stream).error().kind, ErrorKind::kConflict);
  }
}

/// Whether two heads show the absence of `between` with any indexes and counts that they may claim.
bool fooled(const StreamId& between, std::vector<SealedHead> two, const Hash& root) {
  const std::uint64_t counts = two[0].count + 3;
  if (check_absent(between, two, root)) return true;  // as they are: true, but no neighbours
  for (std::uint64_t first = 1; first <= counts; ++first) {
    for (std::uint64_t last = 1; last <= counts; ++last) {
      for (std::uint64_t index = 0; index + 1 < last; ++index) {
        two[0].count = first;
        two[1].count = last;
        two[0].index = index;
        two[1].index = index + 1;
        if (check_absent(between, two, root)) return true;
      }
    }
  }
  return false;
}

TEST(Seals, AreNotFooledByStreamsThatAreNoNeighbours) {
  for (std::size_t count = 2; count <= 9; ++count) {
    const auto heads = some_heads(count);
    SealedHeads sealed = SealedHeads::of(heads).value();
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = i + 2; j < count; ++j) {
        EXPECT_FALSE(
            fooled(heads[i + 1].stream,
                   {sealed.prove(heads[i].stream).value(), sealed.prove(heads[j].stream).value()},
                   sealed.root()))
            << i << " and " << j << " of " << count;
      }
    }
  }
}

TEST(Seals, AreNotFooledByAStreamThatIsNoEnd) {
  for (std::size_t count = 2; count <= 20; ++count) {
    const auto heads = some_heads(count);
    SealedHeads sealed = SealedHeads::of(heads).value();
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t claimed = 1; claimed <= count + 3; ++claimed) {
        SealedHead end = sealed.prove(heads[i].stream).value();
        end.count = claimed;
        end.index = 0;
        if (i > 0) {
          EXPECT_FALSE(check_absent(heads[i - 1].stream, {&end, 1}, sealed.root()));
        }
        end.index = claimed - 1;
        if (i + 1 < count) {
          EXPECT_FALSE(check_absent(heads[i + 1].stream, {&end, 1}, sealed.root()));
        }
      }
    }
    EXPECT_FALSE(check_absent(stream("s/a"), {}, sealed.root()));
  }
}

TEST(Seals, RefuseMoreThanTwoNeighboursAndTwoOfDifferentCounts) {
  SealedHeads sealed = SealedHeads::of(some_heads(9)).value();
  const StreamId between = stream("s/e");
  auto neighbours = sealed.prove_absent(between).value();
  ASSERT_EQ(neighbours.size(), 2U);
  auto three = neighbours;
  three.push_back(neighbours[1]);
  EXPECT_FALSE(check_absent(between, three, sealed.root()));
  std::swap(neighbours[0], neighbours[1]);
  EXPECT_FALSE(check_absent(between, neighbours, sealed.root()));
}

TEST(Seals, AreReadFromTheirPayload) {
  const Seal seal{.size = TreeSize{258}, .root = sha256({})};
  const auto payload = seal_bytes(seal);
  EXPECT_EQ(payload.size(), 120U);
  EXPECT_EQ(parse_seal(payload).value(), seal);
}

TEST(Seals, OfANewerProgramAreReadThroughTheirPointers) {
  const Seal seal{.size = TreeSize{7}, .root = sha256({})};
  WordWriter words(4);
  words[0] = 0x0003'0000'0000'0000;
  words.put_text(2, "a person");     // two words
  words[3] = 0x0001'0002'0000'0008;  // HeadsSealed behind them: a word more than is known here
  WordWriter all(9);
  const auto before = words.bytes();
  for (std::size_t i = 0; i < 6; ++i) std::memcpy(&all[i], &before[8 * i], 8);
  all[6] = seal.size.value;
  all[7] = 99;
  all.put_text(8, to_hex(seal.root.bytes));
  EXPECT_EQ(parse_seal(all.bytes()).value(), seal);
}

TEST(Seals, OfOtherBytesAreRefused) {
  const auto good = seal_bytes({.size = TreeSize{258}, .root = sha256({})});
  for (std::size_t end = 0; end < good.size(); ++end) {
    const std::vector<std::uint8_t> cut(good.begin(),
                                        good.begin() + static_cast<std::ptrdiff_t>(end));
    EXPECT_FALSE(parse_seal(cut)) << end;
  }
  std::mt19937_64 random(7);
  for (int round = 0; round < 100'000; ++round) {
    auto changed = good;
    for (std::uint64_t i = 0; i <= random() % 4; ++i)
      changed[random() % (round % 2 == 0 ? 48 : changed.size())] =
          static_cast<std::uint8_t>(random());
    (void)parse_seal(changed);
  }
}

}  // namespace
}  // namespace probity::proof
