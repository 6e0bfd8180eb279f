// Work on several threads whose results are taken one after the other.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace probity::eventstore::verify {

/// Calls `make(i)` for i below `count` on `threads` threads, this one among them, and
/// `take(result)` for each result in the order of i, one at a time, on one of the threads. A thread
/// whose result is not due goes on with the next; at most kAhead results a thread are made or wait
/// to be taken. Ends early where `take` answers false. What either throws ends it and is thrown
/// again here.
template <class Make, class Take>
class InOrder {
 public:
  static constexpr std::uint64_t kAhead = 2;

  InOrder(std::uint64_t count, unsigned threads, const Make& make, const Take& take)
      : count_(count), threads_(std::max(threads, 1U)), make_(make), take_(take) {}

  void run() {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads_ && i < count_; ++i) others.emplace_back([this] { work(); });
    work();
    others.clear();  // waits for them
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  using Made = decltype(std::declval<const Make&>()(std::uint64_t{}));

  void work() {
    std::unique_lock lock(mutex_);
    try {
      while (true) {
        room_.wait(lock, [&] { return ended_ || next_ < turn_ + kAhead * threads_; });
        if (ended_ || next_ == count_) return;
        const std::uint64_t number = next_++;
        lock.unlock();
        Made made = make_(number);
        lock.lock();
        made_.emplace(number, std::move(made));
        take_what_is_due(lock);
      }
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      if (!thrown_) thrown_ = std::current_exception();
      ended_ = true;
      room_.notify_all();
    }
  }

  /// Unless another thread is at it: that one takes this thread's result too.
  void take_what_is_due(std::unique_lock<std::mutex>& lock) {
    if (taking_) return;
    taking_ = true;
    while (!ended_ && !made_.empty() && made_.begin()->first == turn_) {
      auto due = made_.extract(made_.begin());
      lock.unlock();
      const bool go_on = take_(due.mapped());
      due = {};
      lock.lock();
      ++turn_;
      ended_ |= !go_on;
      room_.notify_all();
    }
    taking_ = false;
  }

  const std::uint64_t count_;
  const unsigned threads_;
  const Make& make_;
  const Take& take_;

  std::mutex mutex_;
  std::condition_variable room_;
  std::map<std::uint64_t, Made> made_;  // and not taken
  std::uint64_t next_ = 0;              // to be made
  std::uint64_t turn_ = 0;              // to be taken
  bool taking_ = false;
  bool ended_ = false;
  std::exception_ptr thrown_;
};

}  // namespace probity::eventstore::verify
