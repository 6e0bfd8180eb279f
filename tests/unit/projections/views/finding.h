// A finding written event by event, for tests of its fold.
#pragma once

#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/views/status_table.h"
#include "tests/support/events.h"
#include "tests/unit/projections/views/rows.h"

namespace probity::test {

/// The data of an event that may come after a finding is raised: a body where one is required, and
/// what must be present.
inline std::string_view data_of(std::string_view type) {
  static constexpr std::pair<std::string_view, std::string_view> kData[] = {
      {"FindingAllocated", R"({"body": "derbyshire", "owner": "head of crime"})"},
      {"UpdateSubmitted", R"({"body": "derbyshire", "narrative": "on the way", "rag": "amber"})"},
      {"AcceptanceStated", R"({"position": "accepted"})"},
      {"DueDateSet", R"({"due": "2023-09-30", "basis": "inspectorate"})"},
      {"ExtensionRequested",
       R"({"basis": "inspectorate", "due": "2023-12-31", "reason": "recruiting"})"},
      {"ExtensionDecided", R"({"basis": "inspectorate", "approved": true})"},
      {"EvidenceAttached",
       R"({"title": "policy", "uri": "https://example.org/p", "bytes": 7, "sha256":
           "1111111111111111111111111111111111111111111111111111111111111111"})"},
      {"EvidenceWithdrawn",
       R"({"reason": "outdated", "sha256": "1111111111111111111111111111111111111111111111111111111111111111"})"},
      {"CompletionClaimed", R"({"body": "derbyshire", "narrative": "done"})"},
      {"CompletionSignedOff", R"({"officer": "deputy chief constable"})"},
      {"CompletionReturned", R"({"reason": "not yet"})"},
      {"VerificationRecorded", R"({"outcome": "verified", "level": 2})"},
      {"AssuranceGiven", R"({"opinion": "reasonable"})"},
      {"FindingClosed", R"({"reason": "verified"})"},
      {"FindingReopened", R"({"reason": "it came back"})"},
      {"FindingSuperseded", R"({"by": "em-soc-2025-rec-1"})"},
      {"FindingDisputed", R"({"grounds": "not ours"})"},
      {"DisputeResolved", R"({"outcome": "stands"})"},
  };
  for (const auto& [name, data] : kData) {
    if (name == type) return data;
  }
  throw std::runtime_error("no data for " + std::string(type));
}

class Finding {
 public:
  Finding() : stream_("finding/em-1") {}

  static std::string raising(const std::vector<std::string>& addressees,
                             std::string_view more = "") {
    return fmt::format(
        R"({{"inspection": "em-soc-2023", "title": "Tasking", "text": "Task together.",
        "addressees": ["{}"]{}}})",
        fmt::join(addressees, R"(", ")"), more);
  }
  Position raise(const std::vector<std::string>& addressees,
                 std::string_view type = "RecommendationRaised", std::string_view more = "",
                 std::string_view day = "2023-03-02") {
    return stream_.add(type, day, "hmicfrs", raising(addressees, more));
  }
  /// An event with its usual data (or these), on the next day of 2023, concerning these bodies (all
  /// if none).
  Position add(std::string_view type, std::vector<std::string> concerns = {},
               std::string_view data = {}) {
    return on(next_day(), type, std::move(concerns), data);
  }
  Position on(std::string_view day, std::string_view type, std::vector<std::string> concerns = {},
              std::string_view data = {}) {
    Recording recording;
    recording.concerns = std::move(concerns);
    return stream_.add(type, day, "derbyshire", data.empty() ? data_of(type) : data, recording);
  }
  Position erased(std::string_view type, std::vector<std::string> concerns = {},
                  std::string_view data = {}) {
    Recording recording;
    recording.concerns = std::move(concerns);
    return stream_.add_erased(type, next_day(), "derbyshire", data.empty() ? data_of(type) : data,
                              recording);
  }
  Position strike(Position struck) { return stream_.strike(struck); }
  Stream& stream() { return stream_; }

  [[nodiscard]] Folded<schema::FindingRow> row(std::string_view day = kLongAfter) const {
    return fold<schema::FindingRow>(stream_, day);
  }
  /// As of the stream's first `prefix` events.
  [[nodiscard]] Folded<schema::FindingRow> row_at(std::size_t prefix) const {
    return {stream_, kLongAfter, prefix};
  }

 private:
  std::string next_day() {
    ++day_;
    return fmt::format("2023-{:02}-{:02}", 4 + day_ / 28, 1 + day_ % 28);
  }
  Stream stream_;
  int day_ = 0;
};

inline std::string status(schema::Addressee::Reader addressee) {
  return std::string(projections::name_of(addressee.getStatus()));
}

/// `derbyshire inProgress`, one an addressee.
inline Texts statuses(schema::FindingRow::Reader row) {
  Texts texts;
  for (const auto addressee : row.getAddressees()) {
    texts.push_back(str(addressee.getBody()) + " " + status(addressee));
  }
  return texts;
}

}  // namespace probity::test
