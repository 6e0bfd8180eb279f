#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "schema/json/document.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

/// UTF-8 sorts as code points do; in UTF-16 those above U+FFFF begin with a surrogate and so come
/// before U+E000 to U+FFFF, whose first byte in UTF-8 is 0xEE or 0xEF: these go last.
unsigned utf16_rank(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value == 0xEE || value == 0xEF ? value + 8U : value;
}

bool utf16_less(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(a, b, {}, utf16_rank, utf16_rank);
}

void write_escape(char c, std::string& out) {
  constexpr std::string_view kShort = "\"\\\b\t\n\f\r";
  constexpr std::string_view kLetters = "\"\\btnfr";
  const std::size_t at = kShort.find(c);
  if (at == std::string_view::npos) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  } else {
    out += {'\\', kLetters[at]};
  }
}

void write_text(std::string_view text, std::string& out) {
  const auto needs_escape = [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  };
  out += '"';
  while (true) {
    const auto next = std::ranges::find_if(text, needs_escape);
    out.append(text.begin(), next);
    if (next == text.end()) break;
    write_escape(*next, out);
    text.remove_prefix(static_cast<std::size_t>(next - text.begin()) + 1);
  }
  out += '"';
}

void write_value(const ordered_json& value, std::string& out);

void write_object(const ordered_json& object, std::string& out) {
  std::vector<ordered_json::const_iterator> members;
  members.reserve(object.size());
  for (auto member = object.begin(); member != object.end(); ++member) members.push_back(member);
  std::ranges::sort(members,
                    [](const auto& a, const auto& b) { return utf16_less(a.key(), b.key()); });
  out += '{';
  for (bool first = true; const auto& member : members) {
    if (!first) out += ',';
    first = false;
    write_text(member.key(), out);
    out += ':';
    write_value(*member, out);
  }
  out += '}';
}

void write_list(const ordered_json& list, std::string& out) {
  out += '[';
  for (bool first = true; const ordered_json& item : list) {
    if (!first) out += ',';
    first = false;
    write_value(item, out);
  }
  out += ']';
}

void write_value(const ordered_json& value, std::string& out) {
  switch (value.type()) {
    case ordered_json::value_t::object:
      return write_object(value, out);
    case ordered_json::value_t::array:
      return write_list(value, out);
    case ordered_json::value_t::string:
      return write_text(value.get_ref<const std::string&>(), out);
    case ordered_json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case ordered_json::value_t::number_integer:
      out += fmt::to_string(value.get<std::int64_t>());
      return;
    case ordered_json::value_t::number_unsigned:
      out += fmt::to_string(value.get<std::uint64_t>());
      return;
    default:
      out += "null";
  }
}

}  // namespace

std::string canonical_text(const ordered_json& document) {
  std::string out;
  write_value(document, out);
  return out;
}

}  // namespace probity::json
