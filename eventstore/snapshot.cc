#include <fmt/format.h>

#include "eventstore/checkpoints.h"
#include "eventstore/envelope.h"
#include "eventstore/envelope_view.h"
#include "eventstore/ledger.h"
#include "eventstore/lookup.h"
#include "eventstore/store.h"
#include "eventstore/tiles.h"

namespace probity::eventstore {

struct Snapshot::Impl {
  Impl(Store& opened_store, std::shared_ptr<Log> opened_log)
      : store(opened_store),
        log(std::move(opened_log)),
        index_transaction(index_of(opened_store)),
        transaction(log->environment().read()),
        view(transaction, log->tables()) {}

  static std::optional<lmdb::Transaction> index_of(const Store& store) {
    if (store.index() == nullptr) return std::nullopt;
    return store.index()->read();
  }

  /// Names are looked up seldom, and the tail is read for them alone.
  Result<const Lookup*> names() {
    if (!lookup) {
      auto made = store.lookup(index_transaction ? &*index_transaction : nullptr, view, head.size);
      if (!made) return pass(made);
      lookup.emplace(std::move(*made));
    }
    return &*lookup;
  }

  Result<Instant> recorded_at(Position position) {
    const auto record = view.record(position);
    if (!record) return std::unexpected(record.error());
    const auto envelope = EnvelopeView::over(record->envelope);
    if (!envelope) {
      return fail(ErrorKind::kCorrupt,
                  fmt::format("the event at position {} has no envelope", position.value));
    }
    return envelope->recorded_at();
  }

  Store& store;
  std::shared_ptr<Log> log;
  std::optional<lmdb::Transaction>
      index_transaction;  // opened before the log's, so that it is not ahead
  lmdb::Transaction transaction;
  LogView view;
  Head head;
  std::optional<Lookup> lookup;
};

namespace {

/// The boundary of reading: what the environment throws becomes an error.
template <class Read>
auto guarded(Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const lmdb::StorageFault& fault) {
    return std::unexpected(fault.error());
  }
}

std::unexpected<Error> beyond(Position position, const Head& head) {
  return fail(ErrorKind::kNotFound, fmt::format("no event at position {}: the ledger has {} events",
                                                position.value, head.size.value));
}

}  // namespace

Snapshot::Snapshot(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Snapshot::Snapshot(Snapshot&&) noexcept = default;
Snapshot& Snapshot::operator=(Snapshot&&) noexcept = default;
Snapshot::~Snapshot() = default;

Snapshot Ledger::snapshot_of(Store& store) {
  auto log = store.log();
  if (!log) throw lmdb::StorageFault(log.error());
  auto impl = std::make_unique<Snapshot::Impl>(store, std::move(*log));
  const auto head = impl->view.head();
  if (!head) throw lmdb::StorageFault(head.error());
  impl->head = head->head();
  return Snapshot(std::move(impl));
}

const Head& Snapshot::head() const { return impl_->head; }

Result<Record> Snapshot::record(Position position) const& {
  if (position.value >= head().size.value) return beyond(position, head());
  return guarded([&] { return impl_->view.record(position); });
}

Result<Event> Snapshot::event(Position position) const {
  const auto found = record(position);
  if (!found) return std::unexpected(found.error());
  auto event = decode_record(*found);
  if (event && event->placement.position != position) {
    return fail(ErrorKind::kCorrupt, fmt::format("position {} holds the event of position {}",
                                                 position.value, event->placement.position.value));
  }
  return event;
}

Result<void> Snapshot::scan(Position from, TreeSize to,
                            const std::function<bool(Position, const Record&)>& each) const {
  return guarded([&] { return impl_->view.scan(from, std::min(to, head().size), each); });
}

Result<std::optional<StreamHead>> Snapshot::stream_head(const StreamId& stream) const {
  return guarded([&]() -> Result<std::optional<StreamHead>> {
    const auto names = impl_->names();
    if (!names) return std::unexpected(names.error());
    return (*names)->head(stream.text());
  });
}

Result<std::vector<Position>> Snapshot::stream_positions(const StreamId& stream,
                                                         TreeSize size) const {
  return guarded([&]() -> Result<std::vector<Position>> {
    const auto names = impl_->names();
    if (!names) return std::unexpected(names.error());
    return (*names)->positions(stream.text(), std::min(size, head().size));
  });
}

Result<std::optional<Position>> Snapshot::find(const EventId& id) const {
  return guarded([&]() -> Result<std::optional<Position>> {
    const auto names = impl_->names();
    if (!names) return std::unexpected(names.error());
    return (*names)->find(id);
  });
}

Result<std::vector<std::pair<StreamId, StreamHead>>> Snapshot::streams() const {
  return guarded([&]() -> Result<std::vector<std::pair<StreamId, StreamHead>>> {
    const auto names = impl_->names();
    if (!names) return std::unexpected(names.error());
    return (*names)->streams({});
  });
}

Result<std::optional<Position>> Snapshot::as_of(Instant instant) const {
  return guarded([&]() -> Result<std::optional<Position>> {
    std::uint64_t low = 0;  // every event below it was recorded by then
    std::uint64_t high = head().size.value;
    while (low < high) {
      const std::uint64_t middle = low + (high - low) / 2;
      const auto recorded = impl_->recorded_at(Position{middle});
      if (!recorded) return std::unexpected(recorded.error());
      (*recorded <= instant ? low : high) = *recorded <= instant ? middle + 1 : middle;
    }
    if (low == 0) return std::nullopt;
    return Position{low - 1};
  });
}

std::unique_ptr<proof::SubtreeReader> Snapshot::tree() const& {
  class Tree final : public proof::SubtreeReader {
   public:
    Tree(LogView& log, TreeSize size) : tree_(log, size) {}
    Result<Hash> root_of(proof::Subtree subtree) override {
      return guarded([&] { return tree_.root_of(subtree); });
    }

   private:
    LogTree tree_;
  };
  return std::make_unique<Tree>(impl_->view, head().size);
}

Result<std::vector<KeptCheckpoint>> Snapshot::checkpoints() const {
  return guarded([&] { return read_checkpoints(impl_->transaction, impl_->log->tables()); });
}

Result<Hash> Snapshot::root_at(TreeSize size) const {
  if (size == head().size) return head().root;
  return guarded([&] { return tree_root(impl_->view, head().size, size); });
}

}  // namespace probity::eventstore
