// Random commands against a ledger on disk and one in memory: after every step they hold the same
// and say the same.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <future>

#include "eventstore/erase.h"
#include "tests/model/model_ledger.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

enum class Kind {
  kAppend,
  kAppendMany,
  kRepeat,
  kRepeatPart,
  kOtherContent,
  kMix,
  kTwiceInOne,
  kDryRun,
  kBurst,
  kReopen,
  kReopenWithoutIndex,
  kErase,
};
constexpr std::size_t kMixedEvents = 32;
constexpr int kKinds = static_cast<int>(Kind::kErase) + 1;

/// A command and three numbers that choose its particulars.
struct Step {
  Kind kind;
  unsigned a;
  unsigned b;
  unsigned c;
};

void showValue(const Step& step, std::ostream& out) {
  out << "step " << static_cast<int>(step.kind) << " (" << step.a << ", " << step.b << ", "
      << step.c << ")";
}

rc::Gen<Step> a_step() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 3 * kKinds), rc::gen::inRange(0U, 1'000U),
                                     rc::gen::inRange(0U, 1'000U), rc::gen::inRange(0U, 1'000U)),
                      [](const auto& parts) {
                        // Appending is as frequent as all the rest together.
                        const int kind = std::get<0>(parts) < kKinds ? std::get<0>(parts)
                                                                     : std::get<0>(parts) % 4 == 0;
                        return Step{static_cast<Kind>(kind), std::get<1>(parts), std::get<2>(parts),
                                    std::get<3>(parts)};
                      });
}

class Pair {
 public:
  explicit Pair(std::uint64_t index_tail) : folder_(index_tail) {
    Request first = request(event(kFirstNumber, "ledger/self"));
    (void)model_.append(first, kStart);
    offered_.push_back(std::move(first));
  }

  void take(const Step& step) {
    folder_.clock.pass(kSecond);
    switch (step.kind) {
      case Kind::kAppend:
        return append(fresh(step, 1));
      case Kind::kAppendMany:
        return append(fresh(step, 1 + step.a % 6));
      case Kind::kRepeat:
        return append(offered_[step.a % offered_.size()]);
      case Kind::kRepeatPart:
        return append(part(step));
      case Kind::kOtherContent:
        return append(with_other_content(step));
      case Kind::kMix:
        return append(mixed(step));
      case Kind::kTwiceInOne:
        return append(twice(step));
      case Kind::kDryRun:
        return append(dry(step));
      case Kind::kBurst:
        return burst(step);
      case Kind::kReopen:
        folder_.reopen();
        return;
      case Kind::kReopenWithoutIndex:
        folder_.ledger.reset();
        std::filesystem::remove_all(folder_.path() / "index");
        folder_.reopen();
        return;
      case Kind::kErase:
        return erase(step);
    }
  }

  void compare(const Step& step) {
    const Snapshot snapshot = folder_.ledger->snapshot();
    const std::size_t size = model_.events.size();
    RC_ASSERT(snapshot.head().size.value == size);
    RC_ASSERT(snapshot.head().root == model_.root(size));
    RC_ASSERT(snapshot.root_at(TreeSize{step.b % (size + 1)}).value() ==
              model_.root(step.b % (size + 1)));
    RC_ASSERT(snapshot.root_at(TreeSize{size + 1}).error().kind == ErrorKind::kNotFound);
    compare_events(snapshot);
    compare_streams(snapshot, TreeSize{step.c % (size + 2)});
  }

 private:
  void compare_events(const Snapshot& snapshot) {
    for (const auto& stored : model_.events) {
      const Position at = stored.placement.position;
      const Event read = snapshot.event(at).value();
      RC_ASSERT(read.erased() == stored.erased);
      RC_ASSERT(same_content(read, stored.event));
      RC_ASSERT(read.header.id == stored.event.header.id);
      RC_ASSERT(read.leaf == stored.leaf);
      RC_ASSERT(read.placement.version == stored.placement.version);
      RC_ASSERT(read.placement.previous == stored.placement.previous);
      RC_ASSERT(read.placement.recorded_at == stored.placement.recorded_at);
      RC_ASSERT(snapshot.find(stored.event.header.id).value() == at);
    }
    RC_ASSERT(snapshot.event(Position{model_.events.size()}).error().kind == ErrorKind::kNotFound);
    RC_ASSERT(snapshot.find(id(next_number_)).value() == std::nullopt);
    RC_ASSERT(snapshot.as_of(model_.events.back().placement.recorded_at).value() ==
              model_.events.back().placement.position);
  }

  void compare_streams(const Snapshot& snapshot, TreeSize below) {
    const auto streams = snapshot.streams().value();
    RC_ASSERT(streams.size() == model_.streams.size());
    auto expected = model_.streams.begin();
    for (const auto& [name, head] : streams) {
      const std::vector<Position>& chain = expected->second;
      RC_ASSERT(name.text() == expected->first);
      RC_ASSERT(head == (StreamHead{chain.back(), StreamVersion{chain.size()},
                                    model_.events[chain.back().value].leaf}));
      RC_ASSERT(snapshot.stream_head(name).value() == head);
      std::vector<Position> some;
      for (const Position at : chain) {
        if (at.value < below.value) some.push_back(at);
      }
      RC_ASSERT(snapshot.stream_positions(name, below).value() == some);
      ++expected;
    }
    RC_ASSERT(snapshot.stream_head(stream("finding/none")).value() == std::nullopt);
  }

