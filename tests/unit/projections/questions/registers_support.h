// A register question asked of a small ledger, and its answer read as text.
#pragma once

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "projections/questions/registers/registers.h"
#include "projections/world.h"
#include "tests/support/ledgers.h"

namespace probity::test {

using projections::Answer;
using projections::registers::RegisterQuery;
using Row = std::map<std::string, std::string>;

inline std::string text_of(const projections::Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return {};
        } else if constexpr (std::is_same_v<Held, bool>) {
          return held ? "yes" : "no";
        } else if constexpr (std::is_same_v<Held, std::int64_t>) {
          return std::to_string(held);
        } else if constexpr (std::is_same_v<Held, std::string>) {
          return held;
        } else {
          return fmt::format("{}", fmt::join(held, " "));
        }
      },
      value);
}

/// The rows of one table, each column by its key; a table that is not there fails the test.
inline std::vector<Row> rows_of(const Answer& answer, std::string_view table) {
  for (const auto& each : answer.tables) {
    if (each.key != table) continue;
    std::vector<Row> rows;
    for (const auto& cells : each.rows) {
      Row row;
      EXPECT_EQ(cells.size(), each.columns.size()) << table;
      for (std::size_t i = 0; i < cells.size(); ++i) row[each.columns[i].key] = text_of(cells[i]);
      rows.push_back(std::move(row));
    }
    return rows;
  }
  ADD_FAILURE() << "no table " << table;
  return {};
}

/// One column of a table, from top to bottom.
inline std::vector<std::string> column(const Answer& answer, std::string_view table,
                                       const std::string& key) {
  std::vector<std::string> cells;
  for (auto& row : rows_of(answer, table)) {
    EXPECT_TRUE(row.contains(key)) << key;
    cells.push_back(row[key]);
  }
  return cells;
}

/// The only row of a table.
inline Row only_row(const Answer& answer, std::string_view table) {
  auto rows = rows_of(answer, table);
  EXPECT_EQ(rows.size(), 1U) << table;
  return rows.empty() ? Row{} : rows.front();
}

class Registers : public testing::Test {
 protected:
  using Question = Result<Answer>(projections::World&, const RegisterQuery&);

  Result<Answer> try_ask(Question& question, const RegisterQuery& query = {},
                         std::string_view effective = {}, std::string_view as_of = {}) {
    auto world =
        must(projections::World::open(*ledger_.ledger, nullptr, as_of, effective, ledger_.clock));
    return question(*world, query);
  }
  Answer ask(Question& question, const RegisterQuery& query = {}, std::string_view effective = {},
             std::string_view as_of = {}) {
    return must(try_ask(question, query, effective, as_of));
  }
  Position record(std::string_view stream, std::string_view type, std::string_view effective,
                  std::string_view actor, std::string_view data, const Recording& recording = {}) {
    return ledger_.record(stream, type, effective, actor, data, recording);
  }
  void body(const std::string& id, const std::string& kind) {
    record("body/" + id, "BodyRegistered", "..", "registrar",
           fmt::format(R"({{"name": "{}", "kind": "{}"}})", id, kind));
  }
  void members(const std::string& unit, const std::string& list) {
    record("body/" + unit, "MembershipSet", "..", "registrar",
           fmt::format(R"({{"members": [{}]}})", list));
  }
  void oversees(const std::string& overseer, const std::string& list,
                const std::string& effective = "..") {
    record("body/" + overseer, "OversightSet", effective, "registrar",
           fmt::format(R"({{"oversees": [{}]}})", list));
  }

  /// Every question is asked on that day unless it says otherwise.
  RecordedLedger ledger_{"2024-06-01"};
};

}  // namespace probity::test
