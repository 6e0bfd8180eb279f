#include "projections/questions/common.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "eventstore/base/nearest.h"
#include "schema/payload.h"

namespace probity::projections {

namespace {

using eventstore::Event;
using eventstore::Standing;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string with_source(const std::string& how, const Event& event) {
  const std::string source = source_of(event);
  return source.empty() ? how : how + ", " + source;
}

/// Names of the category's streams, without the category.
std::vector<std::string> ids_of(const World& world, std::string_view category) {
  std::vector<std::string> ids;
  const auto streams = world.snapshot().streams();
  if (!streams) return ids;
  for (const auto& [stream, head] : *streams) {
    if (stream.category() == category) ids.emplace_back(stream.rest());
  }
  return ids;
}

std::vector<std::string> names_of_all(const World& world) {
  std::vector<std::string> names;
  const auto streams = world.snapshot().streams();
  if (!streams) return names;
  for (const auto& [stream, head] : *streams) names.push_back(stream.text());
  return names;
}

/// `name` is what is missing, as a person reads it; `suggest` is asked only if it never was there.
Error missing(const World& world, const StreamId& stream, const std::string& name,
              const std::function<std::string()>& suggest) {
  const auto& snapshot = world.snapshot();
  const auto later = snapshot.stream_positions(stream, snapshot.head().size);
  if (!later || later->empty()) {
    return {ErrorKind::kNotFound, fmt::format("no {} is on record", name), suggest(), {}};
  }
  const auto first = snapshot.event(later->front());
  return {ErrorKind::kNotFound,
          fmt::format("{} was not yet on record at the moment asked for", name),
          fmt::format("its first event is @{}, recorded at {}", later->front().value,
                      first ? to_text(first->placement.recorded_at) : "a later time"),
          {}};
}

}  // namespace

std::string did_you_mean(std::string_view given, const std::vector<std::string>& among) {
  const std::vector<std::string_view> words(among.begin(), among.end());
  const std::string_view near = nearest(given, words);
  return near.empty() ? std::string{} : fmt::format("did you mean {}?", near);
}

std::string enumerant_name(capnp::EnumSchema schema, std::uint16_t ordinal) {
  if (ordinal == 0) return {};
  const auto enumerants = schema.getEnumerants();
  if (ordinal >= enumerants.size()) return fmt::format("unknown({})", ordinal);
  return to_string(enumerants[ordinal].getProto().getName());
}

std::vector<std::string> enumerant_names(capnp::EnumSchema schema) {
  std::vector<std::string> names;
  const auto enumerants = schema.getEnumerants();
  for (unsigned i = 1; i < enumerants.size(); ++i) {
    names.push_back(to_string(enumerants[i].getProto().getName()));
  }
  return names;
}

std::vector<std::string> to_strings(capnp::List<capnp::Text>::Reader texts) {
  std::vector<std::string> strings;
  strings.reserve(texts.size());
  for (const auto text : texts) strings.push_back(to_string(text));
  return strings;
}

Value value_of(std::string text) {
  if (text.empty()) return {};
  return text;
}

Value count_of(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::string plural(std::uint64_t count, std::string_view one, std::string_view many) {
  if (count == 1) return fmt::format("1 {}", one);
  return many.empty() ? fmt::format("{} {}s", count, one) : fmt::format("{} {}", count, many);
}

std::string in_words(const Moment& moment) {
  return fmt::format("the first {} events, on {}", moment.size.value, to_text(moment.day));
}

bool same_text(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool contains_text(std::string_view text, std::string_view part) {
  return !std::ranges::search(text, part, {}, lower, lower).empty() || part.empty();
}

std::string listed(const std::vector<std::string>& items) {
  if (items.size() < 2) return items.empty() ? std::string{} : items.front();
  return fmt::format("{} and {}", fmt::join(items.begin(), items.end() - 1, ", "), items.back());
}

Value when(schema::Act::Reader act) {
  return happened(act) ? value_of(act.getEffective()) : Value{};
}

Value actor_of(schema::Act::Reader act) {
  return happened(act) ? value_of(act.getActor()) : Value{};
}

std::string source_of(const Event& event) {
  const auto source = schema::content_of(event.payload).getSource();
  std::string text = to_string(source.getDocument());
  if (source.getLocator().size() > 0) text += ", " + to_string(source.getLocator());
  return text;
}

std::string attribution(const Event& event) {
  const auto& header = event.header;
  switch (header.standing) {
    case Standing::kReported:
      return fmt::format("{} ({})", header.actor,
                         with_source("reported by " + header.recorded_by, event));
    case Standing::kOperator:
      return fmt::format("{} ({})", header.actor, with_source("entered by the operator", event));
    case Standing::kOwn:
    case Standing::kLedger:
    case Standing::kUnset:
      break;
  }
  const std::string source = source_of(event);
  return source.empty() ? header.actor : fmt::format("{} ({})", header.actor, source);
}

Result<std::string> attribution(World& world, schema::Act::Reader act) {
  if (!happened(act)) return std::string{};
  auto event = world.event(position_of(act));
  if (!event) return pass(event);
  return attribution(*event);
}

Result<StreamId> stream_named(std::string_view category, std::string_view text) {
  const bool whole = text.starts_with(category) && text.substr(category.size()).starts_with('/');
  return StreamId::parse(whole ? std::string(text) : fmt::format("{}/{}", category, text));
}

Error no_such(World& world, const StreamId& stream, std::string_view noun) {
  return missing(world, stream, fmt::format("{} {}", noun, stream.rest()),
                 [&] { return did_you_mean(stream.rest(), ids_of(world, stream.category())); });
}

Result<void> expect_stream(World& world, const StreamId& stream, std::string_view noun) {
  const auto positions = world.snapshot().stream_positions(stream, world.moment().size);
  if (!positions) return std::unexpected(positions.error());
  if (positions->empty()) return std::unexpected(no_such(world, stream, noun));
  return {};
}

Result<StreamId> existing_stream(World& world, std::string_view text) {
  if (text.find('/') == std::string_view::npos) {
    auto finding = stream_named("finding", text);
    if (!finding) return pass(finding);
    if (auto there = expect_stream(world, *finding, "finding"); !there) return pass(there);
    return finding;
  }
  auto stream = StreamId::parse(text);
  if (!stream) return pass(stream);
  const auto positions = world.snapshot().stream_positions(*stream, world.moment().size);
  if (!positions) return std::unexpected(positions.error());
  if (!positions->empty()) return stream;
  return std::unexpected(missing(world, *stream, fmt::format("stream {}", text),
                                 [&] { return did_you_mean(text, names_of_all(world)); }));
}

Result<std::string> registered_body(World& world, std::string_view body) {
  auto stream = stream_named("body", body);
  if (!stream) return pass(stream);
  if (auto there = expect_stream(world, *stream, "body"); !there) return pass(there);
  return std::string(stream->rest());
}

Result<std::set<std::string>> body_with_units(World& world, std::string_view body) {
  std::set<std::string> bodies{std::string(body)};
  auto read = world.each<schema::BodyRow>([&](const StreamId& stream, schema::BodyRow::Reader row) {
    for (const auto member : row.getMembers()) {
      if (to_string(member) == body) bodies.emplace(stream.rest());
    }
  });
  if (!read) return pass(read);
  return bodies;
}

Result<std::optional<std::set<std::string>>> bodies_meant(World& world, std::string_view body,
                                                          std::string_view for_body) {
  std::optional<std::set<std::string>> meant;
  if (!for_body.empty()) {
    auto id = registered_body(world, for_body);
    if (!id) return pass(id);
    auto units = body_with_units(world, *id);
    if (!units) return pass(units);
    meant = std::move(*units);
  }
  if (body.empty()) return meant;
  auto id = registered_body(world, body);
  if (!id) return pass(id);
  const bool selected = !meant || meant->contains(*id);
  meant.emplace();
  if (selected) meant->insert(std::move(*id));
  return meant;
}

Error not_one_of(std::string_view option, std::string_view given,
                 const std::vector<std::string>& allowed) {
  return {.kind = ErrorKind::kMalformed,
          .what = fmt::format("{} {} is none of: {}", option, given, fmt::join(allowed, ", ")),
          .mend = did_you_mean(given, allowed),
          .where = {}};
}

std::string camel_case(std::string_view text) {
  std::string camel;
  bool capital = false;
  for (const char c : text) {
    if (c == '-') {
      capital = true;
      continue;
    }
    camel += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    capital = false;
  }
  return camel;
}

Result<Table> possible_table(World& world, schema::Head::Reader head) {
  Table table{
      .key = "possible",
      .title = {},
      .columns = {{"position", "at"}, {"event", "possible"}, {"effective", "when"}, {"by", "by"}},
      .rows = {},
      .when_empty = "possible: nothing",
      .struck = {}};
  for (const auto mention : head.getPossible()) {
    auto event = world.event(Position{mention.getPosition()});
    if (!event) return pass(event);
    table.rows.push_back({value_of(event->placement.position), value_of(event->header.type),
                          value_of(event->header.effective), value_of(attribution(*event))});
  }
  if (!table.rows.empty()) table.title = "Possible by then, not certain";
  return table;
}

Table notes_table(schema::Head::Reader head) {
  Table table{.key = "notes",
              .title = {},
              .columns = {{"position", "at"}, {"actor", "by"}, {"text", "note"}},
              .rows = {},
              .when_empty = {},
              .struck = {}};
  for (const auto mention : head.getRemarks()) {
    table.rows.push_back({value_of(Position{mention.getPosition()}), value_of(mention.getActor()),
                          value_of(mention.getText())});
  }
  if (!table.rows.empty()) table.title = "Notes";
  return table;
}

void add_notes(Answer& answer, schema::Head::Reader head) {
  for (const auto mention : head.getNotes()) {
    answer.remarks.push_back(
        fmt::format("@{}: {}", mention.getPosition(), to_string(mention.getText())));
  }
}

}  // namespace probity::projections
