#include "cli/import_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace probity::cli {
namespace {

using testing::HasSubstr;

class ImportKeyFile : public testing::Test {
 protected:
  ImportKeyFile() {
    std::string pattern = testing::TempDir() + "probity-key-XXXXXX";
    ledger_ = ::mkdtemp(pattern.data());
  }
  ~ImportKeyFile() override { std::filesystem::remove_all(ledger_); }

  [[nodiscard]] std::filesystem::path file() const { return ledger_ / "keys" / "import"; }

  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
  }

  void write(std::string_view text) {
    std::filesystem::create_directories(ledger_ / "keys");
    std::ofstream(file()) << text;
    ::chmod(file().c_str(), 0600);
  }

  std::filesystem::path ledger_;
  HostEntropy entropy_;
};

TEST_F(ImportKeyFile, IsReadBackAsItWasMade) {
  const auto made = make_import_key(ledger_, entropy_);
  ASSERT_TRUE(made);
  const auto read = read_import_key(ledger_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes, made->bytes);
  EXPECT_NE(read->bytes, ImportKey{}.bytes);
}

TEST_F(ImportKeyFile, IsForItsOwnerAlone) {
  ASSERT_TRUE(make_import_key(ledger_, entropy_));
  EXPECT_EQ(mode_of(ledger_ / "keys"), 0700U);
  EXPECT_EQ(mode_of(file()), 0600U);
}

TEST_F(ImportKeyFile, IsNeverOverwritten) {
  const auto made = make_import_key(ledger_, entropy_);
  const auto again = make_import_key(ledger_, entropy_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(read_import_key(ledger_)->bytes, made->bytes);
}

TEST_F(ImportKeyFile, IsRefusedWhereOthersMayReadIt) {
  ASSERT_TRUE(make_import_key(ledger_, entropy_));
  for (const mode_t mode : {0640U, 0604U, 0620U, 0666U}) {
    ASSERT_EQ(::chmod(file().c_str(), mode), 0);
    const auto key = read_import_key(ledger_);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().kind, ErrorKind::kRefused);
    EXPECT_THAT(key.error().mend, HasSubstr("chmod 600"));
  }
}

TEST_F(ImportKeyFile, IsMissedWithWordsThatSayWhatToDo) {
  const auto key = read_import_key(ledger_);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(key.error().mend, HasSubstr("copy keys/import"));
}

TEST_F(ImportKeyFile, IsRefusedWhereItIsNoKey) {
  for (const std::string& text :
       {std::string(), std::string("abc\n"), std::string(63, 'a'), std::string(65, 'a'),
        std::string(64, 'g'), std::string(64, 'a') + "\nmore"}) {
    write(text);
    const auto key = read_import_key(ledger_);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().kind, ErrorKind::kMalformed);
  }
}

}  // namespace
}  // namespace probity::cli
