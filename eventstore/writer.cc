#include "eventstore/writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/limits.h"
#include "eventstore/request_check.h"

namespace probity::eventstore {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{16} * 1'048'576;
constexpr std::uint64_t kIndexTailAtClose = 4'096;

std::future<Result<Receipt>> answered(Error error) {
  std::promise<Result<Receipt>> promise;
  promise.set_value(std::unexpected(std::move(error)));
  return promise.get_future();
}

Error not_placed() { return {ErrorKind::kStorage, "the request was not judged", {}, {}}; }

}  // namespace

std::future<Result<Receipt>> Writer::submit(Request request) {
  std::vector<Request> one;
  one.push_back(std::move(request));
  return std::move(submit(std::move(one)).front());
}

Result<Receipt> Writer::append(Request request) { return submit(std::move(request)).get(); }

QueuedWriter::QueuedWriter(Store& store, const OpenOptions& options, Instant last_recorded)
    : store_(store),
      rules_(options.rules),
      on_commit_(options.on_commit),
      clock_(options.clock, last_recorded, options.accept_clock),
      index_tail_(options.index_tail),
      thread_([this] { run(); }) {}

QueuedWriter::~QueuedWriter() { (void)stop(); }

std::vector<std::future<Result<Receipt>>> QueuedWriter::submit(std::vector<Request> requests) {
  std::vector<std::future<Result<Receipt>>> answers;
  std::vector<Queued> sound;
  answers.reserve(requests.size());
  sound.reserve(requests.size());
  for (Request& request : requests) {
    if (auto checked = check_request(request); !checked) {
      answers.push_back(answered(std::move(checked.error())));
      continue;
    }
    const std::size_t bytes = request_bytes(request);
    answers.push_back(sound.emplace_back(std::move(request), bytes).answer.get_future());
  }
  {
    const std::lock_guard lock(mutex_);
    for (Queued& queued : sound) {
      if (auto refused = enqueue(queued)) queued.answer.set_value(std::unexpected(*refused));
    }
  }
  wake_.notify_one();
  return answers;
}

/// With mutex_ held. Takes it, or says why not.
std::optional<Error> QueuedWriter::enqueue(Queued& queued) {
  if (stopping_) return Error{ErrorKind::kStorage, "the ledger is closed", {}, {}};
  if (queue_.size() >= limits::kQueueRequests ||
      queued_bytes_ + queued.bytes > limits::kQueueBytes) {
    return Error{ErrorKind::kOverloaded, "the writer's queue is full", "try again in a moment", {}};
  }
  queued_bytes_ += queued.bytes;
  queue_.push_back(std::move(queued));
  return std::nullopt;
}

Result<void> QueuedWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (!thread_.joinable()) return {};
  thread_.join();
  try {
    auto behind = store_.follow_log(0);
    if (behind && *behind <= std::min(index_tail_, kIndexTailAtClose)) return {};
    while (behind && *behind > 0) behind = store_.follow_log(kIndexSliceEvents);
    if (!behind) return pass(behind);
    return {};
  } catch (const lmdb::StorageFault& fault) {
    return std::unexpected(fault.error());
  }
}

void QueuedWriter::run() {
  std::vector<Queued> batch;
  while (take(batch)) {
    process(batch);
    batch.clear();
    follow_log();
  }
}

