// Agreements: who supports, approved and signed one.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `agreement/ID` into an AgreementRow.
[[nodiscard]] std::unique_ptr<Fold> make_agreement_fold();

}  // namespace probity::projections
