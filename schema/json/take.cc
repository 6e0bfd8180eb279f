#include "schema/json/take.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "eventstore/base/nearest.h"
#include "schema/event.capnp.h"
#include "schema/json/formats.h"
#include "schema/json/text.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

std::string_view type_of(const ordered_json& value) {
  switch (value.type()) {
    case ordered_json::value_t::object:
      return "an object";
    case ordered_json::value_t::array:
      return "a list";
    case ordered_json::value_t::string:
      return "a text";
    case ordered_json::value_t::boolean:
      return "a truth value";
    case ordered_json::value_t::number_integer:
    case ordered_json::value_t::number_unsigned:
      return "a whole number";
    case ordered_json::value_t::number_float:
      return "a number with a point or exponent";
    default:
      return "null";
  }
}

const std::string& text_of(const ordered_json& value) {
  return value.get_ref<const std::string&>();
}

std::string_view name_of(const capnp::EnumSchema::Enumerant& enumerant) {
  const auto name = enumerant.getProto().getName();
  return {name.begin(), name.size()};
}

/// "TOP SECRET", "uk-secret" and "Secret" are all said to be secret.
bool says_secret(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') letters += c;
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
  }
  return letters.contains("secret");
}

Result<capnp::DynamicEnum> take_truth(const ordered_json& value, const Path& path,
                                      capnp::EnumSchema schema) {
  if (!value.is_boolean()) return wrong_type(path, value, "true or false");
  const std::uint16_t no = 1;
  const std::uint16_t yes = 2;
  return capnp::DynamicEnum(schema, value.get<bool>() ? yes : no);
}

struct Bounds {
  std::int64_t min;
  std::uint64_t max;
};

Bounds bounds_of(capnp::Type type) {
  constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();
  switch (type.which()) {
    case capnp::schema::Type::INT8:
      return {INT8_MIN, INT8_MAX};
    case capnp::schema::Type::INT16:
      return {INT16_MIN, INT16_MAX};
    case capnp::schema::Type::INT32:
      return {INT32_MIN, INT32_MAX};
    case capnp::schema::Type::INT64:
      return {INT64_MIN, INT64_MAX};
    case capnp::schema::Type::UINT8:
      return {0, UINT8_MAX};
    case capnp::schema::Type::UINT16:
      return {0, UINT16_MAX};
    case capnp::schema::Type::UINT32:
      return {0, UINT32_MAX};
    default:
      return {0, kMax64};
  }
}

}  // namespace

std::unexpected<Error> fault_at(const Path& path, std::string what, std::string mend,
                                ErrorKind kind) {
  return fail(kind, std::move(what), std::move(mend), path.text());
}

std::unexpected<Error> wrong_type(const Path& path, const ordered_json& value,
                                  std::string_view wanted) {
  std::string mend = value.is_null() ? "leave the field out where there is nothing to say" : "";
  return fault_at(path, fmt::format("is {}; {} is wanted", type_of(value), wanted),
                  std::move(mend));
}

std::string choices(std::string_view given, const std::vector<std::string_view>& allowed) {
  const std::string_view near = nearest(given, allowed);
  const std::string hint = near.empty() ? "" : fmt::format("did you mean \"{}\"? ", near);
  return fmt::format("{}{}: {}", hint, allowed.size() == 1 ? "only" : "one of",
                     fmt::join(allowed, ", "));
}

Result<std::string> take_text(const ordered_json& value, const Path& path, std::size_t max_bytes) {
  if (!value.is_string()) return wrong_type(path, value, "a text");
  const std::string& text = text_of(value);
  if (text.size() > max_bytes) {
    return fault_at(path, fmt::format("is {} bytes long; the limit is {}", text.size(), max_bytes),
                    "say it in fewer words, or attach the document as evidence",
                    ErrorKind::kTooLarge);
  }
  if (auto fault = fault_of(text, Lines::kMany)) {
    return fault_at(path, std::move(*fault),
                    "only newline and tab may stand in a text besides characters");
  }
  return text;
}

