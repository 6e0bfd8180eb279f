// What joins the events of a stream: chains, erasures and the seals over all heads.
#include "eventstore/erase.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using Draft = ForgedLog::Draft;

Options no_index() {
  Options options;
  options.index = false;
  return options;
}

ForgedLog::Alter at(std::uint64_t position, ForgedLog::Alter alter) {
  return [=](Draft& draft) {
    if (draft.placement.position.value == position) alter(draft);
  };
}

// ---- chains -----------------------------------------------------------------------------------

TEST(VerifyChains, OfSoundLedgersGiveNoFinding) {
  for (const std::uint64_t size : {0U, 1U, 255U, 256U, 257U, 700U, 9'000U}) {
    expect_sound(ForgedLog(size).path(), no_index());
  }
}

TEST(VerifyChains, FindAVersionThatIsLeftOut) {
  const ForgedLog log(700, at(417, [](Draft& draft) { ++draft.placement.version.value; }));
  const Report report = check(log.path(), no_index());
  expect_first(report, "blocks", 417, "is of version 61 of finding/em-4, where 60 comes next");
  EXPECT_EQ(report.findings.total(), 1) << "the forger's later events follow it";
  expect_sound(log.path(), log_only());
}

TEST(VerifyChains, FindAFirstEventThatIsNotOfVersionOne) {
  const ForgedLog log(700, at(3, [](Draft& draft) {
                        draft.placement.version.value = 2;
                        draft.placement.previous = Position{0};
                      }));
  expect_first(check(log.path(), no_index()), "blocks", 3, "where 1 comes next");
}

TEST(VerifyChains, FindAnotherPositionBefore) {
  const ForgedLog log(700, at(417, [](Draft& draft) { --draft.placement.previous->value; }));
  expect_first(check(log.path(), no_index()), "blocks", 417, "names another event before it");
}

TEST(VerifyChains, FindAnotherLeafBefore) {
  const ForgedLog log(700, at(417, [](Draft& draft) { draft.placement.previous_leaf = {}; }));
  expect_first(check(log.path(), no_index()), "blocks", 417,
               "than the one that stands at position 410");
}

TEST(VerifyChains, FindAnEventThatWasReplacedTogetherWithItsTiles) {
  const ForgedLog sound(700);
  // Everything that hangs on event 410 is made anew but for the event that was chained to it.
  const ForgedLog log(700, [&](Draft& draft) {
    if (draft.placement.position.value == 410) draft.event.header.actor = "hmicfrs";
    if (draft.placement.position.value == 417) {
      draft.placement.previous_leaf = sound.leaves()[410];
    }
  });
  expect_first(check(log.path(), no_index()), "blocks", 417, "one of the two was altered");
}

// ---- erasures ---------------------------------------------------------------------------------

TEST(VerifyErasures, AreSoundWhereALaterEventOfTheStreamNamesThem) {
  const ForgedLog log(
      700, at(300, [](Draft& draft) { draft.without_payload = true; }), kOrigin,
      at(500, [](Draft& draft) { tell_erasure(draft.event, "finding/em-6", id(300)); }));
  expect_sound(log.path(), no_index());
  expect_sound(log.path(), log_only());
}

TEST(VerifyErasures, OfALedgerInUseAreSound) {
  LedgerFolder folder;
  grow(folder, 300);
  NewEvent erasure = event(9'000, "finding/em-6");
  tell_erasure(erasure, "finding/em-6", id(125));
  ASSERT_TRUE(folder.append(request(std::move(erasure))));
  folder.ledger.reset();
  ASSERT_TRUE(erase_payload(folder.path(), Position{125}));
  expect_sound(folder.path());
}

TEST(VerifyErasures, AreFoundWhereNoEventNamesThem) {
  const ForgedLog log(700, at(300, [](Draft& draft) { draft.without_payload = true; }));
  expect_first(check(log.path(), log_only()), "blocks", 300,
               "no later event of finding/em-6 says that it was erased");
}

TEST(VerifyErasures, AreFoundWhereTheEventIsOfAnotherStreamOrCameBefore) {
  const auto erased = at(300, [](Draft& draft) { draft.without_payload = true; });
  const ForgedLog other(700, erased, kOrigin, at(500, [](Draft& draft) {
                          tell_erasure(draft.event, "finding/em-5", id(300));
                        }));
  expect_first(check(other.path(), log_only()), "blocks", 300, "says that it was erased");
  const ForgedLog before(700, erased, kOrigin, at(200, [](Draft& draft) {
                           tell_erasure(draft.event, "finding/em-6", id(300));
                         }));
  EXPECT_THAT(lines_of(check(before.path(), log_only())),
              ::testing::UnorderedElementsAre(
                  ::testing::HasSubstr("the payload of the event at position 300 is absent"),
                  ::testing::HasSubstr("position 200 says that a payload was erased, and names")));
}

TEST(VerifyErasures, AreFoundWhereThePayloadIsStillThere) {
  const ForgedLog log(700, {}, kOrigin, at(500, [](Draft& draft) {
                        tell_erasure(draft.event, "finding/em-6", id(300));
                      }));
  expect_first(check(log.path(), log_only()), "blocks", 300,
               "is there, though the event at 500 says that it was erased");
}

TEST(VerifyErasures, MayBeToldTwiceAndBehindWhereACheckGoesOn) {
  const ForgedLog log(700, at(100, [](Draft& draft) { draft.without_payload = true; }), kOrigin,
                      [](Draft& draft) {
                        const std::uint64_t position = draft.placement.position.value;
                        if (position == 500 || position == 600) {
                          tell_erasure(draft.event, "finding/em-2", id(100));
                        }
                      });
  Options options = log_only();
  expect_sound(log.path(), options);
  options.from = check(log.path(), options).state;
  ASSERT_TRUE(options.from);
  expect_sound(log.path(), options);
}

TEST(VerifyErasures, AreCarriedFromOneCheckToTheNext) {
  const ForgedLog log(
      700, at(300, [](Draft& draft) { draft.without_payload = true; }), kOrigin,
      at(600, [](Draft& draft) { tell_erasure(draft.event, "finding/em-6", id(300)); }));
  Options options = log_only();
  options.from = check(log.path(), options).state;
  ASSERT_TRUE(options.from);
  EXPECT_EQ(options.from->absent.size(), 1);
  expect_sound(log.path(), options);
  options.from->absent[0].stream = "finding/other";
  expect_first(check(log.path(), options), "blocks", 300, "of finding/other says");
}

// ---- seals ------------------------------------------------------------------------------------

/// The seal of the ledger that ForgedLog makes, computed from the definition.
Hash naive_seal(std::uint64_t size, const std::map<std::string, std::uint64_t>& others = {}) {
  std::map<std::string, std::uint64_t> heads = others;
  for (std::uint64_t i = 1; i < size; ++i) heads[fmt::format("finding/em-{}", i % 7)] = i;
  if (!heads.contains("ledger/self")) heads["ledger/self"] = 0;
  std::vector<Hash> leaves;
  for (const auto& [stream_name, last] : heads) {
    std::vector<std::uint8_t> data(stream_name.begin(), stream_name.end());
    data.push_back(0);
    for (int i = 7; i >= 0; --i) data.push_back(static_cast<std::uint8_t>(last >> (8 * i)));
    leaves.push_back(proof::leaf_hash(data));
  }
  return test::naive_root(leaves);
}

ForgedLog::Alter seals(const std::vector<std::pair<std::uint64_t, Hash>>& claims) {
  return [=](Draft& draft) {
    for (const auto& [position, root] : claims) {
      if (draft.placement.position.value == position) tell_seal(draft.event, position, root);
    }
  };
}

/// Two seals, at positions whose streams (7 divides them) are finding/em-0.
struct TwoSeals {
  std::uint64_t first = 350;
  std::uint64_t last = 630;
  Hash first_root = naive_seal(350);
  // The events at the seals' own positions were of the ledger's stream.
  Hash last_root = naive_seal(630, {{"ledger/self", 350}});
};

TEST(VerifySeals, OfSoundLedgersGiveNoFinding) {
  const TwoSeals two;
  const ForgedLog log(700, {}, kOrigin,
                      seals({{two.first, two.first_root}, {two.last, two.last_root}}));
  Options options = no_index();
  for (const auto& [which, number] :
       {std::pair(verify::WhichSeals::kNone, 0), std::pair(verify::WhichSeals::kLast, 1),
        std::pair(verify::WhichSeals::kAll, 2)}) {
    options.seals = which;
    const Report report = check(log.path(), options);
    EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
    EXPECT_EQ(report.seals, number);
  }
}

TEST(VerifySeals, AreFoundWhereTheLastIsWrong) {
  const TwoSeals two;
  const ForgedLog log(700, {}, kOrigin,
                      seals({{two.first, two.first_root}, {two.last, two.first_root}}));
  for (const auto which : {verify::WhichSeals::kLast, verify::WhichSeals::kAll}) {
    Options options = no_index();
    options.seals = which;
    expect_first(check(log.path(), options), "blocks", two.last, "is of other heads than");
  }
}

TEST(VerifySeals, AreFoundWhereAnEarlierIsWrongAndAllAreAsked) {
  const TwoSeals two;
  const ForgedLog log(700, {}, kOrigin,
                      seals({{two.first, two.last_root}, {two.last, two.last_root}}));
  Options options = no_index();
  expect_sound(log.path(), options);
  options.seals = verify::WhichSeals::kAll;
  expect_first(check(log.path(), options), "blocks", two.first, "is of other heads than");
}

TEST(VerifySeals, AreFoundWhereTheirSizeIsWrong) {
  const TwoSeals two;
  const ForgedLog log(700, {}, kOrigin, at(two.first, [&](Draft& draft) {
                        tell_seal(draft.event, two.first - 1, two.first_root);
                      }));
  expect_first(check(log.path(), no_index()), "blocks", two.first, "is of another size");
}

TEST(VerifySeals, ThatCannotBeReadProveNothing) {
  const TwoSeals two;
  const ForgedLog log(700, {}, kOrigin, at(two.first, [&](Draft& draft) {
                        draft.event.header.type = "HeadsSealed";
                        draft.event.header.stream = stream("ledger/self");
                      }));
  expect_first(check(log.path(), no_index()), "blocks", two.first, "cannot be read",
               FindingKind::kUnverifiable);
}

// ---- the ledger's name in its first event ------------------------------------------------------

TEST(VerifyLedgerCreated, FindsAnotherNameThanTheFirstEventGave) {
  const auto created = at(0, [](Draft& draft) {
    tell<schema::LedgerCreated>(draft.event, "LedgerCreated", "ledger/self",
                                [](auto told) { told.setOrigin("probity.example/first"); });
  });
  expect_sound(ForgedLog(3, {}, "probity.example/first", created).path(), no_index());
  expect_first(check(ForgedLog(3, {}, "probity.example/other", created).path(), no_index()), "meta",
               0, "another name than its first event gave it");
}

}  // namespace
}  // namespace probity::eventstore::testing
