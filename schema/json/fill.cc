#include "schema/json/fill.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "schema/json/take.h"
#include "schema/json/text.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

std::string_view view_of(kj::StringPtr text) { return {text.begin(), text.size()}; }

capnp::Text::Reader capnp_text(const std::string& text) { return {text.c_str(), text.size()}; }

/// One field or list item on its way in.
struct Slot {
  const ordered_json& value;
  const Path& path;
  const schema::FieldRules& rules;
  const EdtfCheck& edtf;
};

Result<std::string> text_in(const Slot& slot) {
  return slot.rules.format.empty()
             ? take_text(slot.value, slot.path, slot.rules.max_bytes)
             : take_formatted(slot.value, slot.path, slot.rules.format, slot.edtf);
}

Result<void> fill_item(const Slot& slot, capnp::DynamicList::Builder list, std::uint32_t index) {
  const capnp::Type type = list.getSchema().getElementType();
  if (type.isStruct()) {
    return fill_struct(slot.value, slot.path, slot.edtf, list[index].as<capnp::DynamicStruct>());
  }
  if (type.isEnum()) {
    auto value = take_enum(slot.value, slot.path, type.asEnum());
    if (!value) return pass(value);
    list.set(index, *value);
    return {};
  }
  if (type.isText()) {
    auto text = text_in(slot);
    if (!text) return pass(text);
    if (text->empty()) return fault_at(slot.path, "is empty", "leave the item out");
    list.set(index, capnp_text(*text));
    return {};
  }
  auto number = take_integer(slot.value, slot.path, type, slot.rules.range);
  if (!number) return pass(number);
  list.set(index, *number);
  return {};
}

Result<void> fill_list(const Slot& slot, capnp::StructSchema::Field field,
                       capnp::DynamicStruct::Builder target) {
  if (auto checked = check_list(slot.value, slot.path, slot.rules.max_items); !checked)
    return checked;
  if (slot.value.empty()) {
    if (slot.rules.non_empty) return fault_at(slot.path, "has no items", "give at least one");
    return {};
  }
  const auto count = static_cast<std::uint32_t>(slot.value.size());
  auto list = target.init(field, count).as<capnp::DynamicList>();
  for (std::uint32_t i = 0; i < count; ++i) {
    const Path path(slot.path, i);
    if (auto filled = fill_item({slot.value[i], path, slot.rules, slot.edtf}, list, i); !filled)
      return filled;
  }
  const bool is_set_of_words =
      !slot.rules.format.empty() || list.getSchema().getElementType().isEnum();
  return is_set_of_words ? check_distinct(slot.value, slot.path) : Result<void>{};
}

Result<void> fill_text(const Slot& slot, capnp::StructSchema::Field field,
                       capnp::DynamicStruct::Builder target) {
  const bool empty = slot.value.is_string() && slot.value.get_ref<const std::string&>().empty();
  if (empty && !slot.rules.required) return {};
  auto text = text_in(slot);
  if (!text) return pass(text);
  if (text->empty()) return fault_at(slot.path, "is empty", "the field must say something");
  target.set(field, capnp_text(*text));
  return {};
}

Result<void> fill_field(const Slot& slot, capnp::StructSchema::Field field,
                        capnp::DynamicStruct::Builder target) {
  const capnp::Type type = field.getType();
  switch (type.which()) {
    case capnp::schema::Type::TEXT:
      return fill_text(slot, field, target);
    case capnp::schema::Type::LIST:
      return fill_list(slot, field, target);
    case capnp::schema::Type::STRUCT:
      return fill_struct(slot.value, slot.path, slot.edtf,
                         target.init(field).as<capnp::DynamicStruct>());
    case capnp::schema::Type::ENUM: {
      auto value = take_enum(slot.value, slot.path, type.asEnum());
      if (!value) return pass(value);
      target.set(field, *value);
      return {};
    }
    case capnp::schema::Type::BOOL:
      if (!slot.value.is_boolean()) return wrong_type(slot.path, slot.value, "true or false");
      target.set(field, slot.value.get<bool>());
      return {};
    default: {
      auto number = take_integer(slot.value, slot.path, type, slot.rules.range);
      if (!number) return pass(number);
      target.set(field, *number);
      return {};
    }
  }
}

}  // namespace

Result<void> check_members(const ordered_json& object, const Path& path,
                           std::span<const std::string_view> known,
                           std::span<const std::string_view> required) {
  if (!object.is_object()) return wrong_type(path, object, "an object");
  for (auto member = object.begin(); member != object.end(); ++member) {
    const std::string& name = member.key();
    if (std::ranges::find(known, name) != known.end()) continue;
    return fault_at(path, fmt::format("has the unknown field {}", in_quotes(name)),
                    choices(name, {known.begin(), known.end()}));
  }
  std::vector<std::string_view> missing;
  for (const std::string_view name : required) {
    if (!object.contains(name)) missing.push_back(name);
  }
  if (missing.empty()) return {};
  return fault_at(path, fmt::format("lacks the field{} {}", missing.size() == 1 ? "" : "s",
                                    fmt::join(missing, ", ")));
}

Result<void> fill_struct(const ordered_json& object, const Path& path, const EdtfCheck& edtf,
                         capnp::DynamicStruct::Builder target) {
  const auto fields = target.getSchema().getFields();
  std::vector<std::string_view> known;
  std::vector<std::string_view> required;
  for (const auto field : fields) {
    const std::string_view name = view_of(field.getProto().getName());
    known.push_back(name);
    if (schema::rules_of(field).required) required.push_back(name);
  }
  if (auto checked = check_members(object, path, known, required); !checked) return checked;
  for (const auto field : fields) {
    const std::string_view name = view_of(field.getProto().getName());
    const auto member = object.find(name);
    if (member == object.end()) continue;
    const Path inner(path, name);
    if (auto filled = fill_field({*member, inner, schema::rules_of(field), edtf}, field, target);
        !filled) {
      return filled;
    }
  }
  return {};
}

}  // namespace probity::json
