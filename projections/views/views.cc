// The table of views. Folds are at hand under the names that projections/world.h gives their rows.
#include <algorithm>
#include <array>

#include "projections/fold/fold.h"
#include "projections/views/activity.h"
#include "projections/views/agreements.h"
#include "projections/views/bodies.h"
#include "projections/views/clients.h"
#include "projections/views/disruptions.h"
#include "projections/views/evidence.h"
#include "projections/views/findings.h"
#include "projections/views/grades.h"
#include "projections/views/inspections.h"
#include "projections/views/measures.h"
#include "projections/views/meetings.h"
#include "projections/views/monitoring.h"
#include "projections/views/plans.h"
#include "projections/views/practice.h"
#include "projections/views/priorities.h"
#include "projections/views/responses.h"
#include "projections/views/roles.h"

namespace probity::projections {
namespace {

constexpr auto kViews = std::to_array<ViewDefinition>({
    {"activity", 1, "", &make_activity_fold},
    {"agreements", 1, "agreement", &make_agreement_fold},
    {"bodies", 1, "body", &make_body_fold},
    {"clients", 1, "client", &make_client_fold},
    {"disruptions", 1, "disruption", &make_disruption_fold},
    {"evidence", 1, "finding", &make_evidence_fold},
    {"findings", 1, "finding", &make_finding_fold},
    {"grades", 1, "grade", &make_grade_fold},
    {"inspections", 1, "inspection", &make_inspection_fold},
    {"measures", 1, "measure", &make_measure_fold},
    {"meetings", 1, "meeting", &make_meeting_fold},
    {"monitoring", 1, "monitoring", &make_monitoring_fold},
    {"plans", 1, "plan", &make_plan_fold},
    {"practice", 1, "inspection", &make_practice_fold},
    {"priorities", 1, "priority", &make_priority_fold},
    {"responses", 1, "response", &make_response_fold},
    {"roles", 1, "role", &make_role_fold},
});
static_assert(std::ranges::is_sorted(kViews, {}, &ViewDefinition::name));

}  // namespace

std::span<const ViewDefinition> all_views() { return kViews; }

const ViewDefinition* find_view(std::string_view name) {
  const auto found = std::ranges::lower_bound(kViews, name, {}, &ViewDefinition::name);
  return found != kViews.end() && found->name == name ? &*found : nullptr;
}

}  // namespace probity::projections
