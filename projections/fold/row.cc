#include "projections/fold/row.h"

#include <capnp/any.h>
#include <capnp/message.h>

#include <array>
#include <cstring>

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

/// Canonical form drops what a builder left unused; the scratch space it was built in is zero again
/// after.
eventstore::Words canonical(capnp::MessageBuilder& message) {
  const auto words = message.getRoot<capnp::AnyStruct>().asReader().canonicalize();
  eventstore::Words out(words.size());
  std::memcpy(out.data(), words.begin(), words.size() * sizeof(capnp::word));
  return out;
}

}  // namespace

eventstore::Words write_row(const Fold& fold, const FoldContext& context,
                            const StreamHistory& history, const StreamOnDay& on, Day day,
                            std::size_t prefix) {
  const eventstore::Event& last = history.events()[prefix - 1]->stored;
  std::array<capnp::word, 512> scratch{};
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch.data(), scratch.size()));
  schema::Head::Builder head = fold.write(message);
  head.setPosition(last.placement.position.value);
  head.setVersion(last.placement.version.value);
  head.setFoldedFor(day.value);
  head.setRightFrom(on.right_from.value);
  head.setRightUntil(on.right_until.value);
  head.setWithheld(on.withheld);
  head.setMarking(static_cast<schema::Marking>(on.marking));
  head.setWithdrawn(on.withdrawn);
  head.setBegun(!on.held.empty());
  head.setStream(text_of(last.header.stream.text()));
  set_possible(head.initPossible(count(on.possible.size())), on);
  set_notes(head.initNotes(count(context.notes().size() + on.emptied.size())), context, on);
  set_remarks(head.initRemarks(count(on.remarks.size())), on);
  return canonical(message);
}

}  // namespace probity::projections
