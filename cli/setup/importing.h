// The import of event lines: parses, gives ids, keeps many requests in flight, and accounts for
// every line. One request a line, so that a line is rejected alone. One thread beside the writer's.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <unordered_set>

#include "cli/import_key.h"
#include "cli/setup/import_target.h"
#include "cli/submission.h"
#include "schema/json/line.h"

namespace probity::cli {

/// A line that was not taken, and why. `where` of the error is the field's path.
struct RejectedLine {
  std::string file;
  std::uint64_t line = 0;  // 1-based
  std::string text;
  Error error;
};

/// Every line is one of appended, known, corrected, rejected.
struct ImportAccounts {
  std::uint64_t lines = 0;  // that are not blank
  std::uint64_t appended = 0;
  std::uint64_t known = 0;      // recorded already, with the same content
  std::uint64_t corrected = 0;  // what was recorded under its key was struck, and the line recorded
  std::uint64_t rejected = 0;
  std::uint64_t repeats = 0;  // of the lines: equal to an earlier one of the same file
};

struct ImportOptions {
  bool correct = false;  // a known key with other content strikes what was recorded
  std::string today;     // when a correction is made, EDTF
  std::function<void(const RejectedLine&)> on_rejected;
  /// A line that equals an earlier one of its file: which, and the how-manieth it is.
  std::function<void(const std::string& file, std::uint64_t line, std::uint32_t repeat)> on_repeat;
  std::function<void(const ImportAccounts&)> on_progress;  // may be empty
};

class Importing {
 public:
  Importing(ImportTarget& target, const ImportKey& key, ImportOptions options, Entropy& entropy);

  /// Takes a file's lines. What is wrong with a line is rejected and counted; an error is the
  /// ledger's own (storage, clock, unknown outcome) or the file's, and ends the import.
  Result<void> take(const std::string& file, std::istream& lines);
  /// Waits for what is in flight.
  Result<void> finish();

  [[nodiscard]] const ImportAccounts& accounts() const { return accounts_; }

  struct RawLine {
    std::string text;
    bool too_long = false;  // what follows the limit was passed over
  };

 private:
  struct Waiting {
    std::string file;
    std::uint64_t line = 0;
    std::string text;
    bool corrects = false;
    std::future<Result<eventstore::Receipt>> answer;
  };
  /// What is recorded under a source's key: the newest event, and the number that the next would
  /// have.
  struct KeyedRow {
    std::optional<eventstore::Event> last;
    std::uint32_t next = 1;
  };

  Result<void> take_line(const std::string& file, std::uint64_t number, RawLine raw, LineIds& ids);
  Result<void> submit(eventstore::Request request, Waiting waiting);
  /// Rejects a line when its turn to be answered comes, so that lines are reported in order.
  Result<void> reject(Waiting line, Error error);
  Result<void> wait_for(std::future<Result<eventstore::Receipt>> answer, Waiting waiting);
  Result<void> settle_oldest();

  Result<KeyedRow> find_row(const std::string& key);
  /// A line whose key may be recorded already: true if it is dealt with.
  Result<bool> take_known_key(const json::Line& line, Waiting& waiting);
  Result<void> correct(const json::Line& line, const KeyedRow& row, Waiting waiting);

  ImportTarget& target_;
  ImportKey key_;
  ImportOptions options_;
  Entropy& entropy_;
  ImportAccounts accounts_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::unordered_set<EventId> waiting_keys_;
};

}  // namespace probity::cli
