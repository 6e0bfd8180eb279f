#include "cli/audit/pinned.h"

#include <gtest/gtest.h>

#include "eventstore/base/host.h"

namespace probity::cli {
namespace {

proof::VerifierKey some_key() {
  HostEntropy entropy;
  return proof::SignerKey::generate("probity.example/test", proof::KeyType::kEd25519, entropy)
      ->verifier();
}

TEST(BoundByRecord, CountsAKeyUpToWhereItWasRetired) {
  const proof::VerifierKey key = some_key();
  std::vector<proof::PinnedKey> pinned{{.key = key}, {.key = some_key()}};
  bound_by_record(pinned,
                  {{.verifier = key.text(), .introduced = Position{3}, .retired = Position{9}}});
  EXPECT_EQ(pinned[0].up_to, TreeSize{9});
  EXPECT_EQ(pinned[1].up_to, std::nullopt) << "another key";
}

TEST(BoundByRecord, TakesTheSmallerOfWhatTheAuditorAndTheRecordSay) {
  const proof::VerifierKey key = some_key();
  const std::vector<RecordedKey> recorded{
      {.verifier = key.text(), .introduced = Position{3}, .retired = Position{9}}};
  std::vector<proof::PinnedKey> pinned{{.key = key, .up_to = TreeSize{7}},
                                       {.key = key, .up_to = TreeSize{12}}};
  bound_by_record(pinned, recorded);
  EXPECT_EQ(pinned[0].up_to, TreeSize{7});
  EXPECT_EQ(pinned[1].up_to, TreeSize{9});
}

TEST(BoundByRecord, LeavesAKeyThatSignsToday) {
  const proof::VerifierKey key = some_key();
  std::vector<proof::PinnedKey> pinned{{.key = key}};
  bound_by_record(pinned, {{.verifier = key.text(), .introduced = Position{3}}});
  EXPECT_EQ(pinned[0].up_to, std::nullopt);
}

}  // namespace
}  // namespace probity::cli
