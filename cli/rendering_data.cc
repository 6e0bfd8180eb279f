// The formats that scripts read.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "cli/rendering.h"
#include "cli/text.h"
#include "eventstore/base/text.h"

namespace probity::cli {

namespace {

using Json = nlohmann::ordered_json;
using projections::Answer;
using projections::Table;
using projections::Value;

Json json_of(const Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          return nullptr;
        } else {
          return held;
        }
      },
      value);
}

Json row_of(const Table& table, std::size_t index) {
  Json row = Json::object();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    row[table.columns[i].key] = json_of(table.rows[index][i]);
  }
  if (!table.struck.empty()) row["struck"] = static_cast<bool>(table.struck[index]);
  return row;
}

Json facts_of(const Answer& answer) {
  Json document = Json::object();
  document["schema"] = answer.schema;
  for (const auto& fact : answer.facts) document[fact.key] = json_of(fact.value);
  return document;
}

void describe(Json& document, const Answer& answer, const Page& page) {
  document["remarks"] = answer.remarks;
  if (has_moment(answer)) {
    const auto& moment = answer.moment;
    Json as_of = Json::object();
    as_of["position"] = moment.size.value == 0 ? Json(nullptr) : Json(moment.size.value - 1);
    as_of["recordedAt"] = moment.recorded ? Json(to_text(*moment.recorded)) : Json(nullptr);
    as_of["day"] = to_text(moment.day);
    as_of["given"] = moment.as_of.empty() ? Json(nullptr) : Json(moment.as_of);
    document["asOf"] = std::move(as_of);
  }
  document["size"] = answer.size.value;
  document["fingerprint"] = to_hex(answer.root.bytes);
  document["marking"] = marking_name(answer.marking);
  document["withheld"] = answer.withheld;
  document["again"] = page.again;
}

std::string dumped(const Json& document, int indent) {
  return escape_invisible(document.dump(indent, ' ', false, Json::error_handler_t::replace)) + '\n';
}

std::string csv_cell(const Value& value) {
  std::string text = clean_lines(plain_text(value));
  // Numbers are ours and stay numbers; text could be a formula.
  const bool is_text = !std::holds_alternative<std::int64_t>(value);
  if (is_text && !text.empty() && std::string_view("=+-@\t").contains(text.front()))
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + '"';
}

void csv_line(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    out += cells[i];
  }
  out += "\r\n";
}

/// The columns of all tables, each once, in the order in which they first appear.
std::vector<std::string> csv_columns(const std::vector<Table>& tables) {
  std::vector<std::string> keys;
  const auto add = [&keys](const std::string& key) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const Table& table : tables) {
    for (const auto& column : table.columns) add(column.key);
    if (!table.struck.empty()) add("struck");
  }
  return keys;
}

Value cell_at(const Table& table, std::size_t row, std::string_view key) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].key == key) return table.rows[row][i];
  }
  if (key == "struck" && !table.struck.empty()) return static_cast<bool>(table.struck[row]);
  return {};
}

std::string csv_of_tables(const std::vector<Table>& tables) {
  const std::vector<std::string> keys = csv_columns(tables);
  const bool named = tables.size() > 1;
  std::string out;
  std::vector<std::string> line;
  if (named) line.emplace_back("table");
  line.insert(line.end(), keys.begin(), keys.end());
  csv_line(out, line);
  for (const Table& table : tables) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      line.clear();
      if (named) line.push_back(table.key);
      for (const std::string& key : keys) line.push_back(csv_cell(cell_at(table, row, key)));
      csv_line(out, line);
    }
  }
  return out;
}

std::string csv_of_facts(const std::vector<projections::Fact>& facts) {
  std::string out;
  std::vector<std::string> keys;
  std::vector<std::string> values;
  for (const auto& fact : facts) {
    keys.push_back(fact.key);
    values.push_back(csv_cell(fact.value));
  }
  csv_line(out, keys);
  csv_line(out, values);
  return out;
}

