#include "cli/record/receipt.h"

#include <fmt/format.h>

#include "cli/render.h"
#include "eventstore/base/text.h"
#include "projections/answer.h"
#include "projections/time/edtf.h"
#include "projections/time/london.h"
#include "schema/payload.h"

namespace probity::cli {

namespace {

using eventstore::NewEvent;
using eventstore::Receipt;
using projections::Answer;

projections::Table fields_of(const NewEvent& event) {
  projections::Table table{
      "fields", "What it says", {{"field", "field"}, {"value", "value"}}, {}, {}, {}};
  const auto* type = schema::find_event_type(event.header.type);
  if (type == nullptr) return table;
  const auto content = schema::content_of(event.payload);
  const auto add = [&table](const std::string& before, const auto& fields) {
    for (const auto& [name, value] : fields) table.rows.push_back({before + name, value});
  };
  add("", schema::set_fields(content.getData().getAs<capnp::DynamicStruct>(type->fields)));
  if (content.hasSource()) add("source.", schema::set_fields(content.getSource()));
  if (content.hasPerson())
    table.rows.push_back({std::string("person"), std::string(content.getPerson().cStr())});
  return table;
}

/// Says so if the event holds only from a later day on.
void remark_on_time(const NewEvent& event, Instant recorded_at, Answer& answer) {
  const auto effective = projections::Edtf::parse(event.header.effective);
  if (!effective) return;
  const Day today = projections::london_day(recorded_at);
  const Day certain = effective->bounds(today).latest;
  if (certain <= today) return;
  answer.remarks.push_back(fmt::format("it does not hold yet: from {} on", to_text(certain)));
}

std::string title_of(const Receipt& receipt, bool dry_run) {
  if (receipt.known) return "Recorded already";
  return dry_run ? "Would be recorded; nothing was appended" : "Recorded";
}

/// The command again, so that it appends nothing: with the id that the event got and the day that
/// it took.
Invocation repeatable(const NewEvent& event, const Invocation& invocation) {
  Invocation again = invocation;
  const auto add = [&](const char* option, const std::string& value) {
    if (!invocation.has(option)) again.words.insert(again.words.end(), {option, value});
  };
  if (invocation.has("--dry-run")) return again;
  add("--id", to_text(event.header.id));
  add("--effective", event.header.effective);
  return again;
}

}  // namespace

int print_receipt(const NewEvent& event, const Receipt& receipt, const Invocation& invocation,
                  Context& context) {
  const Receipt::Placed& placed = receipt.events.back();
  const bool dry_run = invocation.has("--dry-run");
  Answer answer;
  answer.schema = "probity.recorded/1";
  answer.title = title_of(receipt, dry_run);
  answer.facts = {
      {"position", "position", static_cast<std::int64_t>(placed.position.value)},
      {"version", "version in its stream", static_cast<std::int64_t>(placed.version.value)},
      {"id", "id", to_text(placed.id)},
      {"stream", "stream", event.header.stream.text()},
      {"type", "event", event.header.type},
      {"effective", "effective", event.header.effective},
      {"recordedAt", "recorded", to_text(placed.recorded_at)},
      {"actor", "actor", event.header.actor},
      {"known", "recorded already", receipt.known},
      {"dryRun", "dry run", dry_run},
  };
  answer.tables = {fields_of(event)};
  remark_on_time(event, placed.recorded_at, answer);
  if (receipt.compared_id_only) {
    answer.remarks.emplace_back(
        "the recorded event's content is erased: only its id could be compared");
  }
  if (receipt.clock_held) {
    answer.remarks.emplace_back(
        "the host's clock stood behind the last record, whose time was used again");
  }
  answer.size = receipt.size;
  answer.root = receipt.root;
  answer.marking = event.header.marking;
  return print_answer(answer, repeatable(event, invocation), context);
}

}  // namespace probity::cli
