#include "projections/views/priorities.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Rank = Told<schema::ThreatPrioritised>;

void write_rank(schema::ThreatRank::Builder& row, const Rank& rank) {
  set_act(row.initAct(), *rank.event);
  row.setThreat(rank.data().getThreat());
  row.setRank(rank.data().getRank());
}

class PriorityFold final : public TableFold<PriorityFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<PriorityFold>>({
        {"ThreatPrioritised", &PriorityFold::prioritised},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    auto row = message.initRoot<schema::PriorityRow>();
    auto head = row.initHead();
    put(row, &schema::PriorityRow::Builder::setBody, text(body_));
    put_each(row, &schema::PriorityRow::Builder::initThreats, ranks_, write_rank);
    return head;
  }

 private:
  /// The latest rank of each threat; which threat hangs on the payload.
  void prioritised(const FoldEvent& event, FoldContext&) {
    if (body_.empty()) body_ = segment(event, 1);
    if (event.erased()) return;
    const Rank rank(event);
    const auto found = std::ranges::find_if(ranks_, [&](const Rank& earlier) {
      return earlier.data().getThreat() == rank.data().getThreat();
    });
    if (found != ranks_.end()) {
      *found = rank;
    } else {
      ranks_.push_back(rank);
    }
  }

  std::string body_;
  std::vector<Rank> ranks_;  // in the order in which the threats were first named
};

}  // namespace

std::unique_ptr<Fold> make_priority_fold() { return std::make_unique<PriorityFold>(); }

}  // namespace probity::projections
