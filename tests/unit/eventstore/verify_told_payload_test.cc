// The payloads that verify reads itself, beside the schema that they are written with.
#include "eventstore/verify/told_payload.h"

#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using namespace verify;  // NOLINT(google-build-using-namespace): what is tested

TEST(VerifyToldPayload, ReadsWhatTheSchemaWrites) {
  NewEvent made = event(1, "ledger/self");
  tell_erasure(made, "finding/a", id(77));
  EXPECT_EQ(told_erased(made.payload), id(77));
  tell<schema::LedgerCreated>(made, "LedgerCreated", "ledger/self",
                              [](auto created) { created.setOrigin("probity.example/a"); });
  EXPECT_EQ(told_origin(made.payload), "probity.example/a");
}

TEST(VerifyToldPayload, ReadsNothingFromOtherWords) {
  for (const Words& words : {Words{}, Words(1), Words(20), Words(20, ~std::uint64_t{0})}) {
    EXPECT_FALSE(told_erased(words));
    EXPECT_EQ(told_origin(words).value_or(""), "");
  }
}

TEST(VerifyToldPayload, SurvivesEveryFlippedBitAndEveryLength) {
  NewEvent made = event(1, "ledger/self");
  tell_erasure(made, "finding/a", id(77));
  for (std::size_t bit = 0; bit < made.payload.size() * 64; ++bit) {
    Words flipped = made.payload;
    flipped[bit / 64] ^= std::uint64_t{1} << (bit % 64);
    (void)told_origin(flipped);
    (void)told_erased(flipped);
  }
  for (std::size_t size = 0; size < made.payload.size(); ++size) {
    (void)told_erased(WordsView(made.payload).first(size));
  }
}

}  // namespace
}  // namespace probity::eventstore::testing
