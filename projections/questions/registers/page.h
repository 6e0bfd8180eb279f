// An answer in the making: its tables and, gathered row by row, what stands beside them. The first
// error met while a row is written is kept and given by finish(), so that a row reads as the one
// expression that it is.
#pragma once

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

  /// Whose act it was and how it came to be on record; nothing if it did not happen.
  [[nodiscard]] Value by(schema::Act::Reader act);
  /// `when`, and whose act it was where that is asked for in one cell: `2023-12, derbyshire (…)`.
  [[nodiscard]] Value when_and_by(schema::Act::Reader act);

  /// Takes a row into the answer: what is possible, noted, remarked or withdrawn of its stream is
  /// shown beside. True if the row says something on the day: at least one event holds and the
  /// stream is not withdrawn. `wanted` is what the filters make of what it says; a row that says
  /// nothing cannot be told by it, and what is possible of it is shown.
  [[nodiscard]] bool shows(schema::Head::Reader head, bool wanted = true);

  void fact(std::string key, std::string title, Value value);
  void add(Table table) { answer_.tables.push_back(std::move(table)); }
  /// A sentence below the tables; an empty one is none.
  void remark(std::string sentence) {
    if (!sentence.empty()) answer_.remarks.push_back(std::move(sentence));
  }
  /// Of the streams' possible events only those of these types belong to this question.
  void only_possible(std::vector<std::string> types) { only_possible_ = std::move(types); }

  /// Appends the table of what is possible, that of notes where there are any, and the world's own
  /// facts.
  [[nodiscard]] Result<Answer> finish();

 private:
  [[nodiscard]] bool belongs(const std::string& type) const;
  [[nodiscard]] Table possible();
  [[nodiscard]] Table notes() const;

  World& world_;
  Answer answer_;
  std::vector<schema::Head::Reader> heads_;
  std::vector<std::string> only_possible_;
  std::optional<Error> error_;
};

/// A table without rows.
[[nodiscard]] Table table_of(std::string key, std::string title, std::vector<Column> columns,
                             std::string when_empty);

}  // namespace probity::projections::registers
