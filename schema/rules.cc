#include "schema/rules.h"

#include "eventstore/base/limits.h"
#include "schema/annotations.capnp.h"

namespace probity::schema {
namespace {

// The ids of annotations.capnp; generated code names no annotation.
constexpr std::uint64_t kSays = 0xb1c2a9d8e7f60512;
constexpr std::uint64_t kRequired = 0xc3d4e5f6a7b80923;
constexpr std::uint64_t kNonEmpty = 0xcb1d2e3f40516273;
constexpr std::uint64_t kFormat = 0xd4e5f6a7b8c90a34;
constexpr std::uint64_t kRange = 0xe5f6a7b8c9da0b45;
constexpr std::uint64_t kMaxBytes = 0xf6a7b8c9daeb0c56;
constexpr std::uint64_t kMaxItems = 0x87b8c9daebfc0d67;
constexpr std::uint64_t kBoolean = 0xbaebfcadbecf109a;

using Annotations = capnp::List<capnp::schema::Annotation>::Reader;

std::string_view view_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

std::string_view says_in(Annotations annotations) {
  for (const auto annotation : annotations) {
    if (annotation.getId() == kSays) return view_of(annotation.getValue().getText());
  }
  return {};
}

}  // namespace

FieldRules rules_of(capnp::StructSchema::Field field) {
  FieldRules rules;
  rules.max_bytes = limits::kTextBytes;
  rules.max_items = limits::kListItems;
  for (const auto annotation : field.getProto().getAnnotations()) {
    const auto value = annotation.getValue();
    switch (annotation.getId()) {
      case kSays:
        rules.says = view_of(value.getText());
        break;
      case kRequired:
        rules.required = true;
        break;
      case kNonEmpty:
        rules.non_empty = true;
        break;
      case kFormat:
        rules.format = view_of(value.getText());
        break;
      case kMaxBytes:
        rules.max_bytes = value.getUint32();
        break;
      case kMaxItems:
        rules.max_items = value.getUint32();
        break;
      case kRange: {
        const auto range = value.getStruct().getAs<Range>();
        rules.range = IntegerRange{range.getMin(), range.getMax()};
        break;
      }
      default:
        break;
    }
  }
  return rules;
}

std::string_view says_of(capnp::Schema schema) {
  return says_in(schema.getProto().getAnnotations());
}

std::string_view says_of(capnp::EnumSchema::Enumerant enumerant) {
  return says_in(enumerant.getProto().getAnnotations());
}

bool is_boolean(capnp::EnumSchema schema) {
  for (const auto annotation : schema.getProto().getAnnotations()) {
    if (annotation.getId() == kBoolean) return true;
  }
  return false;
}

bool in_range(const IntegerRange& range, std::int64_t value) {
  return value >= range.min && value <= range.max;
}

bool in_range(const IntegerRange& range, std::uint64_t value) {
  return range.max >= 0 && value <= static_cast<std::uint64_t>(range.max) &&
         (range.min <= 0 || value >= static_cast<std::uint64_t>(range.min));
}

bool is_set(const capnp::DynamicStruct::Reader& value, capnp::StructSchema::Field field) {
  const auto range = rules_of(field).range;
  switch (const capnp::Type type = field.getType(); type.which()) {
    case capnp::schema::Type::BOOL:
      return true;
    case capnp::schema::Type::INT8:
    case capnp::schema::Type::INT16:
    case capnp::schema::Type::INT32:
    case capnp::schema::Type::INT64:
      return !range || in_range(*range, value.get(field).as<std::int64_t>());
    case capnp::schema::Type::UINT8:
    case capnp::schema::Type::UINT16:
    case capnp::schema::Type::UINT32:
    case capnp::schema::Type::UINT64:
      return !range || in_range(*range, value.get(field).as<std::uint64_t>());
    case capnp::schema::Type::ENUM:
      return value.get(field).as<capnp::DynamicEnum>().getRaw() != 0;
    case capnp::schema::Type::TEXT:
      return value.get(field).as<capnp::Text>().size() != 0;
    case capnp::schema::Type::LIST:
      return value.get(field).as<capnp::DynamicList>().size() != 0;
    case capnp::schema::Type::STRUCT:
      return value.has(field);
    default:
      return false;
  }
}

}  // namespace probity::schema
