// Cases that others computed: transparency-dev's for both checks, and roots and proofs from the
// RFC's recursion that cross the border of a tile. They stand beside the project, not in it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "eventstore/base/text.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/consistency.h"
#include "eventstore/proof/inclusion.h"
#include "eventstore/proof/note.h"
#include "eventstore/proof/tile_path.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

Json read_json(const fs::path& file) {
  std::ifstream in(file);
  return Json::parse(in);
}

/// The cases of a folder, by path.
std::map<std::string, Json> cases_in(const fs::path& folder) {
  std::map<std::string, Json> cases;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) cases.emplace(entry.path().string(), read_json(entry.path()));
  }
  return cases;
}

/// Some cases hold words where a hash should be ("don't care 1"): they stand for a hash that begins
/// so. Nothing at all is no hash.
std::optional<Hash> hash_of(const Json& text) {
  const auto decoded = base64_decode(text.get<std::string>()).value();
  Hash hash;
  if (decoded.empty() || decoded.size() > hash.bytes.size()) return std::nullopt;
  std::ranges::copy(decoded, hash.bytes.begin());
  return hash;
}

std::optional<std::vector<Hash>> proof_of(const Json& list) {
  std::vector<Hash> proof;
  for (const Json& text : list) {
    const auto hash = hash_of(text);
    if (!hash) return std::nullopt;
    proof.push_back(*hash);
  }
  return proof;
}

bool inclusion_holds(const Json& test) {
  const auto leaf = hash_of(test["leafHash"]);
  const auto root = hash_of(test["root"]);
  const auto proof = proof_of(test["proof"]);
  return leaf && root && proof &&
         check_inclusion(*leaf, Position{test["leafIdx"]}, TreeSize{test["treeSize"]}, *proof,
                         *root)
             .has_value();
}

bool consistency_holds(const Json& test) {
  const auto older = hash_of(test["root1"]);
  const auto newer = hash_of(test["root2"]);
  const auto proof = proof_of(test["proof"]);
  return older && newer && proof &&
         check_consistency({TreeSize{test["size1"]}, *older}, {TreeSize{test["size2"]}, *newer},
                           *proof)
             .has_value();
}

class Vectors : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder_)) GTEST_SKIP() << folder_ << " is not here";
  }
  fs::path folder_ = PROBITY_VECTORS;
};

TEST_F(Vectors, OfInclusionAreJudgedAsTheirAuthorsSay) {
  const auto cases = cases_in(folder_ / "merkle/inclusion");
  EXPECT_EQ(cases.size(), 98U);
  for (const auto& [path, test] : cases)
    EXPECT_NE(inclusion_holds(test), test["wantErr"].get<bool>()) << path;
}

TEST_F(Vectors, OfConsistencyAreJudgedAsTheirAuthorsSay) {
  const auto cases = cases_in(folder_ / "merkle/consistency");
  EXPECT_EQ(cases.size(), 98U);
  for (const auto& [path, test] : cases)
    EXPECT_NE(consistency_holds(test), test["wantErr"].get<bool>()) << path;
}

std::vector<Hash> hex_proof(const Json& list) {
  std::vector<Hash> proof;
  for (const Json& text : list) proof.push_back(hash_from_hex(text.get<std::string>()).value());
  return proof;
}

TEST_F(Vectors, OfTheRecursionAreComputedAlike) {
  const Json vectors = read_json(folder_ / "derived/rfc6962_leaf_n.json");
  const auto leaves = numbered_leaves(600);
  LeafHashes tree(leaves);
  const auto root_at = [&](std::uint64_t size) {
    return hash_from_hex(vectors["roots"][std::to_string(size)].get<std::string>()).value();
  };
  for (const auto& [size, root] : vectors["roots"].items())
    EXPECT_EQ(to_hex(tree_root(tree, TreeSize{std::stoull(size)}).value().bytes), root);
  for (const Json& test : vectors["inclusion"]) {
    const TreeSize size{test["size"]};
    const Position leaf{test["index"]};
    const auto proof = hex_proof(test["proof"]);
    EXPECT_EQ(prove_inclusion(tree, leaf, size).value(), proof) << test;
    EXPECT_TRUE(check_inclusion(leaves[leaf.value], leaf, size, proof, root_at(size.value)));
  }
  for (const Json& test : vectors["consistency"]) {
    const TreeSize older{test["from"]};
    const TreeSize newer{test["to"]};
    const auto proof = hex_proof(test["proof"]);
    EXPECT_EQ(prove_consistency(tree, older, newer).value(), proof) << test;
    if (!vectors["roots"].contains(std::to_string(older.value))) continue;
    EXPECT_TRUE(
        check_consistency({older, root_at(older.value)}, {newer, root_at(newer.value)}, proof));
  }
}

/// The notes of C2SP's specification and of golang.org/x/mod, with each of their keys alone.
TEST_F(Vectors, OfNotesAreVerified) {
  const Json vectors = read_json(folder_ / "derived/signed_note_cases.json");
  for (const Json& test : vectors["cases"]) {
    std::string text = test["text"].get<std::string>() + "\n";
    for (const Json& line : test["sigs"]) text += line.get<std::string>() + "\n";
    const Note note = Note::parse(text).value();
    for (std::size_t i = 0; i < test["vkeys"].size(); ++i) {
      const auto key = VerifierKey::parse(test["vkeys"][i].get<std::string>()).value();
      EXPECT_EQ(key.text(), test["vkeys"][i].get<std::string>());
      EXPECT_TRUE(verify_note(note, std::vector{key})) << test["name"];
    }
    if (!test.contains("test_skey_public_domain_vector")) continue;
    const auto signer =
        SignerKey::parse(test["test_skey_public_domain_vector"].get<std::string>()).value();
    EXPECT_EQ(signer.verifier().text(), test["vkeys"][0].get<std::string>());
    EXPECT_EQ(sign_text(note.text(), signer), note.signatures()[0]);
  }
  for (const Json& bad : vectors["bad_vkeys"])
    EXPECT_FALSE(VerifierKey::parse(bad.get<std::string>())) << bad;
}

TEST_F(Vectors, OfTilePathsAreReadAlike) {
  const Json vectors = read_json(folder_ / "derived/signed_note_cases.json");
  for (const Json& test : vectors["tile_paths"]) {
    const auto text = test[0].get<std::string>();
    const auto path = TilePath::parse(text);
    EXPECT_NE(path.has_value(), test[1].get<std::string>().starts_with("INVALID")) << text;
    EXPECT_EQ(path.value_or(TilePath{}).text() == text, path.has_value()) << text;
  }
}

}  // namespace
}  // namespace probity::proof
