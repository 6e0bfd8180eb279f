// An answer in the making: its tables and, gathered row by row, what stands beside them. The first
// error met while a row is written is kept and given by finish(), so that a row reads as the one
// expression that it is.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/answer.h"
#include "projections/questions/common.h"
#include "projections/world.h"

namespace probity::projections::registers {

class Page {
 public:
  /// `name` is the question's: the answer's schema is `probity.NAME/1`, its heading the title and
  /// the day. The world outlives the page.
  Page(World& world, std::string_view name, std::string_view title);

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] Day day() const { return world_.moment().day; }

  /// Adds a row to a signed table: whose act it was and how it came to be on record go into its
  /// last two columns. Of several acts those that happened are listed.
  void put(Table& table, std::vector<Value> cells, schema::Act::Reader act);
  void put(Table& table, std::vector<Value> cells, const std::vector<schema::Act::Reader>& acts);

  /// Takes a row into the answer: what is possible, noted, remarked or withdrawn of its stream is
  /// shown beside. True if the row says something on the day: at least one event holds and the
  /// stream is not withdrawn. `wanted` is what the filters make of what it says; a row that says
  /// nothing cannot be told by it, and what is possible of it is shown.
  [[nodiscard]] bool shows(schema::Head::Reader head, bool wanted = true);

  void fact(std::string key, std::string title, Value value);
  /// A column that says nothing in any row is kept from people, who would read dashes.
  void add(Table table);
  /// A sentence below the tables; an empty one is none.
  void remark(std::string sentence) {
    if (!sentence.empty()) answer_.remarks.push_back(std::move(sentence));
  }
  /// Of the streams' possible events only those of these types belong to this question.
  void only_possible(std::vector<std::string> types) { only_possible_ = std::move(types); }

  /// Appends the sources by their numbers, what is possible, notes where there are any, and the
  /// world's own facts.
  [[nodiscard]] Result<Answer> finish();

 private:
  /// An attribution and its number on this page; nothing if the act did not happen.
  struct Source {
    std::int64_t number;
    std::string text;
  };
  [[nodiscard]] std::optional<Source> cite(schema::Act::Reader act);
  [[nodiscard]] Table sources() const;
  [[nodiscard]] bool belongs(const std::string& type) const;
  [[nodiscard]] Table possible();
  [[nodiscard]] Table notes() const;

  World& world_;
  Answer answer_;
  std::vector<schema::Head::Reader> heads_;
  std::vector<std::string> sources_;
  std::vector<std::string> only_possible_;
  std::optional<Error> error_;
};

/// A table without rows. A signed one has two more columns: `source`, the number of the sentence
/// that the page's sources give, and for scripts `by`, that sentence itself.
[[nodiscard]] Table table_of(std::string key, std::string title, std::vector<Column> columns,
                             std::string when_empty);
[[nodiscard]] Table signed_table(std::string key, std::string title, std::vector<Column> columns,
                                 std::string when_empty);

/// Keeps these columns for scripts: where the page has no room for them, or says them otherwise.
void leave_to_scripts(Table& table, std::initializer_list<std::string_view> columns);

}  // namespace probity::projections::registers
