#include "eventstore/proof/proof_file.h"

#include <gtest/gtest.h>

#include "eventstore/base/limits.h"
#include "eventstore/proof/inclusion.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

// Computed by another program from the same leaves and seed.
const std::string kFrozen =
    "c2sp.org/tlog-proof@v1\n"
    "index 4\n"
    "la3xW37122c4aouvvv7k0UVmKvpFB0DhhoVT6DSO06A=\n"
    "+3+GnOi3tR/fcZ/IwhpHNsmMwWCoJWBqgfeKf00iYdk=\n"
    "T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=\n"
    "\n"
    "probity.example/test\n"
    "7\n"
    "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\n"
    "\n"
    "\xE2\x80\x94 probity.example/test bN2727samk84Uj8gBayom+kNsCPUTN6p3dqwmSPMT12vT7IYRWO/"
    "b2tK8VU8LOHYkU9P1UKR4oopg8AUxvsQOz7KhAM=\n";

ProofFile fourth_of_seven() {
  LeafHashes tree(numbered_leaves(7));
  return {.extra = std::nullopt,
          .index = Position{4},
          .hashes = prove_inclusion(tree, Position{4}, TreeSize{7}).value(),
          .checkpoint =
              sign_checkpoint(
                  {std::string(kOrigin), TreeSize{7}, tree_root(tree, TreeSize{7}).value(), {}},
                  ledger_key())
                  .value()};
}

TEST(ProofFiles, HaveTheBytesThatWereFrozen) { EXPECT_EQ(fourth_of_seven().text(), kFrozen); }

TEST(ProofFiles, AreVerified) {
  const ProofFile file = ProofFile::parse(kFrozen).value();
  EXPECT_EQ(file, fourth_of_seven());
  const auto leaves = numbered_leaves(7);
  EXPECT_EQ(verify_proof_file(file, leaves[4], pins()).value().checkpoint.size, TreeSize{7});
  EXPECT_EQ(verify_proof_file(file, leaves[3], pins()).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(verify_proof_file(file, leaves[4], {}).error().kind, ErrorKind::kUnverifiable);
}

TEST(ProofFiles, KeepWhatIsExtra) {
  ProofFile file = fourth_of_seven();
  file.extra = std::vector<std::uint8_t>{1, 2, 3};
  EXPECT_EQ(ProofFile::parse(file.text()).value(), file);
  EXPECT_TRUE(file.text().starts_with("c2sp.org/tlog-proof@v1\nextra AQID\nindex 4\n"));
}

TEST(ProofFiles, AreRefusedInAnyOtherForm) {
  const std::string rest = kFrozen.substr(kFrozen.find("index"));
  const std::string hashes = rest.substr(rest.find('\n') + 1);
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  std::string many;
  for (int i = 0; i < 65; ++i) many += "T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=\n";
  for (const std::string& text :
       {std::string(), rest, "c2sp.org/tlog-proof\n" + rest, first + hashes, first + "\n" + rest,
        first + "extra A\n" + rest, first + "extra AQID\nextra AQID\n" + rest,
        first + "index 04\n" + hashes, first + "index  4\n" + hashes, first + "index 4 \n" + hashes,
        first + "index -1\n" + hashes, first + "index 18446744073709551616\n" + hashes,
        first + "index 4\nAAAA\n" + hashes, first + "index 4\n" + many + hashes,
        first + "index 4\n" + hashes.substr(hashes.find("\n\n") + 2), " " + kFrozen, kFrozen + "\n",
        first + "index 4\r\n" + hashes}) {
    EXPECT_EQ(ProofFile::parse(text).error().kind, ErrorKind::kMalformed) << text;
  }
  EXPECT_EQ(ProofFile::parse("c2sp.org/tlog-proof@v2\n" + rest).error().kind, ErrorKind::kNewer);
  EXPECT_EQ(ProofFile::parse(std::string(limits::kProofFileBytes + 1, 'a')).error().kind,
            ErrorKind::kTooLarge);
}

TEST(ProofFiles, AreNeverAcceptedWithAnotherMeaning) {
  const Hash leaf = numbered_leaves(7)[4];
  const auto accepted = [&](const std::string& text) {
    const auto file = ProofFile::parse(text);
    return file && verify_proof_file(*file, leaf, pins());
  };
  ASSERT_TRUE(accepted(kFrozen));
  for (std::size_t end = 0; end < kFrozen.size(); ++end)
    EXPECT_FALSE(accepted(kFrozen.substr(0, end))) << end;
  for (std::size_t byte = 0; byte < kFrozen.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string changed = kFrozen;
      changed[byte] = static_cast<char>(static_cast<unsigned char>(changed[byte]) ^ (1U << bit));
      EXPECT_FALSE(accepted(changed)) << changed;
    }
  }
}

}  // namespace
}  // namespace probity::proof
