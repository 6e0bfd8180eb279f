// A ledger on disk: opening, reading (Snapshot) and appending (Writer). A process opens a ledger's
// folder once and never uses it across fork(). Format: FORMAT.md beside this file.
#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/base/host.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "eventstore/proof/tree.h"
#include "eventstore/request.h"

namespace probity::eventstore {

class Store;

/// A checkpoint that a ledger keeps.
struct KeptCheckpoint {
  std::uint64_t number = 0;  // from 0, without gaps
  TreeSize size;
  std::string name;  // a label, unique in the ledger; empty: none
  std::string note;  // as it was signed
  friend bool operator==(const KeptCheckpoint&, const KeptCheckpoint&) = default;
};

inline constexpr std::uint32_t kFormatVersion = 1;

struct Head {
  TreeSize size;
  Hash root;
  Instant recorded_at;  // of the last event; 0 in an empty ledger
  friend bool operator==(const Head&, const Head&) = default;
};

/// One moment of the ledger: a read transaction on the log (and on the index, opened first). Cheap
/// to make, to be held shortly: a pinned reader makes the file grow. Used by one thread at a time;
/// not after its Ledger is gone.
class Snapshot {
 public:
  Snapshot(Snapshot&&) noexcept;
  Snapshot& operator=(Snapshot&&) noexcept;
  ~Snapshot();

  [[nodiscard]] const Head& head() const;

  /// Zero-copy; valid while the snapshot lives. kNotFound beyond the head, kCorrupt if the block is
  /// none.
  [[nodiscard]] Result<Record> record(Position position) const&;
  Result<Record> record(Position position) const&& = delete;
  /// The same, decoded and copied.
  [[nodiscard]] Result<Event> event(Position position) const;
  /// Calls `each` for the positions [from, to) in order, a block at a time, until it answers false.
  /// `to` beyond the head ends at the head.
  Result<void> scan(Position from, TreeSize to,
                    const std::function<bool(Position, const Record&)>& each) const;

  [[nodiscard]] Result<std::optional<StreamHead>> stream_head(const StreamId& stream) const;
  /// The positions of a stream's events below `size`, oldest first; empty if there are none.
  [[nodiscard]] Result<std::vector<Position>> stream_positions(const StreamId& stream,
                                                               TreeSize size) const;
  [[nodiscard]] Result<std::optional<Position>> find(const EventId& id) const;
  /// Every stream with its head, sorted by name.
  [[nodiscard]] Result<std::vector<std::pair<StreamId, StreamHead>>> streams() const;

  /// The largest position with recordedAt <= instant; nothing before the first event. Binary
  /// search.
  [[nodiscard]] Result<std::optional<Position>> as_of(Instant instant) const;
  /// The root of the ledger's first `size` events (RFC 6962), from tiles and at most 255 leaves.
  /// kNotFound beyond the head.
  [[nodiscard]] Result<Hash> root_at(TreeSize size) const;
  /// The tree of the first head().size leaves, for proofs; valid while the snapshot lives.
  [[nodiscard]] std::unique_ptr<proof::SubtreeReader> tree() const&;
  std::unique_ptr<proof::SubtreeReader> tree() const&& = delete;
  /// Every checkpoint that the ledger keeps, in the order in which they were kept.
  [[nodiscard]] Result<std::vector<KeptCheckpoint>> checkpoints() const;

 private:
  friend class Ledger;
  struct Impl;
  explicit Snapshot(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Appends. One thread of its own; everything here may be called from any thread.
class Writer {
 public:
  virtual ~Writer() = default;
  /// Queues a request; kOverloaded at limits::kQueueRequests or kQueueBytes. The answer comes after
  /// the commit returned: kConflict, kRefused, kTooLarge, kMalformed, kClock, kStorage,
  /// kUnknownOutcome, kCorrupt, kNewer.
  [[nodiscard]] std::future<Result<Receipt>> submit(Request request);
  /// Several at once, so that the writer finds them together: one commit, where it may hold them
  /// all. Each is judged and answered by itself, in their order.
  [[nodiscard]] virtual std::vector<std::future<Result<Receipt>>> submit(
      std::vector<Request> requests) = 0;
  /// submit() and wait.
  [[nodiscard]] Result<Receipt> append(Request request);
};

struct CreateOptions {
  std::string origin;  // the ledger's name, at most limits::kOriginBytes; printable ASCII without
                       // spaces or '+'
  Clock& clock;
  /// The ledger's first event (LedgerCreated), which the caller makes.
  NewEvent first;
};

enum class Access { kReadWrite, kReadOnly };

struct OpenOptions {
  Access access = Access::kReadOnly;
  Clock& clock;
  /// Refused (kRefused) if the ledger has another origin.
  std::optional<std::string> expected_origin;
  /// Judges requests; null: everything is admitted (benchmarks, library tests). Not used read-only.
  /// Outlives the ledger.
  AdmissionRules* rules = nullptr;
  /// Called on the writer's thread after each commit with the new head, before the answers go out:
  /// to be short. May be empty.
  std::function<void(const Head&)> on_commit;
  /// The operator took responsibility for a clock that would be refused: the writer skips its clock
  /// check for the first commit, which must hold the event that says so.
  bool accept_clock = false;
  /// Events the index may lag behind while appending; the index catches up when the tail passes it,
  /// and at close.
  std::uint64_t index_tail = limits::kIndexTailEvents;
};

class Ledger {
 public:
  /// Makes `folder` (which must not exist, or be empty) and appends the first event. kRefused if
  /// something is there.
  static Result<std::unique_ptr<Ledger>> create(const std::filesystem::path& folder,
                                                CreateOptions create, OpenOptions open);
  /// kMalformed: not a ledger. kNewer: a format newer than this program's. kStorage: it cannot be
  /// opened. A ledger on a read-only medium opens with Access::kReadOnly; with kReadWrite it is
  /// kStorage.
  static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& folder,
                                              OpenOptions options);

  virtual ~Ledger() = default;
  /// Keeps a signed checkpoint of the ledger's first `size` events, under a name if it has one;
  /// durable when this returns. kConflict where the name is taken, where a larger size was kept
  /// already or where there are fewer events; kStorage, kCorrupt.
  virtual Result<void> keep_checkpoint(TreeSize size, std::string_view name,
                                       std::string_view note) = 0;
  /// Throws lmdb::StorageFault where there can be none: reader slots taken, a head that cannot be
  /// read.
  [[nodiscard]] virtual Snapshot snapshot() const = 0;
  /// Null when opened read-only.
  [[nodiscard]] virtual Writer* writer() = 0;
  [[nodiscard]] virtual const std::string& origin() const = 0;
  [[nodiscard]] virtual Instant created() const = 0;
  [[nodiscard]] virtual const std::filesystem::path& folder() const = 0;
  /// Words for stderr, said once: read without a lock file, an index thrown away and rebuilt.
  [[nodiscard]] virtual std::vector<std::string> remarks() const = 0;
  /// Drains the writer and lets the index catch up. Called by the destructor too, which swallows
  /// the error.
  virtual Result<void> close() = 0;

 protected:
  static Snapshot snapshot_of(Store& store);
};

}  // namespace probity::eventstore
