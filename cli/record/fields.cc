#include "cli/record/fields.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <variant>
#include <vector>

#include "eventstore/base/limits.h"
#include "schema/json/document.h"
#include "schema/rules.h"

namespace probity::cli {

namespace {

using Json = nlohmann::ordered_json;
using Step = std::variant<std::string, std::size_t>;  // a field's name, or an item's index

constexpr std::string_view kForms =
    "Fields are written field=value, list=a,b, list[0].field=value, field:=JSON or field=@FILE";

Error bad(std::string what, std::string_view where) {
  return {ErrorKind::kMalformed, std::move(what), std::string(kForms), std::string(where)};
}

/// `attendees[0].body` as attendees, 0, body.
Result<std::vector<Step>> parse_path(std::string_view path) {
  std::vector<Step> steps;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t to = std::min(path.find_first_of(".[", at), path.size());
    if (to == at) return std::unexpected(bad("a field's name is missing", path));
    steps.emplace_back(std::string(path.substr(at, to - at)));
    at = to;
    while (at < path.size() && path[at] == '[') {
      const std::size_t close = path.find(']', at);
      std::size_t index = 0;
      if (close == std::string_view::npos) return std::unexpected(bad("a ] is missing", path));
      const auto digits = path.substr(at + 1, close - at - 1);
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
      if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size() ||
          index >= limits::kListItems) {
        return std::unexpected(bad("an index is a number from 0", path));
      }
      steps.emplace_back(index);
      at = close + 1;
    }
    if (at == path.size()) break;
    if (path[at] != '.' || at + 1 == path.size())
      return std::unexpected(bad("this is no field's path", path));
    ++at;
  }
  if (steps.empty()) return std::unexpected(bad("a field's name is missing", path));
  return steps;
}

/// The type at the end of a path; nothing where the path names what is not there.
std::optional<capnp::Type> type_at(capnp::StructSchema schema, const std::vector<Step>& steps) {
  std::optional<capnp::Type> type;
  for (const Step& step : steps) {
    if (const auto* name = std::get_if<std::string>(&step)) {
      if (type && !type->isStruct()) return std::nullopt;
      const capnp::StructSchema in = type ? type->asStruct() : schema;
      KJ_IF_MAYBE (field, in.findFieldByName(name->c_str())) {
        type = field->getType();
      } else {
        return std::nullopt;
      }
    } else if (type && type->isList()) {
      type = type->asList().getElementType();
    } else {
      return std::nullopt;
    }
  }
  return type;
}

bool is_whole_number(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() && digits.size() <= 19 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_integer(capnp::Type type) {
  switch (type.which()) {
    case capnp::schema::Type::INT8:
    case capnp::schema::Type::INT16:
    case capnp::schema::Type::INT32:
    case capnp::schema::Type::INT64:
    case capnp::schema::Type::UINT8:
    case capnp::schema::Type::UINT16:
    case capnp::schema::Type::UINT32:
    case capnp::schema::Type::UINT64:
      return true;
    default:
      return false;
  }
}

bool is_truth(capnp::Type type) {
  return type.isBool() || (type.isEnum() && schema::is_boolean(type.asEnum()));
}

/// What a text means where that type is wanted; a text that does not fit stays a text, so that the
/// walk of the schema refuses it with the field's path.
Json value_of(std::optional<capnp::Type> type, std::string_view text) {
  if (type && is_integer(*type) && is_whole_number(text)) return Json::parse(text, nullptr, false);
  if (type && is_truth(*type)) {
    if (text == "true" || text == "yes") return true;
    if (text == "false" || text == "no") return false;
  }
  if (type && type->isList() && !type->asList().getElementType().isStruct()) {
    Json items = Json::array();
    for (const std::string& item : split_list(text))
      items.push_back(value_of(type->asList().getElementType(), item));
    return items;
  }
  return std::string(text);
}

Result<void> put_json(Json& data, const std::vector<Step>& steps, std::string_view path,
                      Json value) {
  Json* place = &data;
  for (const Step& step : steps) {
    if (const auto* name = std::get_if<std::string>(&step)) {
      if (place->is_null()) *place = Json::object();
      if (!place->is_object()) return std::unexpected(bad("this field has a value already", path));
      place = &(*place)[*name];
    } else {
      const std::size_t index = std::get<std::size_t>(step);
      if (place->is_null()) *place = Json::array();
      if (!place->is_array()) return std::unexpected(bad("this field has a value already", path));
      if (index > place->size()) {
        return std::unexpected(bad(
            "items are given in order; the next is [" + std::to_string(place->size()) + "]", path));
      }
      if (index == place->size()) place->push_back(nullptr);
      place = &(*place)[index];
    }
  }
  if (!place->is_null()) return std::unexpected(bad("this field is given twice", path));
  *place = std::move(value);
  return {};
}

Result<std::string> read_text(std::string_view path, std::string_view file_name) {
  std::ifstream file{std::string(file_name), std::ios::binary};
  if (!file)
    return std::unexpected(bad("the file cannot be read: " + std::string(file_name), path));
  std::string text;
  text.resize(limits::kImportLineBytes + 1);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad())
    return std::unexpected(bad("the file cannot be read: " + std::string(file_name), path));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > limits::kImportLineBytes)
    return fail(ErrorKind::kTooLarge, "the file is too long", {}, std::string(path));
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    items.emplace_back(text.substr(from, to - from));
    from = to + 1;
    if (to + 1 == text.size())
      items.emplace_back();  // `a,` has an empty second item, which the schema refuses
  }
  return items;
}

Result<void> put_text(Json& data, capnp::StructSchema schema, std::string_view path,
                      std::string_view text) {
  auto steps = parse_path(path);
  if (!steps) return pass(steps);
  if (!text.starts_with('@'))
    return put_json(data, *steps, path, value_of(type_at(schema, *steps), text));
  auto read = read_text(path, text.substr(1));
  if (!read) return pass(read);
  return put_json(data, *steps, path, value_of(type_at(schema, *steps), *read));
}

Result<void> put_field(Json& data, capnp::StructSchema schema, std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return std::unexpected(bad("there is no = in it", word));
  const std::string_view value = word.substr(equals + 1);
  const bool as_json = equals > 0 && word[equals - 1] == ':';
  if (!as_json) return put_text(data, schema, word.substr(0, equals), value);
  const std::string_view path = word.substr(0, equals - 1);
  auto steps = parse_path(path);
  if (!steps) return pass(steps);
  auto parsed = json::read_document(value);
  if (!parsed) {
    return fail(parsed.error().kind, "what follows := cannot be taken: " + parsed.error().what,
                parsed.error().mend.empty() ? std::string(kForms) : parsed.error().mend,
                std::string(path));
  }
  return put_json(data, *steps, path, std::move(*parsed));
}

}  // namespace probity::cli
