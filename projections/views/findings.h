// Findings: one status for each addressee, moved by the status table, with everything that was said
// on the way. The fold reads which addressees an event concerns from the envelope, never from
// memberships.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/fold/fold.h"
#include "projections/views/addressee.h"
#include "projections/views/common.h"
#include "projections/views/evidence.h"
#include "projections/views/status_table.h"

namespace probity::projections {

/// Folds `finding/REF` into a FindingRow. Total: an event that the table would not have admitted
/// takes the addressee to its target all the same, and is noted.
class FindingFold final : public Fold {
 public:
  void apply(const FoldEvent& event, FoldContext& context) override;
  schema::Head::Builder write(capnp::MessageBuilder& message) const override;
  bool list_events(FoldEvents& out) const override;

  /// The event that raised it; null before.
  [[nodiscard]] const FoldEvent* raised() const { return raised_; }
  [[nodiscard]] schema::FindingKind kind() const { return kind_; }
  [[nodiscard]] std::uint8_t verification_level() const { return level_; }  // 0: not said
  [[nodiscard]] const EvidenceList& evidence() const { return evidence_; }
  /// In the order in which the finding names them. Valid until the next event.
  [[nodiscard]] std::span<const AddresseeState> addressees() const { return addressees_; }
  /// Null: no addressee. Valid until the next event.
  [[nodiscard]] const AddresseeState* find(std::string_view body) const;

  /// Whether the rule's precondition holds for the addressee; `content` is the event's. What hangs
  /// on a field that is erased is taken to hold.
  [[nodiscard]] bool meets(const StatusRule& rule, schema::Content::Reader content,
                           const AddresseeState& addressee) const;

 private:
  /// What is wrong with an event, each with the addressees of whom it is so.
  using Wrong = std::vector<std::pair<std::string, std::vector<std::string_view>>>;

  void raise(const FoldEvent& event, FoldContext& context);
  template <class Data>
  void raise_as(const FoldEvent& event, schema::FindingKind kind);
  void address(TextList bodies);
  AddresseeState& find_or_add(std::string_view body);
  /// Whether no event that was seen names the addressees: those that envelopes name are taken in.
  [[nodiscard]] bool unaddressed() const { return raised_ == nullptr || raised_->erased(); }
  /// Those whom the event concerns.
  std::vector<AddresseeState*> concerned(const FoldEvent& event, FoldContext& context);
  [[nodiscard]] std::string wrong_with(const FoldEvent& event, const StatusRule& rule,
                                       const AddresseeState& addressee,
                                       const FoldContext& context) const;
  void note(const FoldEvent& event, const Wrong& wrong, FoldContext& context) const;

  const FoldEvent* raised_ = nullptr;
  schema::FindingKind kind_ = schema::FindingKind::UNSET;
  schema::Truth accelerated_ = schema::Truth::UNSET;
  std::uint8_t level_ = 0;
  EvidenceList evidence_;
  const FoldEvent* described_ = nullptr;  // holds what the readers below read
  capnp::Text::Reader inspection_;
  capnp::Text::Reader title_;
  capnp::Text::Reader text_;
  TextList themes_;
  capnp::Text::Reader cause_of_concern_;
  std::vector<AddresseeState> addressees_;
  /// Where an addressee stands of whom nothing was said but what concerned all: so begins one that
  /// is named late.
  AddresseeState everyone_;
};

[[nodiscard]] std::unique_ptr<Fold> make_finding_fold();

}  // namespace probity::projections
