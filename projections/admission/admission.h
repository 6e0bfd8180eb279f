// Admission: what may be appended, by whom, in what order. Strict; judged on the event's own sort
// day against what is recorded so far. The status table and who-may-append are tables in tables.h
// beside this file.
#pragma once

#include <memory>

#include "eventstore/admission.h"

namespace probity::projections {

/// Keeps the streams it has folded between calls (bounded), so that an import does not read them
/// again.
[[nodiscard]] std::unique_ptr<eventstore::AdmissionRules> make_admission();

}  // namespace probity::projections
