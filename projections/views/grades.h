// Grades: one current grade for each question.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `grade/INSPECTION/BODY` into a GradeRow.
[[nodiscard]] std::unique_ptr<Fold> make_grade_fold();

}  // namespace probity::projections
