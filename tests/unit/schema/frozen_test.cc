// What stored bytes depend on never changes: type ids, ordinals, names, types and defaults, as
// tests/data/golden/schema.txt has them, one line each.
#include <capnp/schema.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"
#include "tests/unit/schema/released.h"

namespace probity::schema {
namespace {

constexpr std::uint16_t kNoUnion = 0xFFFF;

std::string short_name(capnp::Schema schema) { return schema.getShortDisplayName().cStr(); }

std::string name_of(capnp::Type type) {
  if (type.isStruct()) return short_name(type.asStruct());
  if (type.isEnum()) return short_name(type.asEnum());
  if (type.isList()) return fmt::format("List({})", name_of(type.asList().getElementType()));
  constexpr std::array<std::string_view, 14> kPlain{
      "Void",   "Bool",   "Int8",   "Int16",   "Int32",   "Int64", "UInt8",
      "UInt16", "UInt32", "UInt64", "Float32", "Float64", "Text",  "Data"};
  const auto which = static_cast<std::size_t>(type.which());
  return which < kPlain.size() ? std::string(kPlain[which]) : "AnyPointer";
}

std::string default_of(capnp::StructSchema::Field field) {
  const auto value = field.getProto().getSlot().getDefaultValue();
  std::uint64_t given = 0;
  switch (value.which()) {
    case capnp::schema::Value::UINT8:
      given = value.getUint8();
      break;
    case capnp::schema::Value::UINT32:
      given = value.getUint32();
      break;
    case capnp::schema::Value::UINT64:
      given = value.getUint64();
      break;
    case capnp::schema::Value::INT64:
      given = static_cast<std::uint64_t>(value.getInt64());
      break;
    default:
      break;
  }
  return given == 0 ? "" : fmt::format(" = {}", given);
}

/// Every struct and enum that can be reached from a root, in the order in which they are met.
class Dump {
 public:
  void add(capnp::StructSchema schema) {
    if (!seen_.insert(schema.getProto().getId()).second) return;
    structs_.push_back(schema);
    lines_.push_back(
        fmt::format("struct {} @0x{:016x}", short_name(schema), schema.getProto().getId()));
    for (const auto field : schema.getFields()) {
      lines_.push_back(fmt::format(
          "{} @{} {} :{}{}", short_name(schema), field.getProto().getOrdinal().getExplicit(),
          field.getProto().getName().cStr(), name_of(field.getType()), default_of(field)));
    }
    for (const auto field : schema.getFields()) add_type(field.getType());
  }

  // Views into the dump, which outlives the loop over them.
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  [[nodiscard]] const std::vector<capnp::StructSchema>& structs() const { return structs_; }
  [[nodiscard]] const std::vector<capnp::EnumSchema>& enums() const { return enums_; }

 private:
  void add_type(capnp::Type type) {
    while (type.isList()) type = type.asList().getElementType();
    if (type.isStruct()) add(type.asStruct());
    if (type.isEnum()) add(type.asEnum());
  }

  void add(capnp::EnumSchema schema) {
    if (!seen_.insert(schema.getProto().getId()).second) return;
    enums_.push_back(schema);
    lines_.push_back(
        fmt::format("enum {} @0x{:016x}", short_name(schema), schema.getProto().getId()));
    for (const auto enumerant : schema.getEnumerants()) {
      lines_.push_back(fmt::format("{} @{} {}", short_name(schema), enumerant.getOrdinal(),
                                   enumerant.getProto().getName().cStr()));
    }
  }

  std::set<std::uint64_t> seen_;
  std::vector<std::string> lines_;
  std::vector<capnp::StructSchema> structs_;
  std::vector<capnp::EnumSchema> enums_;
};

Dump stored_schema() {
  Dump dump;
  dump.add(capnp::Schema::from<Envelope>());
  dump.add(capnp::Schema::from<Content>());
  dump.add(capnp::Schema::from<Catalogue>());
  return dump;
}

TEST(Schema, KeepsTheIdsOrdinalsNamesTypesAndDefaultsOfAllThatIsReleased) {
  test::expect_released(PROBITY_TEST_DATA "/golden/schema.txt", stored_schema().lines());
}

TEST(Schema, HoldsNoUnionsGroupsOrFloatingPoint) {
  const Dump dump = stored_schema();
  for (const auto schema : dump.structs()) {
    for (const auto field : schema.getFields()) {
      const std::string name = short_name(schema) + '.' + field.getProto().getName().cStr();
      EXPECT_EQ(field.getProto().getDiscriminantValue(), kNoUnion) << name;
      EXPECT_TRUE(field.getProto().isSlot()) << name;
      EXPECT_FALSE(field.getType().isFloat32() || field.getType().isFloat64()) << name;
    }
  }
}

TEST(Schema, BeginsEveryEnumWithUnset) {
  const Dump dump = stored_schema();
  for (const auto schema : dump.enums()) {
    EXPECT_STREQ(schema.getEnumerants()[0].getProto().getName().cStr(), "unset")
        << short_name(schema);
  }
}

TEST(Schema, NamesEveryEventTypeAsItsPayloadIsNamed) {
  for (const auto field : capnp::Schema::from<Catalogue>().getFields()) {
    std::string name = field.getProto().getName().cStr();
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
    EXPECT_EQ(name, short_name(field.getType().asStruct()));
  }
}

}  // namespace
}  // namespace probity::schema
