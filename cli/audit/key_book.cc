#include "cli/audit/key_book.h"

#include <algorithm>
#include <set>

#include "eventstore/base/text.h"
#include "schema/inspection.capnp.h"
#include "schema/payload.h"

namespace probity::cli {
namespace {

using eventstore::Event;

std::string text_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

template <class T>
typename T::Reader data_of(const Event& event) {
  return schema::content_of(event.payload).getData().template getAs<T>();
}

RecordedKey& key_of(std::vector<RecordedKey>& keys, std::string verifier) {
  const auto found = std::ranges::find(keys, verifier, &RecordedKey::verifier);
  if (found != keys.end()) return *found;
  return keys.emplace_back(RecordedKey{.verifier = std::move(verifier)});
}

void take(const Event& event, std::vector<RecordedKey>& keys) {
  const Position at = event.placement.position;
  const std::string& type = event.header.type;
  if (type == "KeyIntroduced") {
    key_of(keys, text_of(data_of<schema::KeyIntroduced>(event).getVerifierKey())).introduced = at;
  } else if (type == "KeyRetired") {
    RecordedKey& key = key_of(keys, text_of(data_of<schema::KeyRetired>(event).getVerifierKey()));
    key.retired = std::min(at, key.retired.value_or(at));  // the first one counts
  } else if (type == "KeyCompromised") {
    const auto data = data_of<schema::KeyCompromised>(event);
    RecordedKey& key = key_of(keys, text_of(data.getVerifierKey()));
    key.compromised = at;
    const TreeSize until{data.getValidUntilSize()};
    key.valid_until = std::min(until, key.valid_until.value_or(until));
  }
}

/// Ids that corrections strike, newest first: one that is struck itself strikes nothing.
std::set<EventId> struck_in(const std::vector<Event>& events) {
  std::set<EventId> struck;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (event->header.type != "CorrectionMade" || event->erased()) continue;
    if (struck.contains(event->header.id)) continue;
    const auto named = data_of<schema::CorrectionMade>(*event).getEvent();
    if (const auto id = event_id_from_text(text_of(named))) struck.insert(*id);
  }
  return struck;
}

}  // namespace

std::optional<TreeSize> RecordedKey::up_to() const {
  std::optional<TreeSize> size = valid_until;
  if (retired) size = std::min(TreeSize{retired->value}, size.value_or(TreeSize{retired->value}));
  return size;
}

Result<std::vector<RecordedKey>> recorded_keys(const eventstore::Snapshot& snapshot) {
  const auto stream = StreamId::parse("ledger/self");
  const auto positions = snapshot.stream_positions(*stream, snapshot.head().size);
  if (!positions) return std::unexpected(positions.error());
  std::vector<Event> events;
  for (const Position at : *positions) {
    auto event = snapshot.event(at);
    if (!event) return pass(event);
    // Seals are many, and say nothing of keys.
    if (event->header.type != "HeadsSealed") events.push_back(std::move(*event));
  }
  const std::set<EventId> struck = struck_in(events);
  std::vector<RecordedKey> keys;
  for (const Event& event : events) {
    if (!event.erased() && !struck.contains(event.header.id)) take(event, keys);
  }
  return keys;
}

const RecordedKey* find_key(const std::vector<RecordedKey>& keys, std::string_view verifier) {
  const auto found = std::ranges::find(keys, verifier, &RecordedKey::verifier);
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace probity::cli