/// Waits for requests and takes as many as one commit may hold. While the index catches up it does
/// not wait: an empty batch then. False at the end.
bool QueuedWriter::take(std::vector<Queued>& batch) {
  std::unique_lock lock(mutex_);
  if (!index_follows_) wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  if (queue_.empty()) return !stopping_;
  std::size_t events = 0;
  std::size_t bytes = 0;
  while (!queue_.empty()) {
    const Queued& next = queue_.front();
    events += next.request.events.size();
    bytes += next.bytes;
    if (!batch.empty() && (events > limits::kBatchEvents || bytes > kBatchBytes)) break;
    queued_bytes_ -= next.bytes;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return true;
}

void QueuedWriter::process(std::vector<Queued>& requests) {
  if (requests.empty()) return;
  Answers answers(requests.size(), std::unexpected(not_placed()));
  std::size_t first_placed = requests.size();
  Result<void> outcome;
  try {
    outcome = try_batch(requests, answers, first_placed);
  } catch (const lmdb::StorageFault& fault) {
    outcome = std::unexpected(fault.error());
  } catch (const std::exception& failed) {
    outcome =
        fail(ErrorKind::kStorage, fmt::format("the commit could not be made: {}", failed.what()));
  }
  if (!outcome) {
    buffers_.tiles.forget();
    if (rules_ != nullptr) rules_->forget_uncommitted();
    // Whatever was judged in view of events that are not there now must be asked again.
    for (std::size_t i = first_placed; i < requests.size(); ++i)
      answers[i] = std::unexpected(outcome.error());
    for (auto& answer : answers) {
      if (!answer && answer.error() == not_placed()) answer = std::unexpected(outcome.error());
    }
  }
  for (std::size_t i = 0; i < requests.size(); ++i)
    requests[i].answer.set_value(std::move(answers[i]));
}

Result<void> QueuedWriter::try_batch(std::vector<Queued>& requests, Answers& answers,
                                     std::size_t& first_placed) {
  if (poisoned_) {
    if (auto reopened = store_.reopen_log(); !reopened) return reopened;
    poisoned_ = false;
  }
  auto begun = Batch::begin(store_, buffers_, rules_, clock_);
  if (!begun) return pass(begun);
  std::unique_ptr<Batch> batch = std::move(*begun);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    answers[i] = place(*batch, requests[i].request);
    if (batch->placed_any()) first_placed = std::min(first_placed, i);
  }
  Head head = batch->base();
  if (batch->placed_any()) {
    if (auto written = batch->write(); !written) return written;
    const EventId placed = requests[first_placed].request.events.front().header.id;
    try {
      head = batch->commit();
    } catch (const lmdb::StorageFault& fault) {
      const bool may_have_begun = batch->panicked();
      batch.reset();
      return std::unexpected(commit_failed(fault.error(), placed, may_have_begun));
    }
    since_index_ += buffers_.records.count();
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    auto& answer = answers[i];
    if (!answer) continue;
    if (!answer->known && !requests[i].request.dry_run) batch->fill_leaves(*answer);
    answer->size = head.size;
    answer->root = head.root;
  }
  batch.reset();
  if (first_placed < requests.size()) announce(head);
  return {};
}

/// What a listener does wrong is no fault of the commit that it is told of.
void QueuedWriter::announce(const Head& head) noexcept {
  if (!on_commit_) return;
  try {
    on_commit_(head);
  } catch (const std::exception&) {
    return;
  }
}

/// A rule that fails with an exception refuses its own request and no other.
Result<Receipt> QueuedWriter::place(Batch& batch, Request& request) {
  try {
    return batch.place(request);
  } catch (const lmdb::StorageFault&) {
    throw;
  } catch (const std::exception& failed) {
    if (rules_ != nullptr) rules_->forget_uncommitted();
    return fail(ErrorKind::kCorrupt,
                fmt::format("the request could not be judged: {}", failed.what()));
  }
}

/// The environment is opened again before anything is concluded, and what was placed is looked up
/// by id. Where LMDB had not begun to write its meta page, an event that is not there never will
/// be, and the cause can be told.
Error QueuedWriter::commit_failed(const Error& error, const EventId& placed, bool may_have_begun) {
  poisoned_ = true;
  Error unknown{ErrorKind::kUnknownOutcome,
                fmt::format("{}; whether the events are recorded is not known", error.what),
                "look them up by their ids before they are offered again", error.where};
  try {
    if (auto reopened = store_.reopen_log(); !reopened) return unknown;
    poisoned_ = false;
    const auto recorded = is_recorded(placed);
    return recorded && !*recorded && !may_have_begun ? error : unknown;
  } catch (const std::exception&) {
    return unknown;
  }
}

Result<bool> QueuedWriter::is_recorded(const EventId& id) {
  auto log = store_.log();
  if (!log) return pass(log);
  std::optional<lmdb::Transaction> index;
  if (store_.index() != nullptr) index.emplace(store_.index()->read());
  const lmdb::Transaction transaction = (*log)->environment().read();
  LogView view(transaction, (*log)->tables());
  const auto head = view.head();
  if (!head) return std::unexpected(head.error());
  const auto lookup = store_.lookup(index ? &*index : nullptr, view, head->size());
  if (!lookup) return std::unexpected(lookup.error());
  const auto found = lookup->find(id);
  if (!found) return std::unexpected(found.error());
  return found->has_value();
}

/// After the answers went out. One slice at a time, so that those who wait for a commit do not wait
/// for the index.
void QueuedWriter::follow_log() {
  if (!index_follows_ && since_index_ <= index_tail_) return;
  std::uint64_t behind = 0;
  try {
    const auto left = store_.follow_log(kIndexSliceEvents);
    behind = left ? *left : 0;
  } catch (const std::exception&) {
    // The index is derived: appending goes on without it, and it is tried again after as many
    // events once more.
    behind = 0;
  }
  index_follows_ = behind > 0;
  if (!index_follows_) since_index_ = 0;
}

}  // namespace probity::eventstore
