#include "projections/admission/references.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "eventstore/base/nearest.h"
#include "projections/admission/tables.h"
#include "schema/rules.h"

namespace probity::projections::admission {
namespace {

/// A form of text that names a stream of a category.
struct Reference {
  std::string_view format;    // the schema's
  std::string_view category;  // of the stream that must be there
  std::string_view noun;      // for a refusal
  std::string_view mend;      // how to record one
};
constexpr auto kReferences = std::to_array<Reference>({
    {"body", "body", "body", "Have the registrar register it first (BodyRegistered)"},
    {"ref", "finding", "finding", "Raise it first"},
    {"inspection", "inspection", "inspection", "Record it first (InspectionOpened)"},
    {"agreement", "agreement", "agreement", "Record it first (AgreementProposed)"},
});

std::string suggestion(std::string_view word, const Streams& streams, std::string_view category) {
  const auto names = streams.names(category);
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = nearest(word, views);
  return near.empty() ? std::string() : fmt::format("did you mean {}?", near);
}

/// `Raise it first; did you mean em-soc-2023-rec-1?`
std::string mend_with(std::string_view first, std::string_view meant) {
  return meant.empty() ? fmt::format("{}.", first) : fmt::format("{}; {}", first, meant);
}

Result<void> check(const Reference& reference, std::string_view value, std::string_view where,
                   Streams& streams, std::string_view noun) {
  const KnownStream* stream = streams.find(reference.category, value);
  if (stream != nullptr && stream->opening() != nullptr) return {};
  if (stream != nullptr) {
    const auto* by = stream->history.struck_by(0, stream->history.events().size());
    return fail(ErrorKind::kRefused,
                fmt::format("{} {} was withdrawn: its first event is struck by @{}", noun, value,
                            by == nullptr ? 0 : by->position().value),
                fmt::format("`probity history {}/{}` shows why.", reference.category, value),
                std::string(where));
  }
  return fail(ErrorKind::kRefused, fmt::format("unknown {} '{}'", noun, value),
              mend_with(reference.mend, suggestion(value, streams, reference.category)),
              std::string(where));
}

/// Visits every text of a payload that names a stream.
class Walk {
 public:
  explicit Walk(Streams& streams) : streams_(&streams) {}

  Result<void> fields(const capnp::DynamicStruct::Reader& value, const std::string& path) {
    for (const auto field : value.getSchema().getFields()) {
      if (!schema::is_set(value, field)) continue;
      const auto rule =
          std::ranges::find(kReferences, schema::rules_of(field).format, &Reference::format);
      const Reference* reference = rule == kReferences.end() ? nullptr : &*rule;
      const auto name = view_of(field.getProto().getName());
      if (auto done = item(value.get(field), reference, fmt::format("{}.{}", path, name)); !done) {
        return done;
      }
    }
    return {};
  }

 private:
  Result<void> item(const capnp::DynamicValue::Reader& value, const Reference* reference,
                    const std::string& path) {
    switch (value.getType()) {
      case capnp::DynamicValue::STRUCT:
        return fields(value.as<capnp::DynamicStruct>(), path);
      case capnp::DynamicValue::LIST:
        return items(value.as<capnp::DynamicList>(), reference, path);
      case capnp::DynamicValue::TEXT:
        if (reference == nullptr) return {};
        return check(*reference, view_of(value.as<capnp::Text>()), path, *streams_,
                     reference->noun);
      default:
        return {};
    }
  }
  Result<void> items(const capnp::DynamicList::Reader& list, const Reference* reference,
                     const std::string& path) {
    const auto element = list.getSchema().getElementType();
    if (!element.isStruct() && reference == nullptr) return {};
    for (unsigned i = 0; i < list.size(); ++i) {
      if (auto done = item(list[i], reference, fmt::format("{}[{}]", path, i)); !done) return done;
    }
    return {};
  }

  Streams* streams_;
};

}  // namespace

Result<void> check_references(const Submission& event, Streams& streams) {
  const auto& audience = event.header->audience;
  for (std::size_t i = 0; i < audience.size(); ++i) {
    if (auto known = check_body(audience[i], fmt::format("audience[{}]", i), streams); !known) {
      return known;
    }
  }
  return Walk(streams).fields(event.data, "data");
}

Result<void> check_body(std::string_view body, std::string_view where, Streams& streams,
                        std::string_view noun) {
  return check(kReferences.front(), body, where, streams, noun);
}

Result<void> check_stream_ids(const Submission& event, Streams& streams) {
  if (event.type->stream == "*") return {};
  for (const auto& rule : id_rules()) {
    if (rule.category != event.category()) continue;
    const std::string_view id = event.segments[rule.segment];
    if (rule.body) {
      if (auto known = check_body(id, "stream", streams); !known) return known;
    }
    if (rule.field == nullptr) continue;
    const bool actor = std::string_view(rule.field) == "actor";
    const std::string_view said = actor ? event.actor() : event.text(rule.field);
    if (said.empty() || said == id) continue;
    return fail(ErrorKind::kRefused,
                fmt::format("{} is about {}, but {} is {}", event.header->stream.text(), id,
                            actor ? "the actor" : rule.field, said),
                fmt::format("A {} stream is named {}, and its ids and the event's agree.",
                            rule.category, event.type->stream),
                "stream");
  }
  return {};
}

std::unexpected<Error> refuse_unknown_stream(const Submission& event, const Streams& streams) {
  const auto category = event.category();
  const auto rest = event.header->stream.rest();
  const auto rule = std::ranges::find(kReferences, category, &Reference::category);
  const bool named = rule != kReferences.end();
  return fail(ErrorKind::kRefused,
              named ? fmt::format("unknown {} '{}'", rule->noun, rest)
                    : fmt::format("{} has no event yet, and {} cannot be its first",
                                  event.header->stream.text(), event.header->type),
              mend_with(named ? rule->mend : "Record what opens it first",
                        suggestion(rest, streams, category)),
              "stream");
}

}  // namespace probity::projections::admission
