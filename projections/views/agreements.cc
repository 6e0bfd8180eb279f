#include "projections/views/agreements.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

struct PartyState {
  std::string body;
  const FoldEvent* supported = nullptr;
  const FoldEvent* approved = nullptr;
  const FoldEvent* signed_ = nullptr;
};

class AgreementFold final : public TableFold<AgreementFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<AgreementFold>>({
        {"AgreementProposed", &AgreementFold::proposed},
        {"AgreementSupported", &AgreementFold::supported},
        {"AgreementApproved", &AgreementFold::approved},
        {"AgreementSigned", &AgreementFold::was_signed},
        {"AgreementCommenced", &AgreementFold::commenced},
        {"AgreementEnded", &AgreementFold::ended},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::AgreementRow::Builder;
    auto row = message.initRoot<schema::AgreementRow>();
    auto head = row.initHead();
    const auto data = proposed_.data();
    put(row, &Row::initProposed, proposed_.event);
    put(row, &Row::setTitle, data.getTitle());
    row.setKind(data.getKind());
    put(row, &Row::setPeriodStart, data.getPeriodStart());
    put(row, &Row::setPeriodEnd, data.getPeriodEnd());
    put(row, &Row::setSupersedes, data.getSupersedes());
    put_each(row, &Row::initParties, parties_,
             [](schema::Party::Builder& party, const PartyState& state) {
               using PartyRow = schema::Party::Builder;
               party.setBody(text(state.body));
               put(party, &PartyRow::initSupported, state.supported);
               put(party, &PartyRow::initApproved, state.approved);
               put(party, &PartyRow::initSigned, state.signed_);
             });
    put(row, &Row::initCommenced, commenced_.event);
    put(row, &Row::setCommencedNote, commenced_.data().getNote());
    put(row, &Row::initEnded, ended_.event);
    put(row, &Row::setEndReason, ended_.data().getReason());
    return head;
  }

 private:
  void proposed(const FoldEvent& event, FoldContext&) {
    proposed_.take(event);
    for (const auto body : proposed_.data().getParties()) party(view(body));
  }
  void supported(const FoldEvent& event, FoldContext& context) {
    act<schema::AgreementSupported>(event, &PartyState::supported, "supported", context);
  }
  void approved(const FoldEvent& event, FoldContext& context) {
    act<schema::AgreementApproved>(event, &PartyState::approved, "approved", context);
  }
  void was_signed(const FoldEvent& event, FoldContext& context) {
    act<schema::AgreementSigned>(event, &PartyState::signed_, "signed", context);
  }
  void commenced(const FoldEvent& event, FoldContext&) { commenced_.take(event); }
  void ended(const FoldEvent& event, FoldContext&) { ended_.take(event); }

  /// Whose act it was hangs on the payload: an erased one changes no party.
  template <class Data>
  void act(const FoldEvent& event, const FoldEvent* PartyState::* done, std::string_view word,
           FoldContext& context) {
    if (event.erased()) return;
    const auto body = view(event.data<Data>().getParty());
    const std::size_t known = parties_.size();
    party(body).*done = &event;
    if (parties_.size() != known)
      context.note(event, fmt::format("{} by {}, which is no party", word, body));
  }
  PartyState& party(std::string_view body) {
    const auto found = std::ranges::find(parties_, body, &PartyState::body);
    return found != parties_.end() ? *found
                                   : parties_.emplace_back(PartyState{.body = std::string(body)});
  }

  Told<schema::AgreementProposed> proposed_;
  std::vector<PartyState> parties_;  // in the order in which they are named
  Told<schema::AgreementCommenced> commenced_;
  Told<schema::AgreementEnded> ended_;
};

}  // namespace

std::unique_ptr<Fold> make_agreement_fold() { return std::make_unique<AgreementFold>(); }

}  // namespace probity::projections
