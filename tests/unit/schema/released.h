// Files of released lines: what was released stays for ever, what is new is added at the end by
// whoever releases it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/lines.h"

namespace probity::test {

/// Expects every line of `file` among `lines`, and every one of `lines` in the file.
inline void expect_released(const std::string& file, const std::vector<std::string>& lines) {
  const std::vector<std::string> released =
      std::ifstream(file) ? lines_of(file) : std::vector<std::string>{};
  for (const std::string& line : released) {
    EXPECT_NE(std::ranges::find(lines, line), lines.end())
        << "Released, so that ledgers hold it, and now changed or gone:\n  " << line
        << "\nPut it back and add a new field, value or type beside it (schema/README.md).";
  }
  std::string added;
  for (const std::string& line : lines) {
    if (std::ranges::find(released, line) == released.end()) added += line + '\n';
  }
  if (added.empty()) return;
  const std::string path =
      testing::TempDir() + "probity-release-" + std::filesystem::path(file).filename().string();
  std::ofstream(path) << added;
  ADD_FAILURE() << "New and not released yet. If it shall stay for ever:\n  cat " << path << " >> "
                << file << "\n"
                << added;
}

}  // namespace probity::test
