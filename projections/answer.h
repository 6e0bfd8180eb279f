// An answer as data: facts and tables, in a stable order, that one renderer turns into a table,
// JSON or CSV.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/event.h"
#include "projections/moment.h"

namespace probity::projections {

/// Nothing, a truth, an integer, a text, or a list of texts. No floating point.
using Value =
    std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>>;

/// `key` is the JSON name (camelCase, stable), `title` what a table says.
struct Fact {
  std::string key;
  std::string title;
  Value value;
};

struct Column {
  std::string key;
  std::string title;
  bool for_scripts =
      false;  // too much for a page: in JSON, plain and CSV, left out of a table for people
};

struct Table {
  std::string key;    // its JSON name: `addressees`
  std::string title;  // printed above it; empty: nothing
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;  // one value a column
  std::string when_empty;                // what a person reads where there are no rows
  std::vector<bool> struck;              // rows to strike through; empty: none
};

struct Answer {
  std::string schema;  // `probity.status/1`
  std::string title;   // a heading for a person
  std::vector<Fact> facts;
  std::vector<Table> tables;
  std::vector<std::string>
      remarks;      // sentences below: `sources disagree`, `separation of duties not shown`
  bool yes = true;  // false: exit 1
  // Filled in by World::finish:
  Moment moment;
  TreeSize size;
  Hash root;
  eventstore::Marking marking = eventstore::Marking::kOfficial;  // the highest used
  std::uint64_t withheld = 0;
};

}  // namespace probity::projections
