// What somebody outside needs to check a ledger's evidence: this file and probity_proof.
//     verify_evidence VERIFIER-KEY FILE        exit 0: it holds; 1: it does not; 2: usage
#include <fstream>
#include <iostream>
#include <iterator>

#include "eventstore/proof/evidence_check.h"

namespace proof = probity::proof;

int refuse(const probity::Error& error) {
  std::cerr << (error.where.empty() ? "refused" : error.where) << ": " << error.what << '\n';
  return 1;
}

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const auto key = proof::VerifierKey::parse(arguments[1]);
  if (!key) return refuse(key.error());
  std::ifstream file(arguments[2], std::ios::binary);
  if (!file) return 2;
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto evidence = proof::Evidence::parse(text);
  if (!evidence) return refuse(evidence.error());
  const proof::PinnedKey pinned{*key};
  const auto proved = proof::verify_evidence(*evidence, {&pinned, 1});
  if (!proved) return refuse(proved.error());
  constexpr const char* kBasis[] = {"signed", "by hashes", "by the seal"};
  for (const auto& [basis, sentence] : proved->statements)
    std::cout << kBasis[static_cast<int>(basis)] << ": " << sentence << '\n';
}
