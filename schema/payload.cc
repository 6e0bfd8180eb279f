#include "schema/payload.h"

#include <fmt/format.h>

#include <algorithm>

#include "schema/rules.h"

namespace probity::schema {
namespace {

// The ids of annotations.capnp; generated code names no annotation.
constexpr std::uint64_t kStream = 0x98c9daebfcad0e78;
constexpr std::uint64_t kOpening = 0xa9daebfcadbe0f89;

std::string_view view_of(kj::StringPtr text) { return {text.begin(), text.size()}; }

EventType event_type_of(capnp::StructSchema::Field field) {
  EventType type;
  type.fields = field.getType().asStruct();
  type.name = view_of(type.fields.getShortDisplayName());
  type.says = says_of(type.fields);
  for (const auto annotation : field.getProto().getAnnotations()) {
    if (annotation.getId() == kStream) type.stream = view_of(annotation.getValue().getText());
    if (annotation.getId() == kOpening) type.opening = true;
  }
  return type;
}

std::vector<EventType> read_catalogue() {
  std::vector<EventType> types;
  for (const auto field : capnp::Schema::from<Catalogue>().getFields())
    types.push_back(event_type_of(field));
  return types;
}

/// Drops the first segment of `path` and gives it.
std::string_view take_segment(std::string_view& path) {
  const std::size_t end = path.find('/');
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  return segment;
}

/// A segment of a pattern in capitals stands for any segment.
bool is_wild(std::string_view segment) {
  return !segment.empty() && segment.front() >= 'A' && segment.front() <= 'Z';
}

class Flattener {
 public:
  void walk(const std::string& prefix, const capnp::DynamicStruct::Reader& value) {
    for (const auto field : value.getSchema().getFields()) {
      if (!is_set(value, field)) continue;
      const std::string name = prefix + field.getProto().getName().cStr();
      add(name, value.get(field), !rules_of(field).format.empty());
    }
  }

  std::vector<std::pair<std::string, std::string>> take() && { return std::move(fields_); }

 private:
  void add(const std::string& name, const capnp::DynamicValue::Reader& value, bool one_word) {
    switch (value.getType()) {
      case capnp::DynamicValue::STRUCT:
        return walk(name + '.', value.as<capnp::DynamicStruct>());
      case capnp::DynamicValue::LIST:
        return add_list(name, value.as<capnp::DynamicList>(), one_word);
      default:
        fields_.emplace_back(name, scalar(value));
    }
  }

  /// Ids and enum values hold no comma, so that a list of them is one value; other items stand
  /// alone.
  void add_list(const std::string& name, const capnp::DynamicList::Reader& list, bool one_word) {
    if (one_word || list.getSchema().getElementType().isEnum()) {
      std::string joined;
      for (const auto item : list) joined += (joined.empty() ? "" : ",") + scalar(item);
      fields_.emplace_back(name, std::move(joined));
      return;
    }
    for (std::uint32_t i = 0; i < list.size(); ++i)
      add(fmt::format("{}[{}]", name, i), list[i], false);
  }

  static std::string scalar(const capnp::DynamicValue::Reader& value) {
    switch (value.getType()) {
      case capnp::DynamicValue::BOOL:
        return value.as<bool>() ? "true" : "false";
      case capnp::DynamicValue::INT:
        return fmt::to_string(value.as<std::int64_t>());
      case capnp::DynamicValue::UINT:
        return fmt::to_string(value.as<std::uint64_t>());
      case capnp::DynamicValue::TEXT:
        return std::string(view_of(value.as<capnp::Text>()));
      case capnp::DynamicValue::ENUM:
        return enum_text(value.as<capnp::DynamicEnum>());
      default:
        return {};
    }
  }

  static std::string enum_text(const capnp::DynamicEnum& value) {
    if (is_boolean(value.getSchema())) return value.getRaw() == 2 ? "true" : "false";
    KJ_IF_MAYBE (enumerant, value.getEnumerant()) {
      return std::string(view_of(enumerant->getProto().getName()));
    }
    return fmt::format("unknown({})", value.getRaw());
  }

  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace

std::span<const EventType> event_types() {
  static const std::vector<EventType> types = read_catalogue();
  return types;
}

const EventType* find_event_type(std::string_view name) {
  static const std::vector<const EventType*> by_name = [] {
    std::vector<const EventType*> sorted;
    for (const EventType& type : event_types()) sorted.push_back(&type);
    std::ranges::sort(sorted, {}, &EventType::name);
    return sorted;
  }();
  const auto found = std::ranges::lower_bound(by_name, name, {}, &EventType::name);
  return found != by_name.end() && (*found)->name == name ? *found : nullptr;
}

bool stream_fits(const EventType& type, std::string_view stream) {
  if (type.stream == "*") return true;
  std::string_view pattern = type.stream;
  while (!pattern.empty() && !stream.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view given = take_segment(stream);
    if (!is_wild(wanted) && wanted != given) return false;
  }
  return pattern.empty() && stream.empty();
}

Content::Reader content_of(std::span<const std::uint64_t> words) {
  if (words.empty()) return {};
  return capnp::readMessageUnchecked<Content>(reinterpret_cast<const capnp::word*>(words.data()));
}

std::vector<std::pair<std::string, std::string>> set_fields(capnp::DynamicStruct::Reader value) {
  Flattener flattener;
  flattener.walk({}, value);
  return std::move(flattener).take();
}

}  // namespace probity::schema
