#include "projections/views/findings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

bool concerns(const FoldEvent& event, std::string_view body) {
  const auto& named = event.stored.header.concerns;
  return named.empty() || std::ranges::find(named, body) != named.end();
}

/// ` (struck @412)` where the newest struck event of that type concerned the addressee.
std::string struck_text(std::string_view type, std::string_view body, const FoldContext& context) {
  const FoldEvent* struck = type.empty() ? nullptr : context.struck(type);
  if (struck == nullptr || !concerns(*struck, body)) return {};
  return fmt::format(" (struck @{})", struck->position().value);
}

template <class Wrong>
void add_wrong(Wrong& wrong, std::string text, std::string_view body) {
  auto found = std::ranges::find(wrong, text,
                                 [](const auto& each) -> const std::string& { return each.first; });
  if (found == wrong.end()) found = wrong.insert(wrong.end(), {std::move(text), {}});
  found->second.push_back(body);
}

bool is_raising(const StatusRule& rule) { return rule.target == Target::kAwaitingAllocation; }

}  // namespace

const AddresseeState* FindingFold::find(std::string_view body) const {
  const auto found = std::ranges::find(addressees_, body, &AddresseeState::body);
  return found != addressees_.end() ? &*found : nullptr;
}

std::size_t FindingFold::find_or_add(std::string_view body) {
  const auto found = std::ranges::find(addressees_, body, &AddresseeState::body);
  if (found == addressees_.end()) {
    addressees_.emplace_back().body = body;
    return addressees_.size() - 1;
  }
  return static_cast<std::size_t>(found - addressees_.begin());
}

template <class Data>
void FindingFold::raise_as(const FoldEvent& event, schema::FindingKind kind) {
  raised_ = &event;
  kind_ = kind;
  if (event.erased()) return;
  const auto data = event.data<Data>();
  level_ = data.getVerificationLevel();
  inspection_ = data.getInspection();
  title_ = data.getTitle();
  text_ = data.getText();
  themes_ = data.getThemes();
  if constexpr (requires { data.getAccelerated(); }) accelerated_ = data.getAccelerated();
  if constexpr (requires { data.getCauseOfConcern(); })
    cause_of_concern_ = data.getCauseOfConcern();
  for (const auto body : data.getAddressees()) find_or_add(view(body));
}

void FindingFold::raise(const FoldEvent& event) {
  using Kind = schema::FindingKind;
  if (event.type() == "CauseOfConcernRaised") {
    raise_as<schema::CauseOfConcernRaised>(event, Kind::CAUSE_OF_CONCERN);
  } else if (event.type() == "RecommendationRaised") {
    raise_as<schema::RecommendationRaised>(event, Kind::RECOMMENDATION);
  } else {
    raise_as<schema::AreaForImprovementRaised>(event, Kind::AREA_FOR_IMPROVEMENT);
  }
}

std::vector<std::size_t> FindingFold::concerned(const FoldEvent& event) {
  std::vector<std::size_t> indices;
  for (const auto& body : event.stored.header.concerns) {
    const std::size_t known = addressees_.size();
    const std::size_t index = find_or_add(body);
    if (index == known && raised_ != nullptr && raised_ != &event) {
      addressees_[index].move_to(schema::FindingStatus::AWAITING_ALLOCATION, *raised_);
    }
    indices.push_back(index);
  }
  if (indices.empty()) {
    for (std::size_t index = 0; index < addressees_.size(); ++index) indices.push_back(index);
  }
  return indices;
}

bool FindingFold::meets(const StatusRule& rule, schema::Content::Reader content,
                        const AddresseeState& addressee) const {
  switch (rule.precondition) {
    case Precondition::kNone:
      return true;
    case Precondition::kLevelOneOrAreaForImprovement:
      return level_ == 1 || kind_ == schema::FindingKind::AREA_FOR_IMPROVEMENT;
    case Precondition::kNotAcceptedWithReason:
      return addressee.not_accepted_with_reason();
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
    const bool short_of = addressee.status != schema::FindingStatus::UNSET &&
                          !rule.admitted.is_passed_by(addressee.status);
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
  if (rule != nullptr && is_raising(*rule)) raise(event);
  const auto indices = concerned(event);
  if (rule != nullptr && indices.empty()) {
    context.note(event, out_of_order(*rule, schema::FindingStatus::UNSET));
  }
  Wrong wrong;
  for (const std::size_t index : indices) {
    AddresseeState& addressee = addressees_[index];
    if (rule != nullptr) {
      auto text = wrong_with(event, *rule, addressee, context);
      if (!text.empty()) add_wrong(wrong, std::move(text), addressee.body);
    }
    addressee.tell(event);
    if (rule != nullptr) addressee.move_to(target_of(*rule, addressee.status), event);
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

std::unique_ptr<Fold> make_finding_fold() { return std::make_unique<FindingFold>(); }

}  // namespace probity::projections
