// The outside verifier, a program that links probity_proof alone, on good and on edited files.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace probity {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKey =
    "probity.example/test+6cddbbdb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr const char* kOthersKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Ran {
  int exit = -1;
  std::string out;
};

class OutsideVerifier : public ::testing::Test {
 protected:
  OutsideVerifier() {
    std::string pattern = (fs::temp_directory_path() / "probity-outside-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) folder_ = pattern;
  }
  ~OutsideVerifier() override { fs::remove_all(folder_); }

  Ran run(const std::string& key, const fs::path& evidence) {
    const fs::path out = folder_ / "out";
    const std::string command = std::string(PROBITY_OUTSIDE_VERIFIER) + " '" + key + "' '" +
                                evidence.string() + "' > '" + out.string() + "' 2>&1";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(out)};
  }
  Ran run_edited(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const fs::path edited = folder_ / "edited";
    std::ofstream(edited, std::ios::binary) << text;
    return run(kKey, edited);
  }

  fs::path folder_;
  fs::path golden_ = fs::path(PROBITY_TEST_DATA) / "golden";
};

TEST_F(OutsideVerifier, TakesGoodEvidenceOfEveryKind) {
  for (const char* name : {"event", "last", "stream", "no-type", "status", "no-stream"}) {
    const Ran ran = run(kKey, golden_ / (std::string(name) + ".evidence"));
    EXPECT_EQ(ran.exit, 0) << name << ": " << ran.out;
  }
  EXPECT_EQ(run(kKey, golden_ / "no-stream.evidence").out,
            "signed: probity.example/test signed for its first 12 events\n"
            "by the seal: there was no stream finding/em-soc-2023-rec-3 when the ledger had 11 "
            "events\n");
}

TEST_F(OutsideVerifier, RefusesAnEditedFile) {
  const std::string good = read(golden_ / "stream.evidence");
  Ran ran = run_edited(good, "payload Y", "payload Z");
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.out, "record 1: the payload is not the one that was recorded\n");
  ran = run_edited(good, "\n12\n", "\n15\n");
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.out, "refused: the signature of probity.example/test is not of this text\n");
  ran = run_edited(good, "claim stream finding/em-soc-2023-rec-1",
                   "claim stream finding/em-soc-2023-rec-2");
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.out, "record 1: the event is of another stream than the one claimed\n");
}

TEST_F(OutsideVerifier, RefusesEvidenceOfAnotherLedger) {
  const Ran ran = run(kOthersKey, golden_ / "event.evidence");
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.out, "refused: no key that is known here signed it\n");
}

}  // namespace
}  // namespace probity
