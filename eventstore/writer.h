// The writer's thread: takes all that is queued, places it in one batch, commits once, answers in
// order. There is no timer: while one commit is synced, the next batch gathers.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "eventstore/batch.h"
#include "eventstore/ledger.h"

namespace probity::eventstore {

class QueuedWriter final : public Writer {
 public:
  /// `store` and what `options` refers to outlive it.
  QueuedWriter(Store& store, const OpenOptions& options, Instant last_recorded);
  ~QueuedWriter() override;

  using Writer::submit;
  std::vector<std::future<Result<Receipt>>> submit(std::vector<Request> requests) override;
  /// Answers what is queued, ends the thread and lets the index catch up. kStorage or kCorrupt if
  /// the index could not.
  Result<void> stop();

 private:
  struct Queued {
    Request request;
    std::size_t bytes = 0;
    std::promise<Result<Receipt>> answer{};
  };
  using Answers = std::vector<Result<Receipt>>;

  std::optional<Error> enqueue(Queued& queued);
  void run();
  bool take(std::vector<Queued>& batch);
  void process(std::vector<Queued>& batch);
  /// Fills in an answer for each request as far as it got; the error is for those from
  /// `first_placed` on.
  Result<void> try_batch(std::vector<Queued>& requests, Answers& answers,
                         std::size_t& first_placed);
  Result<Receipt> place(Batch& batch, Request& request);
  void announce(const Head& head) noexcept;
  Error commit_failed(const Error& error, const EventId& placed, bool may_have_begun);
  Result<bool> is_recorded(const EventId& id);
  void follow_log();

  Store& store_;
  AdmissionRules* rules_;
  std::function<void(const Head&)> on_commit_;
  ClockGuard clock_;
  const std::uint64_t index_tail_;
  BatchBuffers buffers_;
  bool poisoned_ = false;          // a commit failed and the log is not yet opened again
  std::uint64_t since_index_ = 0;  // events committed since it did
  bool index_follows_ = false;     // it is catching up, a slice between two batches

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Queued> queue_;
  std::size_t queued_bytes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace probity::eventstore
