#include "schema/json/line.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <utility>

#include "eventstore/base/limits.h"
#include "eventstore/base/nearest.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/base/text.h"
#include "schema/json/document.h"
#include "schema/json/fill.h"
#include "schema/json/take.h"
#include "schema/json/text.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::string_view, 13> kFields{
    "stream",   "type",   "effective", "actor",       "data",      "id", "marking",
    "audience", "source", "person",    "correlation", "causation", "key"};
constexpr std::array<std::string_view, 5> kRequired{"stream", "type", "effective", "actor", "data"};

Result<const schema::EventType*> take_type(const ordered_json& value, const Path& path) {
  auto name = take_text(value, path, limits::kTypeBytes);
  if (!name) return pass(name);
  if (const schema::EventType* const type = schema::find_event_type(*name)) return type;
  std::vector<std::string_view> names;
  for (const schema::EventType& type : schema::event_types()) names.push_back(type.name);
  const std::string_view near = nearest(*name, names);
  return fault_at(path, fmt::format("{} is no event type", in_quotes(*name)),
                  near.empty() ? "`probity record --list` names them all"
                               : fmt::format("did you mean \"{}\"?", near));
}

/// The segments of a stream that name a body have a body's length; the grammar was checked before.
Result<void> check_bodies(const schema::EventType& type, std::string_view stream,
                          const Path& path) {
  std::string_view pattern = type.stream;
  if (pattern == "*") return {};
  const bool is_body_stream = pattern.starts_with("body/");
  while (!pattern.empty()) {
    const std::string_view wanted = pattern.substr(0, pattern.find('/'));
    const std::string_view given = stream.substr(0, stream.find('/'));
    const bool names_body =
        wanted == "BODY" || wanted == "FORCE" || (is_body_stream && wanted == "ID");
    if (names_body && given.size() > limits::kBodyIdBytes) {
      return fault_at(path,
                      fmt::format("names a body of {} bytes; the limit is {}", given.size(),
                                  limits::kBodyIdBytes),
                      {}, ErrorKind::kTooLarge);
    }
    pattern.remove_prefix(std::min(pattern.size(), wanted.size() + 1));
    stream.remove_prefix(std::min(stream.size(), given.size() + 1));
  }
  return {};
}

Result<std::string> take_stream(const ordered_json& value, const Path& path,
                                const schema::EventType& type) {
  if (!value.is_string()) return wrong_type(path, value, "a text");
  const std::string& text = value.get_ref<const std::string&>();
  if (auto parsed = StreamId::parse(text); !parsed) {
    return fault_at(path, fmt::format("{}: {}", in_quotes(text), parsed.error().what),
                    parsed.error().mend, parsed.error().kind);
  }
  if (!schema::stream_fits(type, text)) {
    return fault_at(path, fmt::format("{} is no stream for {}", in_quotes(text), type.name),
                    fmt::format("{} goes to a stream of the form {}", type.name, type.stream));
  }
  if (auto checked = check_bodies(type, text, path); !checked) return pass(checked);
  return text;
}

Result<std::string> take_marking(const ordered_json& value, const Path& path) {
  auto marking = take_enum(value, path, capnp::Schema::from<schema::Marking>());
  if (!marking) return pass(marking);
  return value.get<std::string>();
}

Result<std::vector<std::string>> take_audience(const ordered_json& value, const Path& path,
                                               const EdtfCheck& edtf) {
  if (auto checked = check_list(value, path, limits::kBodyListItems); !checked)
    return pass(checked);
  std::vector<std::string> bodies;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto body = take_formatted(value[i], Path(path, i), "body", edtf);
    if (!body) return pass(body);
    bodies.push_back(std::move(*body));
  }
  if (auto checked = check_distinct(value, path); !checked) return pass(checked);
  return bodies;
}

Result<EventId> take_id(const ordered_json& value, const Path& path, const EdtfCheck& edtf) {
  auto text = take_formatted(value, path, "uuid", edtf);
  if (!text) return pass(text);
  const auto id = event_id_from_text(*text);
  if (!id) return fault_at(path, "is no UUID");
  return *id;
}

Result<std::string> take_key(const ordered_json& value, const Path& path) {
  auto key = take_text(value, path, limits::kSourceTextBytes);
  if (!key) return pass(key);
  if (key->empty())
    return fault_at(path, "is empty",
                    "leave it out, or give the source system's own key of the row");
  return key;
}

