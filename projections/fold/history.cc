#include "projections/fold/history.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/text.h"
#include "projections/time/london.h"
#include "schema/inspection.capnp.h"
#include "schema/payload.h"

namespace probity::projections {
namespace {

using eventstore::Marking;

constexpr std::string_view kCorrection = "CorrectionMade";
constexpr std::string_view kNote = "NoteAdded";
constexpr std::string_view kMarking = "MarkingChanged";
constexpr std::string_view kErasure = "PayloadErased";

bool in_order(const FoldEvent* a, const FoldEvent* b) {
  if (a->sort_day() != b->sort_day()) return a->sort_day() < b->sort_day();
  return a->position() < b->position();
}

std::string_view view(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

/// The id that a correction, a marking or an erasure names, as it is written.
std::string_view named_text(const FoldEvent& event) {
  if (event.type() == kCorrection) return view(event.data<schema::CorrectionMade>().getEvent());
  if (event.type() == kMarking) return view(event.data<schema::MarkingChanged>().getEvent());
  if (event.type() == kErasure) return view(event.data<schema::PayloadErased>().getEvent());
  return {};
}

/// The days on which something changes, as seen from one day: the last at or before it, the first
/// after it.
struct Changes {
  Day day;
  Day last = kBeforeAllDays;
  Day next = kAfterAllDays;

  void on(Day change) {
    if (change <= day) {
      last = std::max(last, change);
    } else {
      next = std::min(next, change);
    }
  }
};

}  // namespace

schema::Content::Reader FoldEvent::content() const {
  if (erased()) return {};
  return schema::content_of(stored.payload);
}

bool is_remark(std::string_view type) { return type == kNote; }

bool is_any_event(std::string_view type) {
  return type == kCorrection || type == kNote || type == kMarking || type == kErasure;
}

Result<void> StreamHistory::check_next(const eventstore::Event& event) const {
  const auto& [header, placement] = std::tie(event.header, event.placement);
  const bool next = placement.version.value == events_.size() + 1 &&
                    (events_.empty() || (events_.back()->position() < placement.position &&
                                         events_.back()->stored.header.stream == header.stream));
  if (next) return {};
  return fail(ErrorKind::kCorrupt,
              fmt::format("event {} is not the next one of stream {}", placement.position.value,
                          header.stream.text()),
              "Run `probity verify`; if it fails, restore the ledger from a backup.");
}

Result<std::unique_ptr<FoldEvent>> fold_event(eventstore::Event&& event, bool withheld) {
  const std::uint64_t position = event.placement.position.value;
  const schema::EventType* kind = schema::find_event_type(event.header.type);
  if (kind == nullptr) {
    return fail(ErrorKind::kNewer,
                fmt::format("event {} of {} is a {}, which this program does not know, so the "
                            "state of {} cannot be told",
                            position, event.header.stream.text(), event.header.type,
                            event.header.stream.text()),
                "Use the version of probity that wrote it, or a newer one.");
  }
  auto edtf = Edtf::parse(event.header.effective);
  if (!edtf) {
    return fail(ErrorKind::kCorrupt,
                fmt::format("event {} has no readable date: {}", position, edtf.error().what));
  }
  const Day recorded = london_day(event.placement.recorded_at);
  return std::make_unique<FoldEvent>(FoldEvent{.stored = std::move(event),
                                               .kind = kind,
                                               .bounds = edtf->bounds(recorded),
                                               .recorded_day = recorded,
                                               .names = {},
                                               .withheld = withheld});
}

Result<void> StreamHistory::append(eventstore::Event event, bool withheld) {
  if (auto next = check_next(event); !next) return next;
  auto added = fold_event(std::move(event), withheld);
  if (!added) return pass(added);
  return append(std::move(*added));
}

Result<void> StreamHistory::append(std::unique_ptr<FoldEvent> event) {
  if (auto next = check_next(event->stored); !next) return next;
  if (!event->withheld) event->names = named_by(*event);
  events_.push_back(std::move(event));
  return {};
}

std::optional<std::size_t> StreamHistory::named_by(const FoldEvent& event) {
  const auto id = event_id_from_text(named_text(event));
  if (!id) return std::nullopt;
  for (std::size_t i = index_.size(); i < events_.size(); ++i)
    index_.emplace(events_[i]->stored.header.id, i);
  const auto found = index_.find(*id);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::size_t StreamHistory::prefix(Position as_of) const {
  const auto end = std::ranges::upper_bound(events_, as_of, {},
                                            [](const auto& event) { return event->position(); });
  return static_cast<std::size_t>(end - events_.begin());
}

std::vector<bool> StreamHistory::counting(std::size_t prefix) const {
  // From the newest back: whatever could strike an event has been decided when its turn comes.
  std::vector<bool> counts(prefix, true);
  for (std::size_t i = prefix; i-- > 0;) {
    const FoldEvent& event = *events_[i];
    if (counts[i] && event.names && event.type() == kCorrection) counts[*event.names] = false;
  }
  return counts;
}

const FoldEvent* StreamHistory::struck_by(std::size_t index, std::size_t prefix) const {
  const auto counts = counting(prefix);
  for (std::size_t i = prefix; i-- > index + 1;) {
    const FoldEvent& event = *events_[i];
    if (counts[i] && event.names == index && event.type() == kCorrection) return &event;
  }
  return nullptr;
}

std::vector<Marking> StreamHistory::markings_of(const std::vector<bool>& counts) const {
  std::vector<Marking> out(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const FoldEvent& event = *events_[i];
    out[i] = event.stored.header.marking;
    if (!counts[i] || !event.names || event.type() != kMarking) continue;
    out[*event.names] = static_cast<Marking>(event.data<schema::MarkingChanged>().getMarking());
  }
  return out;
}

std::vector<Marking> StreamHistory::markings(std::size_t prefix) const {
  return markings_of(counting(prefix));
}

Marking StreamHistory::marking(std::size_t index, std::size_t prefix) const {
  return markings(prefix)[index];
}

const FoldEvent* StreamHistory::opening(const std::vector<bool>& counts, bool withheld_too) const {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const FoldEvent& event = *events_[i];
    if (counts[i] && (i == 0 || event.kind->opening) && (withheld_too || !event.withheld))
      return &event;
  }
  return nullptr;
}

StreamOnDay StreamHistory::on(Day day, std::size_t prefix) const {
  const auto counts = counting(prefix);
  const auto marked = markings_of(counts);
  const FoldEvent* first = opening(counts, false);
  StreamOnDay out;
  out.withdrawn = prefix > 0 && opening(counts, true) == nullptr;
  Changes changes{day};
  for (std::size_t i = 0; i < prefix; ++i) {
    const FoldEvent& event = *events_[i];
    if (!counts[i]) continue;
    if (event.withheld) {
      ++out.withheld;
      continue;
    }
    if (is_any_event(event.type())) {
      if (event.type() == kNote) out.remarks.push_back(&event);
      if (event.erased() && (event.type() == kCorrection || event.type() == kMarking))
        out.emptied.push_back(&event);
    } else {
      changes.on(event.sort_day());
      if (event.sort_day() <= day) {
        out.held.push_back(&event);
      } else {
        // The stream's first event holds or is possible from its own earliest day on.
        if (first == nullptr) continue;
        const Day from = std::max(event.bounds.earliest, first->bounds.earliest);
        if (from < event.sort_day()) changes.on(from);
        if (from > day) continue;
        out.possible.push_back(&event);
      }
    }
    out.marking = std::max(out.marking, marked[i]);
  }
  for (std::size_t i = prefix; i-- > 0;) {
    if (!counts[i]) out.struck.push_back(events_[i].get());
  }
  std::ranges::sort(out.held, in_order);
  std::ranges::sort(out.possible, in_order);
  out.right_from = changes.last;
  if (changes.next != kAfterAllDays) out.right_until = Day{changes.next.value - 1};
  return out;
}

}  // namespace probity::projections
