// Work on several threads whose results are taken one after the other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace probity::eventstore::verify {

/// Calls `make(i)` for i below `count` on `threads` threads, this one among them, and
/// `take(result)` for each result in the order of i, one at a time, on the thread that made it.
/// Ends early where `take` answers false. What either throws ends it and is thrown again here.
template <class Make, class Take>
void in_order(std::uint64_t count, unsigned threads, const Make& make, const Take& take) {
  std::mutex mutex;
  std::condition_variable turns;
  std::uint64_t turn = 0;
  bool ended = false;
  std::exception_ptr thrown;
  std::atomic<std::uint64_t> next = 0;

  const auto end = [&](std::exception_ptr why) {
    const std::lock_guard lock(mutex);
    ended = true;
    if (!thrown) thrown = std::move(why);
    turns.notify_all();
  };
  const auto work = [&] {
    try {
      for (std::uint64_t i = next++; i < count; i = next++) {
        auto result = make(i);
        std::unique_lock lock(mutex);
        turns.wait(lock, [&] { return turn == i || ended; });
        if (ended) return;
        lock.unlock();
        const bool go_on = take(result);
        lock.lock();
        ++turn;
        ended |= !go_on;
        turns.notify_all();
        if (ended) return;
      }
    } catch (...) {
      end(std::current_exception());
    }
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads && i < count; ++i) others.emplace_back(work);
  work();
  others.clear();  // waits for them
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace probity::eventstore::verify
