#include "projections/views/inspections.h"

#include <algorithm>
#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

class InspectionFold final : public TableFold<InspectionFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<InspectionFold>>({
        {"InspectionOpened", &InspectionFold::opened},
        {"FieldworkRecorded", &InspectionFold::fieldwork},
        {"ReportPublished", &InspectionFold::published},
        {"ApplicabilityDecided", &InspectionFold::applicability},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::InspectionRow::Builder;
    auto row = message.initRoot<schema::InspectionRow>();
    auto head = row.initHead();
    put(row, &Row::initOpened, opened_.event);
    put(row, &Row::setTitle, opened_.data().getTitle());
    row.setProgramme(opened_.data().getProgramme());
    put(row, &Row::setInspectorate, opened_.data().getInspectorate());
    put(row, &Row::setSubjects, opened_.data().getSubjects());
    put(row, &Row::setCycle, opened_.data().getCycle());
    put_each(row, &Row::initFieldwork, fieldwork_, write_fieldwork);
    put(row, &Row::initPublished, first_published_);
    if (first_published_ != nullptr)
      row.setPublishedEarliest(first_published_->bounds.earliest.value);
    put(row, &Row::setReportTitle, report_.data().getTitle());
    put(row, &Row::setReference, report_.data().getReference());
    put(row, &Row::setUrl, report_.data().getUrl());
    put_each(row, &Row::initApplicability, applicability_, write_applicability);
    return head;
  }

 private:
  using Fieldwork = Told<schema::FieldworkRecorded>;
  using Applicability = Told<schema::ApplicabilityDecided>;

  static void write_fieldwork(schema::Fieldwork::Builder& item, const Fieldwork& told) {
    set_act(item.initAct(), *told.event);
    put(item, &schema::Fieldwork::Builder::setSubjects, told.data().getSubjects());
    put(item, &schema::Fieldwork::Builder::setNote, told.data().getNote());
  }
  static void write_applicability(schema::Applicability::Builder& item, const Applicability& told) {
    set_act(item.initAct(), *told.event);
    item.setBody(told.data().getBody());
    item.setApplies(told.data().getApplies());
    put(item, &schema::Applicability::Builder::setReason, told.data().getReason());
  }

  void opened(const FoldEvent& event, FoldContext&) { opened_.take(event); }
  void fieldwork(const FoldEvent& event, FoldContext&) { fieldwork_.emplace_back(event); }
  /// The clock for responses runs from the first publication; what the report is called may be told
  /// again.
  void published(const FoldEvent& event, FoldContext&) {
    if (first_published_ == nullptr) first_published_ = &event;
    report_.take(event);
  }
  /// One decision a body; which body hangs on the payload.
  void applicability(const FoldEvent& event, FoldContext&) {
    if (event.erased()) return;
    const Applicability decided(event);
    const auto found = std::ranges::find_if(applicability_, [&](const Applicability& earlier) {
      return earlier.data().getBody() == decided.data().getBody();
    });
    if (found != applicability_.end()) {
      *found = decided;
    } else {
      applicability_.push_back(decided);
    }
  }

  Told<schema::InspectionOpened> opened_;
  std::vector<Fieldwork> fieldwork_;
  const FoldEvent* first_published_ = nullptr;
  Told<schema::ReportPublished> report_;
  std::vector<Applicability> applicability_;
};

}  // namespace

std::unique_ptr<Fold> make_inspection_fold() { return std::make_unique<InspectionFold>(); }

}  // namespace probity::projections
