// What the ledger keeps of a document: its digest, its length, its address.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "eventstore/base/result.h"

namespace probity::cli {

struct FileDigest {
  std::string sha256;  // hex
  std::uint64_t bytes = 0;
  std::string uri;  // file:// and the absolute path, percent-encoded
};

/// Reads the whole file once. kMalformed if it cannot be read.
[[nodiscard]] Result<FileDigest> digest_of_file(const std::filesystem::path& file);

}  // namespace probity::cli
