#include "projections/questions/time/movement.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "projections/views/status_table.h"

namespace probity::projections {
namespace {

using schema::FindingStatus;
using schema::Rag;

/// Where one addressee of a finding stands, as far as a change of it is told.
struct State {
  struct Due {
    std::string said;
    std::int32_t latest = 0;
  };
  FindingStatus status = FindingStatus::UNSET;
  Rag rag = Rag::UNSET;
  bool overdue = false;
  std::map<std::string, Due> dues;  // by basis: each is somebody else's word

  [[nodiscard]] std::string due_text() const {
    std::string text;
    for (const auto& [basis, due] : dues) {
      text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", due.said, basis);
    }
    return text;
  }
};

using Pair = std::pair<std::string, std::string>;  // a finding's ref and an addressee
using States = std::map<Pair, State>;

State state_of(schema::Addressee::Reader addressee, Day day) {
  State state{.status = addressee.getStatus(),
              .rag = addressee.getRag(),
              .overdue = days_overdue(addressee, day).has_value(),
              .dues = {}};
  for (const auto due : addressee.getDues()) {
    state.dues[name_of(due.getBasis())] = {to_string(due.getDue()), due.getDueLatest()};
  }
  return state;
}

Result<States> states_of(World& world, const FindingFilter& filter) {
  States states;
  const Day day = world.moment().day;
  const auto census = each_selected(world, filter, [&](const Selected& selected) {
    for (const auto addressee : selected.addressees) {
      states.emplace(Pair{selected.ref, to_string(addressee.getBody())}, state_of(addressee, day));
    }
  });
  if (!census) return std::unexpected(census.error());
  return states;
}

struct Change {
  std::string what;
  std::string before;
  std::string after;
};

std::optional<Change> change_of_status(FindingStatus before, FindingStatus after) {
  if (before == after) return std::nullopt;
  std::string what = "moved";
  if (!is_open(before) && is_open(after)) {
    what = "reopened";
  } else if (after == FindingStatus::CLOSED) {
    what = "closed";
  } else if (after == FindingStatus::SUPERSEDED) {
    what = "superseded";
  }
  return Change{what, std::string(name_of(before)), std::string(name_of(after))};
}

std::optional<Change> change_of_colour(Rag before, Rag after) {
  if (before == after) return std::nullopt;
  const std::string what = after == Rag::RED     ? "newlyRed"
                           : after == Rag::GREEN ? "newlyGreen"
                                                 : "recoloured";
  return Change{what, name_of(before), name_of(after)};
}

void add_changes_of_dues(const State& before, const State& after, std::vector<Change>& changes) {
  const auto text = [](const State::Due& due, const std::string& basis) {
    return fmt::format("{} ({})", due.said, basis);
  };
  for (const auto& [basis, now] : after.dues) {
    const auto found = before.dues.find(basis);
    if (found == before.dues.end()) {
      changes.push_back({"dueSet", {}, text(now, basis)});
      continue;
    }
    const State::Due& old = found->second;
    if (old.said == now.said) continue;
    const std::string what = now.latest > old.latest   ? "extended"
                             : now.latest < old.latest ? "broughtForward"
                                                       : "dueResaid";
    changes.push_back({what, text(old, basis), text(now, basis)});
  }
  for (const auto& [basis, old] : before.dues) {
    if (!after.dues.contains(basis)) changes.push_back({"dueWithdrawn", text(old, basis), {}});
  }
}

std::vector<Change> changes_of(const State* before, const State* after) {
  std::vector<Change> changes;
  if (before == nullptr) {
    const std::string status(name_of(after->status));
    changes.push_back({"opened", {}, status});
    if (!is_open(after->status)) changes.push_back({status, {}, status});
    return changes;
  }
  if (after == nullptr) return {Change{"withdrawn", std::string(name_of(before->status)), {}}};
  const auto add = [&](std::optional<Change> change) {
    if (change) changes.push_back(std::move(*change));
  };
  add(change_of_status(before->status, after->status));
  if (before->overdue != after->overdue) {
    add(Change{after->overdue ? "newlyOverdue" : "noLongerOverdue", before->due_text(),
               after->due_text()});
  }
  add(change_of_colour(before->rag, after->rag));
  add_changes_of_dues(*before, *after, changes);
  return changes;
}

/// Whether a correction of the finding came on record behind the first `known` events.
Result<bool> is_restated(World& world, const std::string& ref, TreeSize known) {
  const auto stream = stream_named("finding", ref);
  if (!stream) return std::unexpected(stream.error());
  const auto history = world.history(*stream);
  if (!history) return std::unexpected(history.error());
  for (const auto& event : (*history)->events()) {
    const auto& stored = event->stored;
    if (stored.placement.position.value >= known.value && stored.header.type == "CorrectionMade") {
      return true;
    }
  }
  return false;
}

class Teller {
 public:
  Teller(World& before, World& after)
      : before_(before), after_(after), restating_(before.moment().size != after.moment().size) {
    if (restating_) changes_.columns.push_back({"restated", "restated"});
  }