void plain_line(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  out += '\t';
  out += value;
  out += '\n';
}

void plain_description(std::string& out, const Answer& answer, const Page& page) {
  for (const std::string& remark : answer.remarks) plain_line(out, "remark", clean(remark));
  if (has_moment(answer)) {
    const auto& moment = answer.moment;
    plain_line(out, "position",
               moment.size.value == 0 ? "" : std::to_string(moment.size.value - 1));
    plain_line(out, "recordedAt", moment.recorded ? to_text(*moment.recorded) : "");
    plain_line(out, "day", to_text(moment.day));
  }
  plain_line(out, "size", std::to_string(answer.size.value));
  plain_line(out, "fingerprint", to_hex(answer.root.bytes));
  plain_line(out, "marking", marking_name(answer.marking));
  plain_line(out, "withheld", std::to_string(answer.withheld));
  plain_line(out, "again", clean(page.again));
}

void plain_table(std::string& out, const Table& table) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += '\t';
    out += table.columns[i].key;
  }
  if (!table.struck.empty()) out += "\tstruck";
  out += '\n';
  out += rows_as_plain(table, true);
}

}  // namespace

std::string plain_text(const Value& value) {
  struct Text {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool truth) const { return truth ? "yes" : "no"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<std::string>& items) const {
      std::string joined;
      for (const std::string& item : items) {
        if (!joined.empty()) joined += ", ";
        joined += item;
      }
      return joined;
    }
  };
  return std::visit(Text{}, value);
}

bool has_moment(const Answer& answer) {
  return answer.moment.recorded || !answer.moment.as_of.empty();
}

std::string marking_name(eventstore::Marking marking) {
  return marking == eventstore::Marking::kOfficialSensitive ? "officialSensitive" : "official";
}

std::string as_json(const Answer& answer, const Page& page) {
  Json document = facts_of(answer);
  for (const Table& table : answer.tables) {
    Json rows = Json::array();
    for (std::size_t row = 0; row < table.rows.size(); ++row) rows.push_back(row_of(table, row));
    document[table.key] = std::move(rows);
  }
  describe(document, answer, page);
  return dumped(document, 2);
}

std::string rows_as_plain(const Table& table, bool for_scripts) {
  std::string out;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::string line;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].for_scripts && !for_scripts) continue;
      if (i > 0) line += '\t';
      line += clean(plain_text(table.rows[row][i]));
    }
    if (!table.struck.empty()) line += table.struck[row] ? "\tyes" : "\tno";
    out += line + '\n';
  }
  return out;
}

std::string rows_as_jsonl(const Table& table) {
  std::string out;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    Json line = Json::object();
    line["table"] = table.key;
    line.update(row_of(table, row));
    out += dumped(line, -1);
  }
  return out;
}

std::string as_jsonl(const Answer& answer, const Page& page) {
  std::string out;
  for (const Table& table : answer.tables) out += rows_as_jsonl(table);
  Json last = facts_of(answer);
  describe(last, answer, page);
  return out + dumped(last, -1);
}

std::string as_csv(const Answer& answer, const Page&) {
  return answer.tables.empty() ? csv_of_facts(answer.facts) : csv_of_tables(answer.tables);
}

std::string beside_csv(const Answer& answer, const Page& page) {
  std::string out;
  if (!answer.tables.empty()) {
    for (const auto& fact : answer.facts) plain_line(out, fact.key, clean(plain_text(fact.value)));
  }
  plain_description(out, answer, page);
  return out;
}

std::string as_plain(const Answer& answer, const Page& page) {
  std::string out;
  for (const auto& fact : answer.facts) plain_line(out, fact.key, clean(plain_text(fact.value)));
  for (const Table& table : answer.tables) {
    if (!out.empty()) out += '\n';
    if (answer.tables.size() > 1) out += table.key + ":\n";
    plain_table(out, table);
  }
  out += '\n';
  plain_description(out, answer, page);
  return out;
}

}  // namespace probity::cli
