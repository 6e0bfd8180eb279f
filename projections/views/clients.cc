#include "projections/views/clients.h"

#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

class ClientFold final : public TableFold<ClientFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<ClientFold>>({
        {"ClientEnrolled", &ClientFold::enrolled},
        {"ClientRevoked", &ClientFold::revoked},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::ClientRow::Builder;
    auto row = message.initRoot<schema::ClientRow>();
    auto head = row.initHead();
    put(row, &Row::setBody, text(body_));
    put(row, &Row::setRoles, latest_.data().getRoles());
    row.setCeiling(latest_.data().getCeiling());
    put(row, &Row::setKeyDigest, latest_.data().getKeyDigest());
    put_each(row, &Row::initEnrolments, enrolments_,
             [](schema::Enrolment::Builder& enrolment, const Enrolled& told) {
               set_act(enrolment.initAct(), *told.event);
               enrolment.setRecordedBy(text(told.event->stored.header.recorded_by));
               put(enrolment, &schema::Enrolment::Builder::setKeyDigest,
                   told.data().getKeyDigest());
             });
    put(row, &Row::initRevoked, revoked_.event);
    put(row, &Row::setRevokeReason, revoked_.data().getReason());
    return head;
  }

 private:
  using Enrolled = Told<schema::ClientEnrolled>;

  /// What was enrolled before a revocation counts no more.
  void enrolled(const FoldEvent& event, FoldContext&) {
    if (revoked_) enrolments_.clear();
    revoked_ = {};
    if (body_.empty()) body_ = segment(event, 1);
    latest_.take(event);
    enrolments_.emplace_back(event);
  }
  void revoked(const FoldEvent& event, FoldContext&) {
    revoked_ = Told<schema::ClientRevoked>(event);
  }

  std::string body_;
  Enrolled latest_;
  std::vector<Enrolled> enrolments_;
  Told<schema::ClientRevoked> revoked_;
};

}  // namespace

std::unique_ptr<Fold> make_client_fold() { return std::make_unique<ClientFold>(); }

}  // namespace probity::projections
