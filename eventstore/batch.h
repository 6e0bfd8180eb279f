// One write transaction of the writer: requests are judged and placed one after the other, then
// committed together.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/block.h"
#include "eventstore/clock_guard.h"
#include "eventstore/log_write.h"
#include "eventstore/request.h"
#include "eventstore/store.h"

namespace probity::eventstore {

/// What a batch builds up; kept by the writer from batch to batch.
struct BatchBuffers {
  RecordBuffer records;
  std::vector<Hash> leaves;
  Tail events{TreeSize{0}};
  TileWriter tiles;
};

/// Holds the log's write lock, also against other processes, from begin() until it is committed or
/// gone. The writer's thread only. Every function may throw lmdb::StorageFault.
class Batch final : public Recorded {
 public:
  /// Reads the head and the tail anew: another process may have appended. `rules` may be null.
  static Result<std::unique_ptr<Batch>> begin(Store& store, BatchBuffers& buffers,
                                              AdmissionRules* rules, ClockGuard& clock);
  ~Batch() override;

  /// Judges a request and places its events. The receipt's size, root and leaves are filled in by
  /// who commits (of a known or a rehearsed request the leaves are there).
  Result<Receipt> place(Request& request);
  [[nodiscard]] bool placed_any() const { return buffers_.records.count() > 0; }
  [[nodiscard]] Head base() const { return base_.head(); }
  /// Writes what was placed and makes it ready; kCorrupt if the log's right edge cannot be read.
  Result<void> write();
  /// The leaves of events that place() placed; after write().
  void fill_leaves(Receipt& receipt) const;
  /// Makes it durable. If it throws, what took effect is unknown.
  Head commit();
  /// After commit() threw: whether it may have taken effect all the same, now or later.
  [[nodiscard]] bool panicked() const { return log_->environment().panicked(); }

  [[nodiscard]] TreeSize size() const override;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Result<std::optional<StreamHead>> head(const StreamId& stream) const override;
  [[nodiscard]] Result<std::optional<Position>> find(const EventId& id) const override;
  [[nodiscard]] Result<Event> event(Position position) const override;
  [[nodiscard]] Result<std::vector<StreamId>> streams(std::string_view prefix) const override;
  [[nodiscard]] Result<std::vector<std::pair<StreamId, StreamHead>>> heads() const override;

 private:
  Batch(Store& store, std::shared_ptr<Log> log, BatchBuffers& buffers, AdmissionRules* rules,
        ClockGuard& clock);
  Result<void> open();

  Result<std::optional<Receipt>> known(const Request& request) const;
  Result<Receipt> receipt_again(const Request& request,
                                const std::vector<Position>& positions) const;
  Result<bool> of_one_request(const std::vector<Position>& positions) const;
  Result<bool> begins_request(Position position) const;
  Result<void> check_versions(const Request& request) const;
  Result<void> admit(Request& request);
  Result<std::optional<StreamHead>> head(std::uint32_t stream) const;
  Result<Receipt::Placed> append(const NewEvent& event, bool begins_request);
  void take_back(TreeSize to);
  void hash_leaves() const;

  Store& store_;
  std::shared_ptr<Log> log_;
  BatchBuffers& buffers_;
  AdmissionRules* rules_;
  ClockGuard& clock_;
  std::optional<lmdb::WriteTransaction> transaction_;
  std::optional<lmdb::Transaction> index_transaction_;
  mutable std::optional<LogView> view_;
  std::optional<Lookup> lookup_;
  /// Before this batch, by the stream's number in buffers_.events; the inner one is empty where the
  /// stream had no events, the outer one where nobody asked yet.
  mutable std::vector<std::optional<std::optional<StreamHead>>> recorded_heads_;
  LogHead base_;
  LogHead written_;
  Result<ClockGuard::Stamp> stamp_;
};

}  // namespace probity::eventstore
