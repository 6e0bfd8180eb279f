// Who is a member of which unit and who oversees whom, as the register of bodies has it on the
// moment's day.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "projections/questions/registers/registers.h"
#include "projections/world.h"
#include "schema/views.capnp.h"

namespace probity::projections::registers {

class BodyBook {
 public:
  struct Entry {
    schema::BodyKind kind = schema::BodyKind::UNSET;
    std::vector<std::string> members;
    std::vector<std::string> oversees;
  };

  /// Bodies whose registration holds on the day; withdrawn ones are left out.
  [[nodiscard]] static Result<BodyBook> read(World& world);

  [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries() const {
    return entries_;
  }
  /// Null: no such body.
  [[nodiscard]] const Entry* find(std::string_view body) const;
  [[nodiscard]] std::vector<std::string> units_of(std::string_view body) const;
  [[nodiscard]] std::vector<std::string> overseers_of(std::string_view body) const;

 private:
  std::map<std::string, Entry, std::less<>> entries_;
};

/// The bodies that a query is about; everything if it names none.
class BodiesMeant {
 public:
  /// --body and an id that names a body: that one alone; --for: with its units, and a unit's own
  /// members. kNotFound for a body that is not on record.
  [[nodiscard]] static Result<BodiesMeant> of(World& world, std::string_view body,
                                              std::string_view for_body);
  [[nodiscard]] static Result<BodiesMeant> of(World& world, const RegisterQuery& query) {
    return of(world, query.body, query.for_body);
  }

  [[nodiscard]] bool everything() const { return !bodies_.has_value(); }
  [[nodiscard]] bool has(std::string_view body) const {
    return everything() || bodies_->contains(body);
  }
  [[nodiscard]] bool has_any(const std::vector<std::string>& bodies) const;

 private:
  std::optional<std::set<std::string, std::less<>>> bodies_;
};

}  // namespace probity::projections::registers
