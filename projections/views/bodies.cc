#include "projections/views/bodies.h"

#include <array>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

class BodyFold final : public TableFold<BodyFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<BodyFold>>({
        {"BodyRegistered", &BodyFold::registered},
        {"BodyRenamed", &BodyFold::renamed},
        {"MembershipSet", &BodyFold::members_set},
        {"OversightSet", &BodyFold::oversight_set},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::BodyRow::Builder;
    auto row = message.initRoot<schema::BodyRow>();
    auto head = row.initHead();
    put(row, &Row::initRegistered, registered_.event);
    put(row, &Row::setName, name_);
    row.setKind(registered_.data().getKind());
    put(row, &Row::setRegion, registered_.data().getRegion());
    put(row, &Row::setMembers, members_.data().getMembers());
    put(row, &Row::setOversees, oversight_.data().getOversees());
    put(row, &Row::initMemberships, members_.event);
    put(row, &Row::initOversight, oversight_.event);
    return head;
  }

 private:
  void registered(const FoldEvent& event, FoldContext&) {
    registered_.take(event);
    if (!event.erased()) name_ = registered_.data().getName();
  }
  void renamed(const FoldEvent& event, FoldContext&) {
    if (!event.erased()) name_ = event.data<schema::BodyRenamed>().getName();
  }
  void members_set(const FoldEvent& event, FoldContext&) { members_.take(event); }
  void oversight_set(const FoldEvent& event, FoldContext&) { oversight_.take(event); }

  Told<schema::BodyRegistered> registered_;
  capnp::Text::Reader name_;
  Told<schema::MembershipSet> members_;
  Told<schema::OversightSet> oversight_;
};

}  // namespace

std::unique_ptr<Fold> make_body_fold() { return std::make_unique<BodyFold>(); }

}  // namespace probity::projections
