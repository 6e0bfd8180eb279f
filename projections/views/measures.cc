#include "projections/views/measures.h"

#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Figure = Told<schema::MeasureRecorded>;
using Reported = Told<schema::DisruptionsReported>;

/// The days that a figure covers: its window's, else its effective time's.
template <class Data>
Bounds covered(const Told<Data>& told) {
  return bounds_of(view(told.data().getWindow()), *told.event).value_or(told.event->bounds);
}

void write_figure(schema::Figure::Builder& row, const Figure& figure) {
  using Row = schema::Figure::Builder;
  set_act(row.initAct(), *figure.event);
  put(row, &Row::setName, figure.data().getName());
  put(row, &Row::setValue, figure.data().getValue());
  put(row, &Row::setUnit, figure.data().getUnit());
  row.setQualifier(figure.data().getQualifier());
  put(row, &Row::setNumerator, figure.data().getNumerator());
  put(row, &Row::setDenominator, figure.data().getDenominator());
  put(row, &Row::setWindow, figure.data().getWindow());
  put(row, &Row::setNote, figure.data().getNote());
  const Bounds days = covered(figure);
  row.setEarliest(days.earliest.value);
  row.setLatest(days.latest.value);
}

void write_reported(schema::ReportedDisruptions::Builder& row, const Reported& reported) {
  using Row = schema::ReportedDisruptions::Builder;
  set_act(row.initAct(), *reported.event);
  put(row, &Row::setLead, reported.data().getLead());
  put(row, &Row::setWindow, reported.data().getWindow());
  put(row, &Row::setThreat, reported.data().getThreat());
  row.setCount(reported.data().getCount());
  put(row, &Row::setShareAsSaid, reported.data().getShareAsSaid());
  const Bounds days = covered(reported);
  row.setEarliest(days.earliest.value);
  row.setLatest(days.latest.value);
}

/// Sources may disagree, so every figure is kept. One whose payload is erased says nothing and is
/// left out.
class MeasureFold final : public TableFold<MeasureFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<MeasureFold>>({
        {"MeasureRecorded", &MeasureFold::recorded},
        {"DisruptionsReported", &MeasureFold::reported},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    auto row = message.initRoot<schema::MeasureRow>();
    auto head = row.initHead();
    put_each(row, &schema::MeasureRow::Builder::initFigures, figures_, write_figure);
    put_each(row, &schema::MeasureRow::Builder::initDisruptions, reported_, write_reported);
    return head;
  }

 private:
  void recorded(const FoldEvent& event, FoldContext&) {
    if (!event.erased()) figures_.emplace_back(event);
  }
  void reported(const FoldEvent& event, FoldContext&) {
    if (!event.erased()) reported_.emplace_back(event);
  }

  std::vector<Figure> figures_;
  std::vector<Reported> reported_;
};

}  // namespace

std::unique_ptr<Fold> make_measure_fold() { return std::make_unique<MeasureFold>(); }

}  // namespace probity::projections
