#include "cli/ask/cursor.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/files.h"
#include "eventstore/base/limits.h"

namespace probity::cli {

Result<std::optional<Cursor>> read_cursor(const std::string& file) {
  std::error_code failed;
  if (std::filesystem::status(file, failed).type() == std::filesystem::file_type::not_found) {
    return std::optional<Cursor>{};
  }
  const auto text = read_file(file, limits::kNoteBytes);
  if (!text) return std::unexpected(text.error());
  auto cursor = Cursor::parse(*text);
  if (!cursor) {
    return fail(ErrorKind::kMalformed,
                fmt::format("this file holds no place in a log: {}", cursor.error().what),
                "name another, or a new one", file);
  }
  return std::optional(std::move(*cursor));
}

Result<void> check_cursor(const Cursor& cursor, const eventstore::Ledger& ledger,
                          const eventstore::Snapshot& snapshot) {
  if (cursor.origin != ledger.origin()) {
    return fail(
        ErrorKind::kMalformed,
        fmt::format("this place is in the log of {}, not of {}", cursor.origin, ledger.origin()),
        "name another cursor, or a new one");
  }
  if (cursor.size > snapshot.head().size) {
    return fail(ErrorKind::kCorrupt,
                fmt::format("{} events were read here before, and the ledger has {}: it was rolled "
                            "back",
                            cursor.size.value, snapshot.head().size.value),
                "keep the cursor: with a checkpoint of that size it proves it");
  }
  const auto root = snapshot.root_at(cursor.size);
  if (!root) return std::unexpected(root.error());
  if (*root == cursor.root) return {};
  return fail(ErrorKind::kCorrupt,
              fmt::format("the first {} events are not those that were read here before: the "
                          "record was rewritten",
                          cursor.size.value),
              "keep the cursor: with a checkpoint of that size it proves it");
}

Result<void> write_cursor(const std::string& file, const Cursor& cursor) {
  const std::string beside = file + ".new";
  if (auto written = write_file(beside, cursor.text()); !written) return written;
  std::error_code failed;
  std::filesystem::rename(beside, file, failed);
  if (!failed) return {};
  return fail(ErrorKind::kMalformed, "the place cannot be kept there: " + failed.message(), {},
              file);
}

}  // namespace probity::cli
