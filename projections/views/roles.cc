#include "projections/views/roles.h"

#include <array>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

class RoleFold final : public TableFold<RoleFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<RoleFold>>({
        {"RoleAssumed", &RoleFold::assumed},
        {"RoleLeft", &RoleFold::left},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::RoleRow::Builder;
    auto row = message.initRoot<schema::RoleRow>();
    auto head = row.initHead();
    put(row, &Row::setTitle, title_.data().getTitle());
    put(row, &Row::setHolder, holder_.data().getHolder());
    put(row, &Row::initAssumed, holder_.event);
    put(row, &Row::initLeft, left_.event);
    put(row, &Row::setLeftReason, left_.data().getReason());
    return head;
  }

 private:
  void assumed(const FoldEvent& event, FoldContext&) {
    title_.take(event);
    holder_.take(event);
    left_ = {};
  }
  void left(const FoldEvent& event, FoldContext& context) {
    if (!holder_) context.note(event, "left while nobody held it");
    holder_ = {};
    left_ = Told<schema::RoleLeft>(event);
  }

  Told<schema::RoleAssumed> title_;   // outlives its holder
  Told<schema::RoleAssumed> holder_;  // nobody while vacant
  Told<schema::RoleLeft> left_;
};

}  // namespace

std::unique_ptr<Fold> make_role_fold() { return std::make_unique<RoleFold>(); }

}  // namespace probity::projections
