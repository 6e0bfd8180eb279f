// How an Answer looks, as pure text: render.h decides where it goes. Pieces shared by the formats.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "projections/answer.h"

namespace probity::cli {

struct Page {
  unsigned width = 100;
  bool colour = false;
  std::string again;  // the command that gives the answer again
};

/// `-o table`: for a person; wrapped to the page's width.
[[nodiscard]] std::string as_table(const projections::Answer& answer, const Page& page);
/// `-o plain`: tab-separated, one line a fact or row, an empty line between the parts.
[[nodiscard]] std::string as_plain(const projections::Answer& answer, const Page& page);
/// `-o json`: one document: facts as members, tables as arrays of objects, then what describes the
/// answer.
[[nodiscard]] std::string as_json(const projections::Answer& answer, const Page& page);
/// `-o jsonl`: one row a line, and a last line with the facts and what describes the answer.
[[nodiscard]] std::string as_jsonl(const projections::Answer& answer, const Page& page);
/// `-o csv` (RFC 4180): the rows of its table; of several, with a first column `table` and the
/// columns of all; of none, the facts as one row. Cells that a spreadsheet would compute begin with
/// an apostrophe.
[[nodiscard]] std::string as_csv(const projections::Answer& answer, const Page& page);

/// The rows of a table alone: an object a line; or tab-separated, with the columns for scripts or
/// without.
[[nodiscard]] std::string rows_as_jsonl(const projections::Table& table);
[[nodiscard]] std::string rows_as_plain(const projections::Table& table, bool for_scripts);

/// The words of an answer that its CSV leaves out.
[[nodiscard]] std::string beside_csv(const projections::Answer& answer, const Page& page);

/// A value as text in one line: nothing is empty, a truth yes or no, a list joined by commas.
[[nodiscard]] std::string plain_text(const projections::Value& value);

/// Whether the answer was asked of a moment (most are; `stat` and its like are not).
[[nodiscard]] bool has_moment(const projections::Answer& answer);
/// `official` or `officialSensitive`.
[[nodiscard]] std::string marking_name(eventstore::Marking marking);

}  // namespace probity::cli
