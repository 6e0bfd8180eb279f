#include "projections/questions/registers/page.h"

#include <fmt/format.h>

#include <algorithm>

namespace probity::projections::registers {

Page::Page(World& world, std::string_view name, std::string_view title) : world_(world) {
  answer_.schema = fmt::format("probity.{}/1", name);
  answer_.title = fmt::format("{} on {}", title, to_text(day()));
}

Value Page::by(schema::Act::Reader act) {
  auto text = attribution(world_, act);
  if (text) return value_of(std::move(*text));
  if (!error_) error_ = std::move(text.error());
  return {};
}

Value Page::when_and_by(schema::Act::Reader act) {
  if (!happened(act)) return {};
  const Value who = by(act);
  const auto* text = std::get_if<std::string>(&who);
  return text == nullptr ? when(act)
                         : Value(fmt::format("{}, {}", to_string(act.getEffective()), *text));
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
  add(possible());
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

}  // namespace probity::projections::registers
