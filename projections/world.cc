#include "projections/world.h"

#include <capnp/any.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "eventstore/envelope.h"
#include "eventstore/lmdb.h"

namespace probity::projections {
namespace {

using eventstore::Snapshot;
using eventstore::Words;
using eventstore::WordsView;
using eventstore::lmdb::StorageFault;

/// Every row's first pointer is its head.
schema::Head::Reader head_of(WordsView row) {
  const auto* words = reinterpret_cast<const capnp::word*>(row.data());
  return capnp::readMessageUnchecked<capnp::AnyPointer>(words)
      .getAs<capnp::AnyStruct>()
      .getPointerSection()[0]
      .getAs<schema::Head>();
}

bool is_right_on(WordsView row, Day day) {
  const auto head = head_of(row);
  return head.getRightFrom() <= day.value && day.value <= head.getRightUntil();
}

bool is_of(const ViewDefinition& view, const StreamId& stream) {
  return view.category.empty() || view.category == stream.category();
}

}  // namespace

struct World::Impl {
  // In this order, so that derived data is never ahead of its log.
  std::unique_ptr<ViewSnapshot> views;
  Snapshot snapshot;
  Moment moment;
  /// How much of the log a view's stored rows cover; 0: none to be had.
  std::map<std::string_view, TreeSize> covered;
  std::unordered_map<std::string, std::unique_ptr<StreamHistory>> histories;
  std::map<std::pair<std::string_view, std::string>, Words> folded;
  /// Streams with an event in [tail_from, moment.size), each with its last one.
  std::map<std::string, Position> tail;
  TreeSize tail_from;
  eventstore::Marking marking = eventstore::Marking::kOfficial;
  std::map<std::string, std::uint64_t> withheld;  // by stream, where there are any

  Impl(std::unique_ptr<ViewSnapshot> stored, Snapshot log)
      : views(std::move(stored)), snapshot(std::move(log)) {}

  Result<void> find_covered();
  Result<StreamHistory> load(const StreamId& stream) const;
  Result<const StreamHistory*> kept_history(const StreamId& stream);
  Result<bool> is_covered(const ViewDefinition& view, const StreamId& stream);
  Result<WordsView> fold(const ViewDefinition& view, const StreamId& stream);
  Result<void> read_tail(TreeSize from);
  std::vector<std::pair<std::string, WordsView>> stored_rows(const ViewDefinition& view);
  Result<std::vector<std::pair<StreamId, WordsView>>> candidates(const ViewDefinition& view);
  [[nodiscard]] WordsView stored_row(const ViewDefinition& view, const StreamId& stream);
  Result<eventstore::Marking> marking_of(const eventstore::Event& event);
  void use(WordsView row);