/// What the envelope needs besides stream and type.
Result<void> take_envelope(const ordered_json& document, const Path& root, const EdtfCheck& edtf,
                           Line& line) {
  const auto given = [&](std::string_view name) { return document.find(name); };
  const auto take_into = [](auto& target, auto taken) -> Result<void> {
    if (!taken) return pass(taken);
    target = std::move(*taken);
    return {};
  };
  Result<void> done = take_into(
      line.effective, take_formatted(*given("effective"), Path(root, "effective"), "edtf", edtf));
  if (done)
    done =
        take_into(line.actor, take_formatted(*given("actor"), Path(root, "actor"), "body", edtf));
  const auto end = document.end();
  line.marking = "official";
  if (auto it = given("marking"); done && it != end)
    done = take_into(line.marking, take_marking(*it, Path(root, "marking")));
  if (auto it = given("audience"); done && it != end) {
    done = take_into(line.audience, take_audience(*it, Path(root, "audience"), edtf));
  }
  if (auto it = given("id"); done && it != end)
    done = take_into(line.id, take_id(*it, Path(root, "id"), edtf));
  if (auto it = given("correlation"); done && it != end) {
    done = take_into(line.correlation, take_id(*it, Path(root, "correlation"), edtf));
  }
  if (auto it = given("causation"); done && it != end) {
    done = take_into(line.causation, take_id(*it, Path(root, "causation"), edtf));
  }
  if (auto it = given("key"); done && it != end)
    done = take_into(line.key, take_key(*it, Path(root, "key")));
  return done;
}

/// Canonical words of a Content: one segment, without the table that would stand before it in a
/// file.
Result<std::vector<std::uint64_t>> canonical_words(schema::Content::Reader content,
                                                   const Path& data) {
  const kj::Array<capnp::word> words = capnp::canonicalize(content);
  if (words.asBytes().size() > limits::kPayloadBytes) {
    return fault_at(data,
                    fmt::format("makes a payload of {} bytes; the limit is {}",
                                words.asBytes().size(), limits::kPayloadBytes),
                    "attach long documents as evidence", ErrorKind::kTooLarge);
  }
  const kj::ArrayPtr<const capnp::word> segment = words;
  capnp::SegmentArrayMessageReader message(kj::arrayPtr(&segment, 1));
  KJ_ASSERT(message.isCanonical(), "a payload that was just made canonical is not");
  std::vector<std::uint64_t> out(words.size());
  std::memcpy(out.data(), words.begin(), words.asBytes().size());
  return out;
}

Result<std::vector<std::uint64_t>> take_payload(const ordered_json& document, const Path& root,
                                                const EdtfCheck& edtf,
                                                const schema::EventType& type) {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  if (const auto source = document.find("source"); source != document.end()) {
    if (auto filled = fill_struct(*source, Path(root, "source"), edtf, content.initSource());
        !filled) {
      return pass(filled);
    }
  }
  if (const auto person = document.find("person"); person != document.end()) {
    auto text = take_text(*person, Path(root, "person"), limits::kTextBytes);
    if (!text) return pass(text);
    if (!text->empty()) content.setPerson({text->c_str(), text->size()});
  }
  const Path data(root, "data");
  auto filled = fill_struct(*document.find("data"), data, edtf,
                            content.getData().initAs<capnp::DynamicStruct>(type.fields));
  if (!filled) return pass(filled);
  return canonical_words(content.asReader(), data);
}

}  // namespace

Result<Line> parse_line(std::string_view text, const EdtfCheck& edtf) {
  auto document = read_document(text);
  if (!document) return pass(document);
  return parse_document(*document, edtf);
}

Result<Line> parse_document(const ordered_json& document, const EdtfCheck& edtf) {
  const Path root;
  if (auto checked = check_members(document, root, kFields, kRequired); !checked)
    return pass(checked);
  auto type = take_type(*document.find("type"), Path(root, "type"));
  if (!type) return pass(type);
  auto stream = take_stream(*document.find("stream"), Path(root, "stream"), **type);
  if (!stream) return pass(stream);
  Line line;
  line.type = (*type)->name;
  line.stream = std::move(*stream);
  if (auto taken = take_envelope(document, root, edtf, line); !taken) return pass(taken);
  auto payload = take_payload(document, root, edtf, **type);
  if (!payload) return pass(payload);
  line.payload = std::move(*payload);
  line.canonical = canonical_text(document);
  return line;
}

}  // namespace probity::json
