// Filters whose value is one of a list: empty takes everything.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "projections/questions/common.h"

namespace probity::projections::registers {

/// By the name of an enum value.
template <class Enum>
class KindFilter {
 public:
  /// kMalformed for a name that is none, with the nearest and all of them.
  [[nodiscard]] static Result<KindFilter> of(std::string_view option, const std::string& given) {
    KindFilter filter;
    if (given.empty()) return filter;
    auto parsed = parse_enumerant<Enum>(option, given);
    if (!parsed) return pass(parsed);
    filter.wanted_ = *parsed;
    return filter;
  }
  [[nodiscard]] bool takes(Enum value) const { return !wanted_ || *wanted_ == value; }
  [[nodiscard]] bool everything() const { return !wanted_.has_value(); }

 private:
  std::optional<Enum> wanted_;
};

/// By a word that the question itself gives each row.
class StatusFilter {
 public:
  [[nodiscard]] static Result<StatusFilter> of(const std::string& given,
                                               const std::vector<std::string>& allowed) {
    StatusFilter filter;
    if (given.empty()) return filter;
    filter.wanted_ = camel_case(given);
    if (std::find(allowed.begin(), allowed.end(), *filter.wanted_) == allowed.end()) {
      return std::unexpected(not_one_of("--status", given, allowed));
    }
    return filter;
  }
  [[nodiscard]] bool takes(const std::string& status) const {
    return !wanted_ || *wanted_ == status;
  }

 private:
  std::optional<std::string> wanted_;
};

}  // namespace probity::projections::registers
