// Evidence: documents bound to a finding by SHA-256 and length, and which of them still stand.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "projections/fold/fold.h"
#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {

struct Evidence {
  Told<schema::EvidenceAttached> attached;
  Told<schema::EvidenceWithdrawn> withdrawn;  // did not happen: it stands
};

/// Every piece that was attached to one finding, in order. A withdrawal takes back all standing
/// pieces of that SHA-256.
class EvidenceList {
 public:
  void attach(const FoldEvent& event) {
    pieces_.push_back({Told<schema::EvidenceAttached>(event), {}});
  }
  /// Which document is meant hangs on the payload: an erased withdrawal takes nothing back. False:
  /// nothing stood under that SHA-256.
  bool withdraw(const FoldEvent& event);

  [[nodiscard]] std::span<const Evidence> pieces() const { return pieces_; }
  [[nodiscard]] std::uint32_t standing() const;
  /// Adds the events that it looks at.
  void list(FoldEvents& out) const;

 private:
  std::vector<Evidence> pieces_;
};

/// Folds `finding/REF` into an EvidenceRow.
[[nodiscard]] std::unique_ptr<Fold> make_evidence_fold();

}  // namespace probity::projections
