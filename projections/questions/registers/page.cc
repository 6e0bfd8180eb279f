#include "projections/questions/registers/page.h"

#include <fmt/format.h>

#include <algorithm>

namespace probity::projections::registers {

namespace {

bool says_nothing(const Value& value) {
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return list->empty();
  const auto* truth = std::get_if<bool>(&value);
  return std::holds_alternative<std::monostate>(value) || (truth != nullptr && !*truth);
}

}  // namespace

Page::Page(World& world, std::string_view name, std::string_view title) : world_(world) {
  answer_.schema = fmt::format("probity.{}/1", name);
  answer_.title = fmt::format("{} on {}", title, to_text(day()));
}

std::optional<Page::Source> Page::cite(schema::Act::Reader act) {
  if (!happened(act)) return std::nullopt;
  auto text = attribution(world_, act);
  if (!text) {
    if (!error_) error_ = std::move(text.error());
    return std::nullopt;
  }
  auto found = std::find(sources_.begin(), sources_.end(), *text);
  if (found == sources_.end()) found = sources_.insert(found, *text);
  return Source{found - sources_.begin() + 1, std::move(*text)};
}

void Page::put(Table& table, std::vector<Value> cells, schema::Act::Reader act) {
  const auto source = cite(act);
  cells.push_back(source ? Value(source->number) : Value{});
  cells.push_back(source ? Value(source->text) : Value{});
  table.rows.push_back(std::move(cells));
}

void Page::put(Table& table, std::vector<Value> cells,
               const std::vector<schema::Act::Reader>& acts) {
  std::vector<std::string> numbers;
  std::vector<std::string> texts;
  for (const auto act : acts) {
    auto source = cite(act);
    if (!source || std::find(texts.begin(), texts.end(), source->text) != texts.end()) continue;
    numbers.push_back(std::to_string(source->number));
    texts.push_back(std::move(source->text));
  }
  cells.emplace_back(std::move(numbers));
  cells.emplace_back(std::move(texts));
  table.rows.push_back(std::move(cells));
}

void Page::add(Table table) {
  for (std::size_t i = 0; i < table.columns.size() && !table.rows.empty(); ++i) {
    const bool silent = std::all_of(table.rows.begin(), table.rows.end(),
                                    [i](const auto& row) { return says_nothing(row[i]); });
    if (silent) table.columns[i].for_scripts = true;
  }
  answer_.tables.push_back(std::move(table));
}

bool Page::shows(schema::Head::Reader head, bool wanted) {
  const bool says = head.getBegun() && !head.getWithdrawn();
  if (says && !wanted) return false;
  heads_.push_back(head);
  return says;
}

void Page::fact(std::string key, std::string title, Value value) {
  answer_.facts.push_back({std::move(key), std::move(title), std::move(value)});
}

bool Page::belongs(const std::string& type) const {
  return only_possible_.empty() ||
         std::find(only_possible_.begin(), only_possible_.end(), type) != only_possible_.end();
}

Table Page::possible() {
  Table table = table_of("possible", {},
                         {{"stream", "stream"},
                          {"event", "possible"},
                          {"effective", "when"},
                          {"by", "by"},
                          {"position", "at"}},
                         "possible: nothing");
  for (const auto head : heads_) {
    for (const auto mention : head.getPossible()) {
      if (!belongs(to_string(mention.getText()))) continue;
      auto event = world_.event(Position{mention.getPosition()});
      if (!event) {
        if (!error_) error_ = std::move(event.error());
        return table;
      }
      table.rows.push_back({value_of(event->header.stream.text()), value_of(event->header.type),
                            value_of(event->header.effective), value_of(attribution(*event)),
                            value_of(event->placement.position)});
    }
  }
  if (!table.rows.empty()) table.title = "Possible by then, not certain, and not counted above";
  return table;
}

Table Page::sources() const {
  Table table = table_of("sources", "On whose word", {{"source", "source"}, {"by", "by"}}, {});
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    table.rows.push_back({count_of(i + 1), sources_[i]});
  }
  return table;
}

Table Page::notes() const {
  Table table = table_of("notes", "Notes",
                         {{"stream", "stream"}, {"text", "note"}, {"by", "by"}, {"position", "at"}},
                         "no notes");
  for (const auto head : heads_) {
    for (const auto mention : head.getRemarks()) {
      table.rows.push_back({value_of(head.getStream()), value_of(mention.getText()),
                            value_of(mention.getActor()),
                            value_of(Position{mention.getPosition()})});
    }
  }
  return table;
}

Result<Answer> Page::finish() {
  Table may_be = possible();
  if (!sources_.empty()) add(sources());
  add(std::move(may_be));
  if (Table table = notes(); !table.rows.empty()) add(std::move(table));
  for (const auto head : heads_) {
    add_notes(answer_, head);
    if (head.getWithdrawn()) {
      remark(fmt::format("{0} is withdrawn: its first event is struck (probity history {0})",
                         to_string(head.getStream())));
    }
  }
  if (error_) return std::unexpected(std::move(*error_));
  if (auto done = world_.finish(answer_); !done) return pass(done);
  return std::move(answer_);
}

Table table_of(std::string key, std::string title, std::vector<Column> columns,
               std::string when_empty) {
  return {.key = std::move(key),
          .title = std::move(title),
          .columns = std::move(columns),
          .rows = {},
          .when_empty = std::move(when_empty),
          .struck = {}};
}

Table signed_table(std::string key, std::string title, std::vector<Column> columns,
                   std::string when_empty) {
  columns.push_back({"source", "source"});
  columns.push_back({"by", "by", true});
  return table_of(std::move(key), std::move(title), std::move(columns), std::move(when_empty));
}

void leave_to_scripts(Table& table, std::initializer_list<std::string_view> columns) {
  for (auto& column : table.columns) {
    if (std::find(columns.begin(), columns.end(), column.key) != columns.end()) {
      column.for_scripts = true;
    }
  }
}

}  // namespace probity::projections::registers
