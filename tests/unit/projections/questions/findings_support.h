// A question about findings or events asked of a small ledger.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "projections/questions/common.h"
#include "projections/questions/findings/evidence.h"
#include "projections/questions/findings/history.h"
#include "projections/questions/findings/list.h"
#include "projections/questions/findings/log.h"
#include "projections/questions/findings/show.h"
#include "projections/questions/findings/status.h"
#include "projections/questions/findings/totals.h"
#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {

/// The fact's value as text; a fact that is not there fails the test.
inline std::string fact(const Answer& answer, std::string_view key) {
  for (const auto& each : answer.facts) {
    if (each.key == key) return text_of(each.value);
  }
  ADD_FAILURE() << "no fact " << key;
  return {};
}

inline bool remarks(const Answer& answer, std::string_view text) {
  return std::ranges::any_of(answer.remarks, [&](const std::string& remark) {
    return remark.find(text) != std::string::npos;
  });
}

class Findings : public testing::Test {
 protected:
  template <class Query>
  Result<Answer> try_ask(Result<Answer> (*question)(projections::World&, const Query&),
                         const Query& query, std::string_view effective = {},
                         std::string_view as_of = {}) {
    auto world =
        must(projections::World::open(*ledger_.ledger, nullptr, as_of, effective, ledger_.clock));
    return question(*world, query);
  }
  template <class Query>
  Answer ask(Result<Answer> (*question)(projections::World&, const Query&), const Query& query,
             std::string_view effective = {}, std::string_view as_of = {}) {
    return must(try_ask(question, query, effective, as_of));
  }
  Answer status(std::string_view ref, std::string_view effective = {}) {
    return ask(projections::ask_status, {.ref = std::string(ref)}, effective);
  }

  Position record(std::string_view stream, std::string_view type, std::string_view effective,
                  std::string_view actor, std::string_view data, const Recording& recording = {}) {
    return ledger_.record(stream, type, effective, actor, data, recording);
  }
  Position on_finding(std::string_view ref, std::string_view type, std::string_view effective,
                      std::string_view actor, std::string_view data,
                      const Recording& recording = {}) {
    return record("finding/" + std::string(ref), type, effective, actor, data, recording);
  }
  Position raise(std::string_view ref, std::string_view addressees,
                 std::string_view effective = "2024-01-10",
                 std::string_view type = "RecommendationRaised", std::string_view more = "") {
    return on_finding(ref, type, effective, "hmicfrs",
                      fmt::format(R"({{"inspection": "peel", "title": "Title of {}", "text": "t",
                                       "addressees": [{}]{}}})",
                                  ref, addressees, more));
  }
  void body(const std::string& id, const std::string& kind) {
    record("body/" + id, "BodyRegistered", "..", "registrar",
           fmt::format(R"({{"name": "{}", "kind": "{}"}})", id, kind));
  }

  /// Every question is asked on that day unless it says otherwise.
  RecordedLedger ledger_{"2024-06-01"};
};

}  // namespace probity::test
