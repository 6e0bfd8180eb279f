#include "projections/views/findings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

/// ` (struck @412)` where the addressee had such an event, but it is struck.
std::string struck_text(std::string_view type, std::string_view body, const FoldContext& context) {
  const FoldEvent* struck = type.empty() ? nullptr : context.struck(type, body);
  return struck == nullptr ? "" : fmt::format(" (struck @{})", struck->position().value);
}

template <class Wrong>
void add_wrong(Wrong& wrong, const std::string& text, std::string_view body) {
  if (text.empty()) return;
  auto found = std::ranges::find(wrong, text,
                                 [](const auto& each) -> const std::string& { return each.first; });
  if (found == wrong.end()) found = wrong.insert(wrong.end(), {text, {}});
  found->second.push_back(body);
}

bool is_raising(const StatusRule& rule) { return rule.target == Target::kAwaitingAllocation; }

constexpr std::array<std::string_view, 3> kRaising{"CauseOfConcernRaised", "RecommendationRaised",
                                                   "AreaForImprovementRaised"};

std::string struck_raising(const FoldContext& context) {
  for (const auto type : kRaising) {
    auto text = struck_text(type, {}, context);
    if (!text.empty()) return text;
  }
  return {};
}

}  // namespace

const AddresseeState* FindingFold::find(std::string_view body) const {
  const auto found = std::ranges::find(addressees_, body, &AddresseeState::body);
  return found != addressees_.end() ? &*found : nullptr;
}

AddresseeState& FindingFold::find_or_add(std::string_view body) {
  const auto found = std::ranges::find(addressees_, body, &AddresseeState::body);
  if (found != addressees_.end()) return *found;
  auto& added = addressees_.emplace_back(everyone_);
  added.body = body;
  return added;
}

/// Makes these the addressees, in their order; who is known already stays where earlier events took
/// it.
void FindingFold::address(TextList bodies) {
  std::vector<AddresseeState> named;
  for (const auto body : bodies) {
    if (std::ranges::find(named, view(body), &AddresseeState::body) == named.end()) {
      named.push_back(find_or_add(view(body)));
    }
  }
  addressees_ = std::move(named);
}

template <class Data>
void FindingFold::raise_as(const FoldEvent& event, schema::FindingKind kind) {
  kind_ = kind;
  if (event.erased()) return;
  const auto data = event.data<Data>();
  level_ = data.getVerificationLevel();
  described_ = &event;
  inspection_ = data.getInspection();
  title_ = data.getTitle();
  text_ = data.getText();
  themes_ = data.getThemes();
  if constexpr (requires { data.getAccelerated(); }) accelerated_ = data.getAccelerated();
  if constexpr (requires { data.getCauseOfConcern(); })
    cause_of_concern_ = data.getCauseOfConcern();
  address(data.getAddressees());
}

void FindingFold::raise(const FoldEvent& event, FoldContext& context) {
  using Kind = schema::FindingKind;
  if (raised_ != nullptr) context.note(event, "raised twice");
  raised_ = &event;
  if (event.type() == kRaising[0])
    raise_as<schema::CauseOfConcernRaised>(event, Kind::CAUSE_OF_CONCERN);
  if (event.type() == kRaising[1])
    raise_as<schema::RecommendationRaised>(event, Kind::RECOMMENDATION);
  if (event.type() == kRaising[2])
    raise_as<schema::AreaForImprovementRaised>(event, Kind::AREA_FOR_IMPROVEMENT);
  if (event.erased()) {
    for (const auto& body : event.stored.header.concerns) find_or_add(body);
  }
  for (auto& addressee : addressees_) {
    if (addressee.since == nullptr) addressee.since = &event;
  }
  if (everyone_.since == nullptr) everyone_.since = &event;
}

std::vector<AddresseeState*> FindingFold::concerned(const FoldEvent& event, FoldContext& context) {
  const auto& named = event.stored.header.concerns;
  std::vector<AddresseeState*> them;
  if (named.empty()) {
    for (auto& addressee : addressees_) them.push_back(&addressee);
    if (unaddressed()) them.push_back(&everyone_);
    return them;
  }
  if (unaddressed()) {
    for (const auto& body : named) find_or_add(body);
  }
  for (const auto& body : named) {
    if (find(body) != nullptr) {
      them.push_back(&find_or_add(body));
    } else {
      context.note(event, fmt::format("concerns {}, which is no addressee", body));
    }
  }
  return them;
}

