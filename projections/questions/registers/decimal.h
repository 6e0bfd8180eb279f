// Figures are decimal text and stay so: no floating point. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace probity::projections::registers {

/// The same number in its one plainest form, so that equal numbers are equal texts: `-0.50` is
/// `-0.5`, `013.0` is `13`,
/// `-0` is `0`. Takes `-?digits(.digits)?`; anything else is given back as it is.
[[nodiscard]] std::string plain_decimal(std::string_view text);

}  // namespace probity::projections::registers
