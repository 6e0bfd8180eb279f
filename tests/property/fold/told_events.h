// Made-up events of one finding with every kind of date, learnt in any order, struck, marked,
// remarked upon, erased and withheld; and what holds, written from domain.md's words alone: slow,
// one question at a time.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string>
#include <vector>

#include "eventstore/event.h"

namespace probity::test {

/// Days count from 1 January 2024. Months and years would hide the edges that days show.
inline constexpr int kBeforeAll = std::numeric_limits<int>::min() / 2;  // before all days

struct Date {
  enum class Form { kDay, kBetween, kBy, kFrom, kAlways };
  Form form = Form::kDay;
  int first = 0;
  int last = 0;  // of kBetween and kBy

  [[nodiscard]] std::string text() const;
  [[nodiscard]] int earliest() const;
  [[nodiscard]] int latest(int recorded) const;
};

struct Told {
  enum class What { kRaised, kUpdate, kClaim, kAttach, kNote, kCorrection, kMarking };
  What what = What::kUpdate;
  Date date;
  int recorded = 0;         // day
  std::uint64_t names = 0;  // index that a correction or a marking names; may be none or later
  bool sensitive = false;   // its own marking, or that a marking gives
  bool erased = false;
  bool withheld = false;

  [[nodiscard]] std::string type() const;
  [[nodiscard]] std::string line() const;
};
std::ostream& operator<<(std::ostream& out, const Told& told);

/// The stream's events; index is position and version - 1.
eventstore::Event event_of(const Told& told, std::uint64_t index);

/// How the first `known` events stand on a day.
class Model {
 public:
  Model(const std::vector<Told>& told, std::size_t known) : told_(told), known_(known) {}

  [[nodiscard]] bool counts(std::size_t i) const;
  [[nodiscard]] bool holds(std::size_t i, int day) const;
  [[nodiscard]] bool possible(std::size_t i, int day) const;
  [[nodiscard]] bool withdrawn() const;
  [[nodiscard]] bool sensitive(std::size_t i) const;
  /// Indices by (sort day, position).
  [[nodiscard]] std::vector<std::size_t> held(int day) const;
  [[nodiscard]] std::vector<std::size_t> possible(int day) const;
  [[nodiscard]] std::vector<std::size_t> remarks() const;
  [[nodiscard]] std::size_t withheld() const;
  [[nodiscard]] bool used_sensitive(int day) const;

 private:
  [[nodiscard]] int latest(std::size_t i) const { return told_[i].date.latest(told_[i].recorded); }
  [[nodiscard]] bool is_any(std::size_t i) const;
  [[nodiscard]] bool acts(std::size_t i) const;
  /// known_ where there is none.
  [[nodiscard]] std::size_t first() const;
  [[nodiscard]] std::vector<std::size_t> in_order(std::vector<std::size_t> events) const;

  const std::vector<Told>& told_;
  std::size_t known_;
};

}  // namespace probity::test
