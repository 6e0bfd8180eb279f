#include "projections/views/plans.h"

#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Review = Told<schema::PlanReviewed>;

void write_review(schema::Review::Builder& row, const Review& review) {
  set_act(row.initAct(), *review.event);
  put(row, &schema::Review::Builder::setForum, review.data().getForum());
  put(row, &schema::Review::Builder::setNote, review.data().getNote());
}

class PlanFold final : public TableFold<PlanFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<PlanFold>>({
        {"PlanAdopted", &PlanFold::adopted},
        {"PlanReviewed", &PlanFold::reviewed},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::PlanRow::Builder;
    auto row = message.initRoot<schema::PlanRow>();
    auto head = row.initHead();
    put(row, &Row::initAdopted, adopted_.event);
    put(row, &Row::setTitle, adopted_.data().getTitle());
    row.setKind(adopted_.data().getKind());
    put(row, &Row::setLead, adopted_.data().getLead());
    put(row, &Row::setApproaches, adopted_.data().getApproaches());
    put(row, &Row::setFindings, adopted_.data().getFindings());
    put_each(row, &Row::initReviews, reviews_, write_review);
    return head;
  }

 private:
  void adopted(const FoldEvent& event, FoldContext&) { adopted_.take(event); }
  void reviewed(const FoldEvent& event, FoldContext&) { reviews_.emplace_back(event); }

  Told<schema::PlanAdopted> adopted_;
  std::vector<Review> reviews_;
};

}  // namespace

std::unique_ptr<Fold> make_plan_fold() { return std::make_unique<PlanFold>(); }

}  // namespace probity::projections
