#include "projections/fold/row.h"

#include <capnp/message.h>

#include <tuple>
#include <vector>

#include "projections/fold/canonical.h"

namespace probity::projections {
namespace {

using Mentions = capnp::List<schema::Mention>::Builder;

constexpr const char* kEmptied =
    "its content was erased, so what it corrected or marked is as it was";

capnp::Text::Reader text_of(std::string_view text) { return {text.data(), text.size()}; }

void set_mention(schema::Mention::Builder mention, Position position, capnp::Text::Reader text,
                 std::string_view actor) {
  mention.setPosition(position.value);
  mention.setText(text);
  mention.setActor(text_of(actor));
}

void set_mention(schema::Mention::Builder mention, const FoldEvent& event,
                 capnp::Text::Reader text) {
  set_mention(mention, event.position(), text, event.stored.header.actor);
}

void set_possible(Mentions mentions, const StreamOnDay& on) {
  unsigned i = 0;
  for (const FoldEvent* event : on.possible) {
    set_mention(mentions[i++], *event, text_of(event->type()));
  }
}

void set_notes(Mentions mentions, const FoldContext& context, const StreamOnDay& on) {
  unsigned i = 0;
  for (const auto& note : context.notes()) {
    set_mention(mentions[i++], note.position, text_of(note.text), note.actor);
  }
  for (const FoldEvent* event : on.emptied) set_mention(mentions[i++], *event, kEmptied);
}

void set_remarks(Mentions mentions, const StreamOnDay& on) {
  unsigned i = 0;
  for (const FoldEvent* event : on.remarks) {
    set_mention(
        mentions[i++], *event,
        event->erased() ? "its content was erased" : event->data<schema::NoteAdded>().getText());
  }
}

unsigned count(std::size_t n) { return static_cast<unsigned>(n); }

/// Room for most rows, so that they are built in one segment.
constexpr std::size_t kScratchWords = 8'192;

}  // namespace

void write_row(const Fold& fold, const FoldContext& context, const StreamOnDay& on, Day day,
               const FoldEvent& last, eventstore::Words& out) {
  const auto& [header, placement] = std::tie(last.stored.header, last.stored.placement);
  // The builder's destructor makes what it used zero again, as it must be before its next use.
  thread_local std::vector<capnp::word> scratch(kScratchWords);
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch.data(), scratch.size()));
  schema::Head::Builder head = fold.write(message);
  head.setPosition(placement.position.value);
  head.setVersion(placement.version.value);
  head.setFoldedFor(day.value);
  head.setRightFrom(on.right_from.value);
  head.setRightUntil(on.right_until.value);
  head.setWithheld(on.withheld);
  head.setMarking(static_cast<schema::Marking>(on.marking));
  head.setWithdrawn(on.withdrawn);
  head.setBegun(!on.held.empty());
  head.setStream(text_of(header.stream.text()));
  set_possible(head.initPossible(count(on.possible.size())), on);
  set_notes(head.initNotes(count(context.notes().size() + on.emptied.size())), context, on);
  set_remarks(head.initRemarks(count(on.remarks.size())), on);
  canonical_words(message, out);
}

}  // namespace probity::projections
