#include "projections/admission/submission.h"

#include <fmt/format.h>

#include <optional>

namespace probity::projections::admission {
namespace {

std::optional<capnp::StructSchema::Field> field_of(const Fields& fields, const char* name) {
  KJ_IF_MAYBE (field, fields.data.getSchema().findFieldByName(name)) return *field;
  return std::nullopt;
}

}  // namespace

std::string_view Fields::text(const char* field) const {
  const auto found = field_of(*this, field);
  return found && found->getType().isText() ? view_of(data.get(*found).as<capnp::Text>())
                                            : std::string_view();
}

std::vector<std::string_view> Fields::texts(const char* field) const {
  std::vector<std::string_view> texts;
  const auto found = field_of(*this, field);
  if (!found || !found->getType().isList()) return texts;
  for (const auto item : data.get(*found).as<capnp::DynamicList>()) {
    texts.push_back(view_of(item.as<capnp::Text>()));
  }
  return texts;
}

std::string_view Fields::value(const char* field) const {
  const auto found = field_of(*this, field);
  if (!found || !found->getType().isEnum()) return {};
  KJ_IF_MAYBE (enumerant, data.get(*found).as<capnp::DynamicEnum>().getEnumerant()) {
    return view_of(enumerant->getProto().getName());
  }
  return {};
}

std::vector<std::string_view> Fields::any_texts(const char* field) const {
  if (const auto one = text(field); !one.empty()) return {one};
  return texts(field);
}

Fields fields_of(const FoldEvent& event) {
  return {event.content().getData().getAs<capnp::DynamicStruct>(event.kind->fields)};
}

Result<Submission> Submission::open(const eventstore::NewEvent& event, Day recorded) {
  const auto& header = event.header;
  const schema::EventType* type = schema::find_event_type(header.type);
  if (type == nullptr) {
    return fail(ErrorKind::kRefused, fmt::format("{} is no event type", header.type),
                "`probity record --list` names them.", "type");
  }
  if (!schema::stream_fits(*type, header.stream.text())) {
    return fail(ErrorKind::kRefused,
                fmt::format("{} does not go to {}", header.type, header.stream.text()),
                fmt::format("It goes to {}.", type->stream), "stream");
  }
  if (event.payload.empty()) {
    return fail(ErrorKind::kRefused, fmt::format("{} came without its fields", header.type),
                fmt::format("`probity record {} --help` describes them.", header.type), "data");
  }
  auto effective = Edtf::parse(header.effective);
  if (!effective) {
    effective.error().where = "effective";
    return pass(effective);
  }
  Submission opened;
  opened.header = &header;
  opened.type = type;
  opened.content = schema::content_of(event.payload);
  opened.data = opened.content.getData().getAs<capnp::DynamicStruct>(type->fields);
  opened.segments = header.stream.segments();
  opened.bounds = effective->bounds(recorded);
  return opened;
}

}  // namespace probity::projections::admission