bool FindingFold::meets(const StatusRule& rule, schema::Content::Reader content,
                        const AddresseeState& addressee) const {
  switch (rule.precondition) {
    case Precondition::kNone:
      return true;
    case Precondition::kLevelOneOrAreaForImprovement:
      return level_ == 1 || kind_ == schema::FindingKind::AREA_FOR_IMPROVEMENT ||
             (raised_ != nullptr && raised_->erased());
    case Precondition::kNotAcceptedWithReason:
      return addressee.not_accepted_with_reason() ||
             (addressee.acceptance && addressee.acceptance.event->erased());
    case Precondition::kOpenExtensionRequest: {
      const auto data = content.getData();
      return data.isNull() ||
             addressee.has_open_request(data.getAs<schema::ExtensionDecided>().getBasis());
    }
    case Precondition::kOpenDispute:
      return static_cast<bool>(addressee.dispute);
  }
  return true;
}

std::string FindingFold::wrong_with(const FoldEvent& event, const StatusRule& rule,
                                    const AddresseeState& addressee,
                                    const FoldContext& context) const {
  if (!rule.admitted.contains(addressee.status)) {
    const bool short_of = !rule.admitted.is_passed_by(addressee.status);
    return out_of_order(rule, addressee.status) +
           (short_of ? struck_text(rule.needs, addressee.body, context) : "");
  }
  if (meets(rule, event.content(), addressee)) return {};
  const auto& lack = text_of(rule.precondition);
  return fmt::format("{} {}{}", rule.done, lack.lack,
                     struck_text(lack.needs, addressee.body, context));
}

void FindingFold::apply(const FoldEvent& event, FoldContext& context) {
  if (event.erased()) context.note(event, "payload erased");
  const StatusRule* rule = rule_for(event);
  if (rule != nullptr && is_raising(*rule)) return raise(event, context);
  if (rule != nullptr && raised_ == nullptr) {
    context.note(event,
                 out_of_order(*rule, schema::FindingStatus::UNSET) + struck_raising(context));
  }
  Wrong wrong;
  for (AddresseeState* addressee : concerned(event, context)) {
    if (rule != nullptr && raised_ != nullptr && addressee != &everyone_) {
      add_wrong(wrong, wrong_with(event, *rule, *addressee, context), addressee->body);
    }
    addressee->tell(event);
    if (rule != nullptr) addressee->move_to(target_of(*rule, addressee->status), event);
  }
  note(event, wrong, context);
  if (event.type() == "EvidenceAttached") evidence_.attach(event);
  if (event.type() == "EvidenceWithdrawn" && !evidence_.withdraw(event) && !event.erased()) {
    context.note(event, "evidence withdrawn that was not attached");
  }
}

void FindingFold::note(const FoldEvent& event, const Wrong& wrong, FoldContext& context) const {
  for (const auto& [text, bodies] : wrong) {
    const bool all = bodies.size() == addressees_.size();
    context.note(event, all ? text : fmt::format("{}: {}", text, fmt::join(bodies, ", ")));
  }
}

schema::Head::Builder FindingFold::write(capnp::MessageBuilder& message) const {
  using Row = schema::FindingRow::Builder;
  auto row = message.initRoot<schema::FindingRow>();
  auto head = row.initHead();
  put(row, &Row::initRaised, raised_);
  row.setKind(kind_);
  row.setAccelerated(accelerated_);
  row.setVerificationLevel(level_);
  row.setEvidence(evidence_.standing());
  put(row, &Row::setInspection, inspection_);
  put(row, &Row::setTitle, title_);
  put(row, &Row::setText, text_);
  put(row, &Row::setThemes, themes_);
  put(row, &Row::setCauseOfConcern, cause_of_concern_);
  put_each(row, &Row::initAddressees, addressees_,
           [](schema::Addressee::Builder& builder, const AddresseeState& state) {
             state.write(builder);
           });
  return head;
}

bool FindingFold::list_events(FoldEvents& out) const {
  out.insert(out.end(), {raised_, described_});
  evidence_.list(out);
  for (const auto& addressee : addressees_) addressee.list(out);
  everyone_.list(out);
  return true;
}

std::unique_ptr<Fold> make_finding_fold() { return std::make_unique<FindingFold>(); }

}  // namespace probity::projections
