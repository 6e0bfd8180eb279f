// A ledger that is sealed, and hands that tamper with files.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/e2e/demo_ledger.h"

namespace probity::test {

/// A ledger with a key and a checkpoint called `first`.
class Sealed : public DemoLedger {
 public:
  Sealed() {
    EXPECT_EQ(ask({"key", "new"}).exit, 0);
    EXPECT_EQ(ask({"checkpoint", "--name", "first", "--note", note()}).exit, 0);
    key_ = ask({"key", "show", "--bare"}).out;
    key_.pop_back();
  }
  [[nodiscard]] std::string note() const { return (folder() / "first.note").string(); }
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] Ran verify(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"verify", "--key", key_, "-o", "json"});
    return ask(more);
  }
  void update() const {
    const Ran ran = ask(
        {"update", "em-soc-2023-rec-2", "--actor", "emsou", "--narrative", "n", "--rag", "amber"});
    ASSERT_EQ(ran.exit, 0) << ran.err;
  }
  [[nodiscard]] std::string file(const char* name) const { return (folder() / name).string(); }

 private:
  std::string key_;
};

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Changes one byte of a file, at the place where `where` begins plus `behind`.
inline void flip(const std::filesystem::path& path, const std::string& where, std::size_t behind) {
  std::string text = text_of(path.string());
  const auto at = text.rfind(where);
  ASSERT_NE(at, std::string::npos);
  text[at + behind] = static_cast<char>(text[at + behind] ^ 1);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace probity::test
