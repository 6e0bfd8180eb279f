#include "cli/record/event_help.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/record/entry.h"
#include "cli/text.h"
#include "eventstore/base/nearest.h"
#include "schema/rules.h"

namespace probity::cli {

namespace {

using Field = capnp::StructSchema::Field;
using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string name_of(Field field) { return field.getProto().getName().cStr(); }

/// The values of an enum as JSON takes them.
std::vector<std::string> values_of(capnp::EnumSchema schema) {
  if (schema::is_boolean(schema)) return {"yes", "no"};
  std::vector<std::string> values;
  for (const auto value : schema.getEnumerants()) {
    if (value.getOrdinal() > 0) values.emplace_back(value.getProto().getName().cStr());
  }
  return values;
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

/// How a value's form is called where an option wants one; the forms are those of the schema's
/// annotations.
struct Form {
  std::string_view format;
  std::string_view placeholder;
  std::string_view says;
};
constexpr std::array kForms{
    Form{"body", "BODY", "a body"},
    Form{"ref", "REF", "a finding"},
    Form{"inspection", "INSPECTION", "an inspection"},
    Form{"agreement", "AGREEMENT", "an agreement"},
    Form{"slug", "SLUG", "lower-case letters, digits and -"},
    Form{"uuid", "UUID", "an event's id"},
    Form{"edtf", "DATE", "a date as exactly as it is known (EDTF)"},
    Form{"sha256", "HEX", "64 hex digits"},
    Form{"digest", "HEX", "64 hex digits"},
    Form{"decimal", "NUMBER", "a decimal number"},
    Form{"url", "URL", "an address"},
    Form{"instant", "INSTANT", "an instant, such as 2023-03-02T10:00:00Z"},
    Form{"verifierKey", "KEY", "a verifier key"},
};
constexpr Form kText{"", "TEXT", "text"};

const Form& form_of(std::string_view format) {
  const auto* const found = std::find_if(kForms.begin(), kForms.end(),
                                         [&](const Form& form) { return form.format == format; });
  return found == kForms.end() ? kText : *found;
}

std::string type_text(capnp::Type type, const schema::FieldRules& rules);

std::string struct_text(capnp::StructSchema schema) {
  std::string fields;
  for (const Field field : schema.getFields())
    fields += (fields.empty() ? "" : ", ") + name_of(field);
  return "items with " + fields;
}

std::string type_text(capnp::Type type, const schema::FieldRules& rules) {
  if (type.isList()) {
    const capnp::Type item = type.asList().getElementType();
    return item.isStruct() ? "a list of " + struct_text(item.asStruct())
                           : "a list; each " + type_text(item, rules);
  }
  if (type.isEnum()) return joined(values_of(type.asEnum()));
  if (type.isText()) return std::string(form_of(rules.format).says);
  if (rules.range && rules.range->max < 1'000'000) {
    return fmt::format("a number from {} to {}", rules.range->min, rules.range->max);
  }
  return "a number";
}

std::string placeholder_of(capnp::Type type, const schema::FieldRules& rules) {
  if (type.isList()) return "A,B";
  if (type.isEnum()) return schema::is_boolean(type.asEnum()) ? "yes|no" : "VALUE";
  if (type.isText()) return std::string(form_of(rules.format).placeholder);
  return "N";
}

void append_pairs(std::string& out, const Pairs& pairs, std::size_t indent, unsigned width) {
  std::size_t name_width = 0;
  for (const auto& [name, text] : pairs) name_width = std::max(name_width, columns_of(name));
  const std::size_t column = indent + name_width + 2;
  for (const auto& [name, text] : pairs) {
    std::string_view shown = name;
    for (const std::string& line : wrap(text, width > column + 20 ? width - column : 20)) {
      out += std::string(indent, ' ') + padded(shown, name_width) + "  " + line + '\n';
      shown = {};
    }
  }
}

}  // namespace

std::string event_list(unsigned width) {
  std::vector<std::string_view> streams;
  for (const auto& type : schema::event_types()) {
    if (std::find(streams.begin(), streams.end(), type.stream) == streams.end())
      streams.push_back(type.stream);
  }
  std::string out;
  for (const std::string_view stream : streams) {
    out += fmt::format("{}{}\n", out.empty() ? "" : "\n", stream == "*" ? "any stream" : stream);
    Pairs pairs;
    for (const auto& type : schema::event_types()) {
      if (type.stream == stream) pairs.emplace_back(type.name, std::string(type.says));
    }
    append_pairs(out, pairs, 2, width);
  }
  return out;
}

std::string fields_help(const schema::EventType& type, unsigned width) {
  std::string out = fmt::format("\n{}: {}\n  goes to {}{}\n\nFields\n", type.name, type.says,
                                type.stream == "*" ? "any stream" : type.stream,
                                type.opening ? ", and may be its first event" : "");
  Pairs pairs;
  for (const Field field : type.fields.getFields()) {
    const auto rules = schema::rules_of(field);
    pairs.emplace_back(name_of(field), fmt::format("{}{}: {}", rules.required ? "required; " : "",
                                                   type_text(field.getType(), rules), rules.says));
  }
  append_pairs(out, pairs, 2, width);
  return out;
}

OptionSpec option_for(Field field) {
  const auto rules = schema::rules_of(field);
  const capnp::Type type = field.getType();
  OptionSpec option{
      option_of(name_of(field)), placeholder_of(type, rules), std::string(rules.says), false, {}};
  if (type.isEnum()) option.choices = values_of(type.asEnum());
  if (name_of(field) == "body") {
    option.help += " (left out: the actor)";
  } else if (rules.required) {
    option.help += " (required)";
  }
  return option;
}

Result<const schema::EventType*> event_type_named(std::string_view name) {
  if (const auto* type = schema::find_event_type(name)) return type;
  std::vector<std::string_view> names;
  for (const auto& type : schema::event_types()) names.push_back(type.name);
  const std::string_view near = nearest(name, names);
  return fail(ErrorKind::kMalformed, fmt::format("there is no event {}", name),
              near.empty() ? std::string("probity record --list lists them")
                           : fmt::format("Did you mean {}?", near));
}

}  // namespace probity::cli