Result<std::string> take_formatted(const ordered_json& value, const Path& path,
                                   std::string_view format, const EdtfCheck& edtf) {
  if (!value.is_string()) return wrong_type(path, value, "a text");
  const Format* const found = find_format(format);
  if (found == nullptr) return fault_at(path, fmt::format("has the unknown format \"{}\"", format));
  if (text_of(value).empty())
    return fault_at(path, "is empty", fmt::format("give {}", found->expects));
  Result<std::string> text = apply_format(*found, text_of(value), edtf);
  if (!text && text.error().where.empty()) text.error().where = path.text();
  return text;
}

Result<void> check_list(const ordered_json& value, const Path& path, std::size_t max_items) {
  if (!value.is_array()) return wrong_type(path, value, "a list");
  if (value.size() > max_items) {
    return fault_at(path, fmt::format("has {} items; the limit is {}", value.size(), max_items), {},
                    ErrorKind::kTooLarge);
  }
  return {};
}

Result<void> check_distinct(const ordered_json& list, const Path& path) {
  std::vector<std::pair<std::string_view, std::size_t>> sorted;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].is_string()) sorted.emplace_back(text_of(list[i]), i);
  }
  std::ranges::sort(sorted);
  const auto twice =
      std::ranges::adjacent_find(sorted, {}, [](const auto& item) { return item.first; });
  if (twice == sorted.end()) return {};
  return fault_at(Path(path, std::next(twice)->second),
                  fmt::format("names {} again", in_quotes(twice->first)), "name each once");
}

Result<capnp::DynamicEnum> take_enum(const ordered_json& value, const Path& path,
                                     capnp::EnumSchema schema) {
  if (schema::is_boolean(schema)) return take_truth(value, path, schema);
  if (!value.is_string()) return wrong_type(path, value, "a text");
  const std::string& given = text_of(value);
  std::vector<std::string_view> allowed;
  for (const auto enumerant : schema.getEnumerants()) {
    if (enumerant.getOrdinal() == 0) continue;
    if (name_of(enumerant) == given) return capnp::DynamicEnum(enumerant);
    allowed.push_back(name_of(enumerant));
  }
  if (schema == capnp::Schema::from<schema::Marking>() && says_secret(given)) {
    return fault_at(path,
                    fmt::format("{} is refused: SECRET and above never belong in this ledger",
                                in_quotes(given)),
                    choices({}, allowed));
  }
  return fault_at(path, fmt::format("{} is none of its values", in_quotes(given)),
                  choices(given, allowed));
}

Result<capnp::DynamicValue::Reader> take_integer(const ordered_json& value, const Path& path,
                                                 capnp::Type type,
                                                 const std::optional<schema::IntegerRange>& range) {
  if (!value.is_number_integer()) return wrong_type(path, value, "a whole number");
  Bounds bounds = bounds_of(type);
  if (range) {
    bounds.min = std::max(bounds.min, range->min);
    bounds.max = std::min(bounds.max, static_cast<std::uint64_t>(range->max));
  }
  const bool is_unsigned = value.is_number_unsigned();
  const bool fits = is_unsigned ? std::cmp_greater_equal(value.get<std::uint64_t>(), bounds.min) &&
                                      value.get<std::uint64_t>() <= bounds.max
                                : value.get<std::int64_t>() >= bounds.min &&
                                      std::cmp_less_equal(value.get<std::int64_t>(), bounds.max);
  if (!fits) {
    return fault_at(path, fmt::format("{} does not fit", value.dump()),
                    fmt::format("give a whole number from {} to {}", bounds.min, bounds.max));
  }
  if (is_unsigned) return capnp::DynamicValue::Reader(value.get<std::uint64_t>());
  return capnp::DynamicValue::Reader(value.get<std::int64_t>());
}

}  // namespace probity::json
