#include <string_view>
#include <utility>

#include "schema/json/line.h"
#include "schema/rules.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

std::string text_of(kj::StringPtr text) { return {text.begin(), text.size()}; }

ordered_json enum_to_json(const capnp::DynamicEnum& value) {
  if (schema::is_boolean(value.getSchema())) return value.getRaw() == 2;
  KJ_IF_MAYBE (enumerant, value.getEnumerant()) return text_of(enumerant->getProto().getName());
  // Written by a newer program: the number is all there is to say.
  return value.getRaw();
}

ordered_json value_to_json(const capnp::DynamicValue::Reader& value) {
  switch (value.getType()) {
    case capnp::DynamicValue::BOOL:
      return value.as<bool>();
    case capnp::DynamicValue::INT:
      return value.as<std::int64_t>();
    case capnp::DynamicValue::UINT:
      return value.as<std::uint64_t>();
    case capnp::DynamicValue::TEXT:
      return text_of(value.as<capnp::Text>());
    case capnp::DynamicValue::ENUM:
      return enum_to_json(value.as<capnp::DynamicEnum>());
    case capnp::DynamicValue::STRUCT:
      return to_json(value.as<capnp::DynamicStruct>());
    case capnp::DynamicValue::LIST: {
      ordered_json list = ordered_json::array();
      for (const auto item : value.as<capnp::DynamicList>()) list.push_back(value_to_json(item));
      return list;
    }
    default:
      return nullptr;
  }
}

/// "No members" is something said: a list that must be present is shown even when it is empty.
bool is_required_list(capnp::StructSchema::Field field) {
  return field.getType().isList() && schema::rules_of(field).required;
}

}  // namespace

ordered_json to_json(capnp::DynamicStruct::Reader value) {
  ordered_json object = ordered_json::object();
  for (const auto field : value.getSchema().getFields()) {
    if (!schema::is_set(value, field) && !is_required_list(field)) continue;
    object[text_of(field.getProto().getName())] = value_to_json(value.get(field));
  }
  return object;
}

}  // namespace probity::json