  [[nodiscard]] Position last() const { return Position{moment.size.value - 1}; }
};

/// A view is of use if the log that it was folded from is this one.
Result<void> World::Impl::find_covered() {
  if (!views) return {};
  std::map<TreeSize, Hash> roots;
  for (const ViewDefinition& view : all_views()) {
    const auto checkpoint = views->checkpoint(view.name);
    if (!checkpoint || checkpoint->size > snapshot.head().size) continue;
    if (!roots.contains(checkpoint->size)) {
      auto root = snapshot.root_at(checkpoint->size);
      if (!root) return pass(root);
      roots.emplace(checkpoint->size, *root);
    }
    if (roots.at(checkpoint->size) == checkpoint->root) covered[view.name] = checkpoint->size;
  }
  return {};
}

Result<StreamHistory> World::Impl::load(const StreamId& stream) const {
  StreamHistory history;
  auto positions = snapshot.stream_positions(stream, moment.size);
  if (!positions) return pass(positions);
  for (const Position position : *positions) {
    auto event = snapshot.event(position);
    if (!event) return pass(event);
    if (auto done = history.append(std::move(*event)); !done) return pass(done);
  }
  return history;
}

Result<const StreamHistory*> World::Impl::kept_history(const StreamId& stream) {
  if (const auto found = histories.find(stream.text()); found != histories.end()) {
    return found->second.get();
  }
  auto history = load(stream);
  if (!history) return pass(history);
  auto kept = std::make_unique<StreamHistory>(std::move(*history));
  return histories.emplace(stream.text(), std::move(kept)).first->second.get();
}

/// Whether the view's stored rows know the stream as far as the moment does.
Result<bool> World::Impl::is_covered(const ViewDefinition& view, const StreamId& stream) {
  const auto size = covered.find(view.name);
  if (size == covered.end()) return false;
  if (moment.size <= size->second) return true;
  auto head = snapshot.stream_head(stream);
  if (!head) return pass(head);
  return !*head || (*head)->last.value < size->second.value;
}

WordsView World::Impl::stored_row(const ViewDefinition& view, const StreamId& stream) {
  try {
    const WordsView row = views->row(view.name, stream, last());
    return !row.empty() && is_right_on(row, moment.day) ? row : WordsView{};
  } catch (const StorageFault&) {
    covered.clear();  // unreadable rows are folded again from the log
    return {};
  }
}

Result<WordsView> World::Impl::fold(const ViewDefinition& view, const StreamId& stream) {
  const auto key = std::pair(view.name, stream.text());
  if (const auto found = folded.find(key); found != folded.end()) return WordsView(found->second);
  const auto kept = histories.find(stream.text());
  StreamHistory loaded;
  if (kept == histories.end()) {
    auto history = load(stream);
    if (!history) return pass(history);
    loaded = std::move(*history);
  }
  const StreamHistory& history = kept == histories.end() ? loaded : *kept->second;
  if (history.events().empty()) return WordsView{};
  Words row = fold_row(view, history, moment.day, history.events().size());
  return WordsView(folded.emplace(key, std::move(row)).first->second);
}

Result<void> World::Impl::read_tail(TreeSize from) {
  const TreeSize until = std::exchange(tail_from, std::min(tail_from, from));
  Result<void> outcome;
  auto scanned =
      snapshot.scan(Position{from.value}, until, [&](Position position, const auto& record) {
        auto envelope = eventstore::decode_envelope(record.envelope);
        if (!envelope) {
          outcome = pass(envelope);
          return false;
        }
        auto& last_event = tail[envelope->header.stream.text()];
        last_event = std::max(last_event, position);
        return true;
      });
  if (!scanned) return scanned;
  return outcome;
}

/// The stored rows by stream; an empty one where the stored row is not right on the day.
std::vector<std::pair<std::string, WordsView>> World::Impl::stored_rows(
    const ViewDefinition& view) {
  std::vector<std::pair<std::string, WordsView>> rows;
  if (!covered.contains(view.name)) return rows;
  try {
    views->each(view.name, last(), [&](std::string_view stream, WordsView row) {
      const bool right = !row.empty() && is_right_on(row, moment.day);
      rows.emplace_back(stream, right ? row : WordsView{});
    });
  } catch (const StorageFault&) {
    covered.clear();
    rows.clear();
  }
  return rows;
}

/// Every stream that may have a row, by name; with the stored row where that is right.
Result<std::vector<std::pair<StreamId, WordsView>>> World::Impl::candidates(
    const ViewDefinition& view) {
  std::vector<std::pair<StreamId, WordsView>> out;
  auto rows = stored_rows(view);
  if (!covered.contains(view.name)) {
    auto streams = snapshot.streams();
    if (!streams) return pass(streams);
    for (auto& [stream, head] : *streams) {
      if (is_of(view, stream)) out.emplace_back(std::move(stream), WordsView{});
    }
    return out;
  }
  const TreeSize size = covered.at(view.name);
  if (auto read = read_tail(std::min(size, moment.size)); !read) return pass(read);
  std::map<std::string, WordsView> merged(std::make_move_iterator(rows.begin()),
                                          std::make_move_iterator(rows.end()));
  for (const auto& [name, last_event] : tail) {
    if (last_event.value >= size.value) merged.insert_or_assign(name, WordsView{});
  }
  for (const auto& [name, row] : merged) {
    auto stream = StreamId::parse(name);
    if (!stream) return pass(stream);
    if (is_of(view, *stream)) out.emplace_back(std::move(*stream), row);
  }
  return out;
}

/// An event's marking may have been changed later on.
Result<eventstore::Marking> World::Impl::marking_of(const eventstore::Event& event) {
  auto history = kept_history(event.header.stream);
  if (history) {
    const auto index = (*history)->prefix(event.placement.position) - 1;
    return (*history)->marking(index, (*history)->events().size());
  }
  if (history.error().kind == ErrorKind::kNewer) return event.header.marking;
  return pass(history);
}

void World::Impl::use(WordsView row) {
  const auto head = head_of(row);
  marking = std::max(marking, static_cast<eventstore::Marking>(head.getMarking()));
  if (head.getWithheld() > 0) withheld[head.getStream()] = head.getWithheld();
}

World::World() = default;
World::~World() = default;

Result<std::unique_ptr<World>> World::open(const eventstore::Ledger& ledger, const ViewStore* views,
                                           std::string_view as_of, std::string_view effective,
                                           Clock& clock) try {
  auto stored = views == nullptr ? nullptr : views->snapshot();
  std::unique_ptr<World> world(new World);
  world->impl_ = std::make_unique<Impl>(std::move(stored), ledger.snapshot());
  auto moment = resolve_moment(world->impl_->snapshot, as_of, effective, clock);
  if (!moment) return pass(moment);
  world->impl_->moment = std::move(*moment);
  world->impl_->tail_from = world->impl_->moment.size;
  if (auto found = world->impl_->find_covered(); !found) return pass(found);
  return world;
} catch (const StorageFault& fault) {
  return std::unexpected(fault.error());
}

const Moment& World::moment() const { return impl_->moment; }
const Snapshot& World::snapshot() const { return impl_->snapshot; }

Result<WordsView> World::row_words(std::string_view name, const StreamId& stream) {
  const ViewDefinition* view = find_view(name);
  if (view == nullptr || !is_of(*view, stream) || impl_->moment.size.value == 0) return WordsView{};
  auto is_covered = impl_->is_covered(*view, stream);
  if (!is_covered) return pass(is_covered);
  WordsView row;
  if (*is_covered) row = impl_->stored_row(*view, stream);
  if (row.empty()) {
    auto folded = impl_->fold(*view, stream);
    if (!folded) return folded;
    row = *folded;
  }
  if (!row.empty()) impl_->use(row);
  return row;
}

Result<void> World::each_words(std::string_view name,
                               const std::function<void(const StreamId&, WordsView)>& visit) {
  const ViewDefinition* view = find_view(name);
  if (view == nullptr || impl_->moment.size.value == 0) return {};
  auto candidates = impl_->candidates(*view);
  if (!candidates) return pass(candidates);
  for (const auto& [stream, stored] : *candidates) {
    WordsView row = stored;
    if (row.empty()) {
      auto folded = impl_->fold(*view, stream);
      if (!folded) return pass(folded);
      row = *folded;
    }
    if (row.empty()) continue;  // nothing of it was known at the moment
    impl_->use(row);
    visit(stream, row);
  }
  return {};
}

Result<const StreamHistory*> World::history(const StreamId& stream) {
  auto history = impl_->kept_history(stream);
  if (!history) return history;
  for (const auto marking : (*history)->markings((*history)->events().size())) {
    impl_->marking = std::max(impl_->marking, marking);
  }
  return history;
}

Result<eventstore::Event> World::event(Position position) {
  if (position.value >= impl_->moment.size.value) {
    return fail(ErrorKind::kNotFound, "there is no event at position " +
                                          std::to_string(position.value) +
                                          " as of the moment asked for");
  }
  auto event = impl_->snapshot.event(position);
  if (!event) return event;
  auto marking = impl_->marking_of(*event);
  if (!marking) return pass(marking);
  impl_->marking = std::max(impl_->marking, *marking);
  return event;
}

Result<void> World::finish(Answer& answer) {
  auto root = impl_->snapshot.root_at(impl_->moment.size);
  if (!root) return pass(root);
  answer.moment = impl_->moment;
  answer.size = impl_->moment.size;
  answer.root = *root;
  answer.marking = impl_->marking;
  answer.withheld = 0;
  for (const auto& [stream, count] : impl_->withheld) answer.withheld += count;
  return {};
}

}  // namespace probity::projections
