#include "projections/questions/time/blame.h"

#include <fmt/format.h>

#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/stream_reading.h"
#include "projections/questions/time/course.h"

namespace probity::projections {
namespace {

Table empty_table() {
  return {.key = "fields",
          .title = {},
          .columns = {{"field", "field"},
                      {"value", "value"},
                      {"position", "at"},
                      {"event", "event"},
                      {"effective", "when"},
                      {"actor", "by"},
                      {"by", "and how that came to be on record", true},
                      {"recordedBy", "recorded by"},
                      {"standing", "standing", true},
                      {"recordedAt", "recorded"},
                      {"source", "source", true}},
          .rows = {},
          .when_empty = "nothing was said by then",
          .struck = {}};
}

std::vector<Value> row_of(const FieldSet& field) {
  const eventstore::Event& event = field.by->stored;
  return {value_of(field.path),
          value_of(field.value),
          value_of(event.placement.position),
          value_of(event.header.type),
          value_of(event.header.effective),
          value_of(event.header.actor),
          value_of(attribution(event)),
          value_of(event.header.recorded_by),
          value_of(name_of(event.header.standing)),
          value_of(to_text(event.placement.recorded_at)),
          value_of(source_of(event))};
}

/// Whether a path is the one asked for or lies below it: `addressees[emsou]` has
/// `addressees[emsou].status`.
bool is_below(std::string_view path, std::string_view asked) {
  if (asked.empty() || path == asked) return true;
  if (!path.starts_with(asked)) return false;
  return path[asked.size()] == '.' || path[asked.size()] == '[';
}

}  // namespace

Result<Answer> ask_blame(World& world, const BlameQuery& query) {
  auto stream = existing_stream(world, query.stream);
  if (!stream) return pass(stream);
  const auto history = world.history(*stream);
  if (!history) return std::unexpected(history.error());
  const auto fields =
      fields_on(*stream, **history, world.moment().day, (*history)->events().size());
  Table table = empty_table();
  std::vector<std::string> known;
  for (const FieldSet& field : fields) {
    known.push_back(field.path);
    if (is_below(field.path, query.field)) table.rows.push_back(row_of(field));
  }
  if (table.rows.empty() && !query.field.empty()) {
    return fail(
        ErrorKind::kNotFound,
        fmt::format("nothing is said of {} in {} at that moment", query.field, stream->text()),
        did_you_mean(query.field, known));
  }
  Answer answer;
  answer.schema = "probity.blame/1";
  answer.title = fmt::format("Who said so: {}", stream->text());
  answer.facts = {{"stream", "stream", Value(stream->text())},
                  {"fields", "fields", count_of(table.rows.size())}};
  answer.tables.push_back(std::move(table));
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