  Result<void> tell(const States& was, const States& is) {
    for (const auto& [pair, state] : is) {
      const auto old = was.find(pair);
      if (auto told = add(pair, old == was.end() ? nullptr : &old->second, &state); !told) {
        return told;
      }
    }
    for (const auto& [pair, state] : was) {
      if (is.contains(pair)) continue;
      if (auto told = add(pair, &state, nullptr); !told) return told;
    }
    return {};
  }

  std::vector<Table> tables() && {
    Table counts{.key = "movement",
                 .title = "How many",
                 .columns = {{"what", "what"}, {"count", "by addressee"}},
                 .rows = {},
                 .when_empty = "nothing changed",
                 .struck = {}};
    if (restating_) counts.columns.push_back({"restated", "restated"});
    for (const auto& [what, count] : counts_) {
      auto& row = counts.rows.emplace_back();
      row = {Value(what), count_of(count.first)};
      if (restating_) row.push_back(count_of(count.second));
    }
    std::vector<Table> tables;
    tables.push_back(std::move(counts));
    tables.push_back(std::move(changes_));
    return tables;
  }

 private:
  Result<void> add(const Pair& pair, const State* before, const State* after) {
    const std::vector<Change> changes = changes_of(before, after);
    if (changes.empty()) return {};
    bool restated = false;
    if (restating_) {
      const auto corrected = is_restated(after_, pair.first, before_.moment().size);
      if (!corrected) return std::unexpected(corrected.error());
      restated = *corrected;
    }
    for (const Change& change : changes) {
      auto& [count, corrected] = counts_[change.what];
      ++count;
      corrected += restated ? 1 : 0;
      auto& row = changes_.rows.emplace_back();
      row = {Value(pair.first), Value(pair.second), Value(change.what), value_of(change.before),
             value_of(change.after)};
      if (restating_) row.emplace_back(restated);
    }
    return {};
  }

  World& before_;
  World& after_;
  bool restating_;  // another is known, and not another day seen alone
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> counts_;
  Table changes_{.key = "changes",
                 .title = "What changed",
                 .columns = {{"ref", "finding"},
                             {"body", "addressee"},
                             {"what", "what"},
                             {"before", "before"},
                             {"after", "after"}},
                 .rows = {},
                 .when_empty = "nothing changed",
                 .struck = {}};
};

}  // namespace

Result<Answer> ask_movement(World& before, World& after, const FindingFilter& filter) {
  const auto is = states_of(after, filter);
  if (!is) return std::unexpected(is.error());
  // A body that was not registered yet had no finding.
  auto was = states_of(before, filter);
  if (!was && was.error().kind == ErrorKind::kNotFound) was = States();
  if (!was) return std::unexpected(was.error());
  Teller teller(before, after);
  if (auto told = teller.tell(*was, *is); !told) return pass(told);
  Answer answer;
  answer.schema = "probity.movement/1";
  answer.title = "What became of findings";
  answer.facts = {{"from", "from", Value(in_words(before.moment()))},
                  {"to", "to", Value(in_words(after.moment()))},
                  {"addressedBefore", "by addressee, before", count_of(was->size())},
                  {"addressedAfter", "by addressee, after", count_of(is->size())}};
  answer.tables = std::move(teller).tables();
  if (auto done = after.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