  void check(const Request& offered, const Result<Receipt>& answer, Instant now) {
    const auto expected = model_.append(offered, now);
    if (expected.refused) {
      RC_ASSERT(!answer);
      RC_ASSERT(answer.error().kind == *expected.refused);
      return;
    }
    if (!answer) RC_FAIL(answer.error().what);
    RC_ASSERT(answer->known == expected.known);
    RC_ASSERT(answer->compared_id_only == expected.compared_id_only);
    RC_ASSERT(answer->events.size() == expected.positions.size());
    for (std::size_t i = 0; i < expected.positions.size(); ++i) {
      RC_ASSERT(answer->events[i].id == offered.events[i].header.id);
      RC_ASSERT(answer->events[i].position == expected.positions[i]);
      RC_ASSERT(answer->events[i].version == expected.versions[i]);
    }
  }

  void append(const Request& offered) {
    check(offered, folder_.append(offered), folder_.clock.now());
    if (!offered.dry_run) offered_.push_back(offered);
  }

  /// Several requests queued at once, of which later ones may depend on earlier ones.
  void burst(const Step& step) {
    std::vector<Request> requests;
    for (unsigned i = 0; i < 2 + step.a % 5; ++i)
      requests.push_back(fresh({step.kind, step.b + i, step.c, i}, 1 + i % 3));
    requests.push_back(requests[step.b % requests.size()]);
    std::vector<std::future<Result<Receipt>>> answers;
    for (const Request& offered : requests)
      answers.push_back(folder_.ledger->writer()->submit(offered));
    for (std::size_t i = 0; i < requests.size(); ++i) {
      check(requests[i], answers[i].get(), folder_.clock.now());
      offered_.push_back(requests[i]);
    }
  }

  void erase(const Step& step) {
    const Position at{step.a % model_.events.size()};
    folder_.ledger.reset();
    RC_ASSERT(erase_payload(folder_.path(), at).has_value());
    model_.events[at.value].erased = true;
    folder_.reopen();
  }

  [[nodiscard]] static std::string a_stream(unsigned number) {
    return "finding/" + std::to_string(number % 5);
  }

  Request fresh(const Step& step, unsigned count) {
    std::vector<NewEvent> events;
    for (unsigned i = 0; i < count; ++i)
      events.push_back(event(next_number_++, a_stream(step.b + i * (step.c % 3))));
    std::vector<std::pair<StreamId, ExpectedVersion>> expected;
    for (unsigned i = 0; i < step.c % 3; ++i) {
      expected.emplace_back(stream(a_stream(step.b + i)), expectation(step, a_stream(step.b + i)));
    }
    return request(std::move(events), std::move(expected));
  }

  [[nodiscard]] ExpectedVersion expectation(const Step& step, const std::string& name) const {
    const std::uint64_t version = model_.version(name);
    switch (step.a % 7) {
      case 0:
        return AnyVersion{};
      case 1:
        return NoStream{};
      case 2:
        return StreamExists{};
      case 3:
        return ExactVersion{StreamVersion{version + 1}};
      case 4:
        return ExactVersion{StreamVersion{0}};
      default:
        return ExactVersion{StreamVersion{version}};
    }
  }

  Request part(const Step& step) {
    Request offered = offered_[step.a % offered_.size()];
    std::rotate(offered.events.begin(), offered.events.begin() + step.b % offered.events.size(),
                offered.events.end());
    offered.events.resize(1 + step.c % offered.events.size(), offered.events.front());
    return offered;
  }

  Request with_other_content(const Step& step) {
    Request offered = offered_[step.a % offered_.size()];
    NewEvent& changed = offered.events[step.b % offered.events.size()];
    if (step.c % 2 == 0) changed.header.actor = "another";
    if (step.c % 2 == 1) changed.payload.back() ^= 1;
    changed.payload_digest = payload_digest(changed.salt, changed.payload);
    return offered;
  }

  /// Events of two requests, known or new.
  Request mixed(const Step& step) {
    Request offered = offered_[step.a % offered_.size()];
    const Request other = step.c % 2 == 0 ? fresh(step, 1) : offered_[step.b % offered_.size()];
    offered.events.insert(offered.events.end(), other.events.begin(), other.events.end());
    offered.expected.clear();
    // Mixes of mixes would pass the limit of a request, which the model does not know.
    if (offered.events.size() > kMixedEvents)
      offered.events.resize(kMixedEvents, offered.events.front());
    return offered;
  }

  Request twice(const Step& step) {
    Request offered = fresh(step, 1 + step.a % 3);
    offered.events.push_back(offered.events[step.b % offered.events.size()]);
    return offered;
  }

  Request dry(const Step& step) {
    Request offered =
        step.c % 4 == 0 ? offered_[step.a % offered_.size()] : fresh(step, 1 + step.a % 4);
    offered.dry_run = true;
    return offered;
  }

  LedgerFolder folder_;
  test::ModelLedger model_;
  std::vector<Request> offered_;
  std::uint64_t next_number_ = 1;
};

RC_GTEST_PROP(LedgerModel, HoldsAndSaysWhatALedgerInMemoryDoes, ()) {
  const auto index_tail = *rc::gen::element<std::uint64_t>(1, 7, limits::kIndexTailEvents);
  const auto steps = *rc::gen::container<std::vector<Step>>(a_step());
  Pair ledgers(index_tail);
  for (const Step& step : steps) {
    ledgers.take(step);
    ledgers.compare(step);
  }
}

}  // namespace
}  // namespace probity::eventstore::testing
