#include "projections/questions/time/row_fields.h"

#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "schema/views.capnp.h"

namespace probity::projections {
namespace {

using capnp::DynamicStruct;
using capnp::DynamicValue;

struct RowForm {
  std::string_view view;
  capnp::StructSchema schema;
};

capnp::StructSchema schema_of(std::string_view view) {
  static const auto kForms = std::to_array<RowForm>({
      {"agreements", capnp::Schema::from<schema::AgreementRow>()},
      {"bodies", capnp::Schema::from<schema::BodyRow>()},
      {"clients", capnp::Schema::from<schema::ClientRow>()},
      {"disruptions", capnp::Schema::from<schema::DisruptionRow>()},
      {"evidence", capnp::Schema::from<schema::EvidenceRow>()},
      {"findings", capnp::Schema::from<schema::FindingRow>()},
      {"grades", capnp::Schema::from<schema::GradeRow>()},
      {"inspections", capnp::Schema::from<schema::InspectionRow>()},
      {"measures", capnp::Schema::from<schema::MeasureRow>()},
      {"meetings", capnp::Schema::from<schema::MeetingRow>()},
      {"monitoring", capnp::Schema::from<schema::MonitoringRow>()},
      {"plans", capnp::Schema::from<schema::PlanRow>()},
      {"practice", capnp::Schema::from<schema::PracticeRow>()},
      {"priorities", capnp::Schema::from<schema::PriorityRow>()},
      {"responses", capnp::Schema::from<schema::ResponseRow>()},
      {"roles", capnp::Schema::from<schema::RoleRow>()},
  });
  return std::ranges::find(kForms, view, &RowForm::view)->schema;
}

std::string text_of(const DynamicValue::Reader& value) {
  switch (value.getType()) {
    case DynamicValue::BOOL:
      return value.as<bool>() ? "yes" : "no";
    case DynamicValue::INT:
      return fmt::to_string(value.as<std::int64_t>());
    case DynamicValue::UINT:
      return fmt::to_string(value.as<std::uint64_t>());
    case DynamicValue::TEXT:
      return to_string(value.as<capnp::Text>());
    case DynamicValue::ENUM: {
      const auto enumerant = value.as<capnp::DynamicEnum>();
      return enumerant_name(enumerant.getSchema(), enumerant.getRaw());
    }
    default:
      return {};
  }
}

class Walk {
 public:
  void fields(DynamicStruct::Reader row, const std::string& prefix) {
    for (const auto field : row.getSchema().getFields()) {
      if (!row.has(field, capnp::HasMode::NON_DEFAULT)) continue;
      const std::string name = field.getProto().getName();
      if (prefix.empty() && name == "head") continue;
      value(row.get(field), prefix + name);
    }
  }
  void add(std::string path, std::string value) {
    if (!value.empty()) out_.push_back({std::move(path), std::move(value)});
  }
  [[nodiscard]] std::vector<RowField> take() { return std::move(out_); }

 private:
  void value(const DynamicValue::Reader& value, const std::string& path) {
    if (value.getType() == DynamicValue::STRUCT) return structure(value.as<DynamicStruct>(), path);
    if (value.getType() == DynamicValue::LIST) return list(value.as<capnp::DynamicList>(), path);
    // A sort day stands beside the date as it was said.
    if (value.getType() != DynamicValue::INT) add(path, text_of(value));
  }
  void structure(DynamicStruct::Reader row, const std::string& path) {
    if (row.getSchema() != capnp::Schema::from<schema::Act>()) return fields(row, path + '.');
    const auto act = row.as<schema::Act>();
    if (!happened(act)) return;
    add(path, to_string(act.getEffective()));
    add(path + ".by", to_string(act.getActor()));
  }
  void list(capnp::DynamicList::Reader items, const std::string& path) {
    if (!items.getSchema().whichElementType() ||
        items.getSchema().whichElementType() != capnp::schema::Type::STRUCT) {
      std::string texts;
      for (const auto item : items) texts += (texts.empty() ? "" : ", ") + text_of(item);
      return add(path, std::move(texts));
    }
    std::set<std::string> taken;
    std::size_t number = 0;
    for (const auto item : items) {
      const auto row = item.as<DynamicStruct>();
      std::string key = key_of(row);
      ++number;
      if (key.empty() || !taken.insert(key).second) key = fmt::to_string(number);
      fields(row, fmt::format("{}[{}].", path, key));
    }
  }
  static std::string key_of(DynamicStruct::Reader row) {
    for (const char* name : {"body", "question", "basis"}) {
      const auto field = row.getSchema().findFieldByName(name);
      KJ_IF_MAYBE (found, field) return text_of(row.get(*found));
    }
    return {};
  }
  std::vector<RowField> out_;
};

}  // namespace

std::vector<RowField> row_fields(const ViewDefinition& view, const Fold& fold) {
  capnp::MallocMessageBuilder message;
  (void)fold.write(message);
  Walk walk;
  if (view.name == "findings") {
    const auto status = own_status(message.getRoot<schema::FindingRow>().asReader());
    walk.add("status", name_of(status));
  }
  const auto root = message.getRoot<DynamicStruct>(schema_of(view.name));
  walk.fields(root.asReader(), {});
  return walk.take();
}

std::vector<const ViewDefinition*> views_of(const StreamId& stream) {
  std::vector<const ViewDefinition*> views;
  for (const ViewDefinition& view : all_views()) {
    if (view.category == stream.category()) views.push_back(&view);
  }
  std::ranges::stable_partition(
      views, [](const ViewDefinition* view) { return view->name.starts_with(view->category); });
  return views;
}

}  // namespace probity::projections
