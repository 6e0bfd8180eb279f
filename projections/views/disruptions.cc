#include "projections/views/disruptions.h"

#include <array>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

class DisruptionFold final : public TableFold<DisruptionFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<DisruptionFold>>({
        {"DisruptionRecorded", &DisruptionFold::recorded},
        {"DisruptionAssessed", &DisruptionFold::assessed},
        {"DisruptionWithdrawn", &DisruptionFold::withdrawn},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::DisruptionRow::Builder;
    auto row = message.initRoot<schema::DisruptionRow>();
    auto head = row.initHead();
    const auto data = recorded_.data();
    put(row, &Row::initRecorded, recorded_.event);
    put(row, &Row::setLead, data.getLead());
    put(row, &Row::setSupporting, data.getSupporting());
    put(row, &Row::setThreat, data.getThreat());
    put(row, &Row::setApproaches, data.getApproaches());
    row.setLevel(level_);
    row.setBasis(data.getBasis());
    put(row, &Row::setOperation, data.getOperation());
    put(row, &Row::initAssessed, assessed_.event);
    put(row, &Row::setAssessor, assessed_.data().getAssessor());
    row.setOutcome(assessed_.data().getOutcome());
    put(row, &Row::initDropped, dropped_.event);
    put(row, &Row::setDropReason, dropped_.data().getReason());
    if (recorded_) row.setRecordedEarliest(recorded_.event->bounds.earliest.value);
    return head;
  }

 private:
  void recorded(const FoldEvent& event, FoldContext&) {
    recorded_.take(event);
    if (!event.erased()) level_ = recorded_.data().getLevel();
  }
  void assessed(const FoldEvent& event, FoldContext&) {
    assessed_.take(event);
    if (!event.erased()) level_ = assessed_.data().getLevel();
  }
  void withdrawn(const FoldEvent& event, FoldContext&) { dropped_.take(event); }

  Told<schema::DisruptionRecorded> recorded_;
  Told<schema::DisruptionAssessed> assessed_;
  Told<schema::DisruptionWithdrawn> dropped_;
  schema::DisruptionLevel level_ = schema::DisruptionLevel::UNSET;  // as last recorded or assessed
};

}  // namespace

std::unique_ptr<Fold> make_disruption_fold() { return std::make_unique<DisruptionFold>(); }

}  // namespace probity::projections
