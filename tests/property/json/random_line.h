// Random import lines, made by walking the schema: every one is right, so every one must be taken
// in whole.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/text.h"
#include "schema/payload.h"
#include "schema/rules.h"

namespace probity::test {

using nlohmann::ordered_json;

inline void append_utf8(std::uint32_t point, std::string& out) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0 | (point >> 6));
  } else {
    if (point < 0x10000) {
      byte(0xE0 | (point >> 12));
    } else {
      byte(0xF0 | (point >> 18));
      byte(0x80 | ((point >> 12) & 0x3F));
    }
    byte(0x80 | ((point >> 6) & 0x3F));
  }
  byte(0x80 | (point & 0x3F));
}

/// A code point that a free text may hold.
inline std::uint32_t any_point() {
  return *rc::gen::weightedOneOf<std::uint32_t>({
      {8, rc::gen::inRange<std::uint32_t>(0x20, 0x7F)},
      {1, rc::gen::element<std::uint32_t>('\n', '\t', '"', '\\', 0xA0, 0x2028, 0xFEFF, 0xFFFF,
                                          0x10FFFF)},
      {2, rc::gen::inRange<std::uint32_t>(0xA0, 0xD800)},
      {1, rc::gen::inRange<std::uint32_t>(0xE000, 0x10000)},
      {1, rc::gen::inRange<std::uint32_t>(0x10000, 0x110000)},
  });
}

inline std::string any_text() {
  std::string out;
  const int points = *rc::gen::inRange(1, 40);
  for (int i = 0; i < points; ++i) append_utf8(any_point(), out);
  return out;
}

inline std::string any_of(std::string_view letters, int least, int most) {
  std::string out;
  const int length = *rc::gen::inRange(least, most + 1);
  for (int i = 0; i < length; ++i)
    out += letters[*rc::gen::inRange<std::size_t>(0, letters.size())];
  return out;
}

inline std::string any_segment() {
  constexpr std::string_view kFirst = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::string_view kMore = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  return any_of(kFirst, 1, 1) + any_of(kMore, 0, 20);
}

inline std::string any_hex(int digits) { return any_of("0123456789abcdef", digits, digits); }

inline std::string any_uuid() {
  return any_hex(8) + '-' + any_hex(4) + "-7" + any_hex(3) + "-8" + any_hex(3) + '-' + any_hex(12);
}

inline std::string any_day() { return to_text(Day{*rc::gen::inRange(-100'000, 100'000)}); }

inline std::string any_edtf() {
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return any_day() + *rc::gen::element<std::string>("", "~", "?");
    case 1:
      return any_day().substr(0, 7);
    case 2:
      return "../" + any_day();
    case 3:
      return any_day() + "/..";
    default:
      return any_day() + "T12:30:00+01:00";
  }
}

inline std::string any_decimal() {
  const std::string fraction = *rc::gen::arbitrary<bool>() ? "." + any_of("0123456789", 1, 10) : "";
  return *rc::gen::element<std::string>("", "-") + any_of("0123456789", 1, 20) + fraction;
}

inline std::string any_formatted(std::string_view format) {
  if (format.empty()) return any_text();
  if (format == "uuid") return any_uuid();
  if (format == "edtf") return any_edtf();
  if (format == "sha256" || format == "digest") return any_hex(64);
  if (format == "decimal") return any_decimal();
  if (format == "url") return "https://example.org/" + any_segment();
  if (format == "instant")
    return to_text(Instant{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000)});
  if (format == "verifierKey") return any_segment() + '+' + any_hex(8) + '+' + "AQID";
  return any_segment();
}

ordered_json any_struct(capnp::StructSchema schema);

inline ordered_json any_integer(const schema::FieldRules& rules) {
  const auto range = rules.range.value_or(schema::IntegerRange{0, 255});
  const auto min = static_cast<std::uint64_t>(range.min);
  const auto max = static_cast<std::uint64_t>(range.max);
  const std::uint64_t between = min + *rc::gen::arbitrary<std::uint64_t>() % (max - min + 1);
  return *rc::gen::elementOf(std::vector<std::uint64_t>{min, max, between, between});
}

inline ordered_json any_value(capnp::Type type, const schema::FieldRules& rules) {
  if (type.isStruct()) return any_struct(type.asStruct());
  if (type.isText()) return any_formatted(rules.format);
  if (!type.isEnum()) return any_integer(rules);
  if (schema::is_boolean(type.asEnum())) return *rc::gen::arbitrary<bool>();
  const auto values = type.asEnum().getEnumerants();
  return values[*rc::gen::inRange<unsigned>(1, values.size())].getProto().getName().cStr();
}

/// Ids and words are distinct in a list; an optional list is never empty, for that says the same as
/// leaving it out.
inline ordered_json any_list(capnp::Type element, const schema::FieldRules& rules) {
  ordered_json list = ordered_json::array();
  std::set<std::string> seen;
  const int wanted = *rc::gen::inRange(rules.required && !rules.non_empty ? 0 : 1, 5);
  for (int i = 0; i < wanted; ++i) {
    ordered_json item = any_value(element, rules);
    if (seen.insert(item.dump()).second) list.push_back(std::move(item));
  }
  return list;
}

inline ordered_json any_struct(capnp::StructSchema schema) {
  ordered_json object = ordered_json::object();
  for (const auto field : schema.getFields()) {
    const schema::FieldRules rules = schema::rules_of(field);
    if (!rules.required && *rc::gen::arbitrary<bool>()) continue;
    const capnp::Type type = field.getType();
    object[field.getProto().getName().cStr()] =
        type.isList() ? any_list(type.asList().getElementType(), rules) : any_value(type, rules);
  }
  return object;
}

/// A stream that fits a pattern.
inline std::string any_stream(std::string_view pattern) {
  if (pattern == "*") return "finding/" + any_segment();
  std::string stream;
  for (bool wild = false; const char c : pattern) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !wild) stream += any_segment();
    if (!capital) stream += c;
    wild = capital;
  }
  return stream;
}

inline ordered_json any_line() {
  const auto types = schema::event_types();
  const schema::EventType& type = types[*rc::gen::inRange<std::size_t>(0, types.size())];
  ordered_json line = {{"stream", any_stream(type.stream)},
                       {"type", type.name},
                       {"effective", any_edtf()},
                       {"actor", any_segment()},
                       {"data", any_struct(type.fields)}};
  if (*rc::gen::arbitrary<bool>()) line["id"] = any_uuid();
  if (*rc::gen::arbitrary<bool>())
    line["marking"] = *rc::gen::element<std::string>("official", "officialSensitive");
  if (*rc::gen::arbitrary<bool>())
    line["source"] = any_struct(capnp::Schema::from<schema::Source>());
  if (*rc::gen::arbitrary<bool>()) line["person"] = any_text();
  if (*rc::gen::arbitrary<bool>()) line["key"] = any_segment();
  return line;
}

/// The same members in another order, at every depth.
inline ordered_json shuffled(const ordered_json& value) {
  if (value.is_array()) {
    ordered_json list = ordered_json::array();
    for (const ordered_json& item : value) list.push_back(shuffled(item));
    return list;
  }
  if (!value.is_object()) return value;
  std::vector<std::pair<std::uint32_t, std::string>> names;
  for (auto member = value.begin(); member != value.end(); ++member) {
    names.emplace_back(*rc::gen::arbitrary<std::uint32_t>(), member.key());
  }
  std::ranges::sort(names);
  ordered_json object = ordered_json::object();
  for (const auto& [rank, name] : names) object[name] = shuffled(value[name]);
  return object;
}

}  // namespace probity::test
