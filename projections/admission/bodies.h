// The register of bodies as recorded so far. That a body exists, and its kind, is read as recorded,
// whatever its effective time; who is a member of what, and who oversees whom, as it holds on the
// day that is asked for.
//
// A view of Streams: nothing of its own to keep. Throws Fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/admission/streams.h"
#include "schema/inspection.capnp.h"

namespace probity::projections::admission {

/// `ledger` and `operator` stand for the ledger itself and for whoever is at its host: never
/// registered.
[[nodiscard]] bool is_reserved(std::string_view body);

class Bodies {
 public:
  explicit Bodies(Streams& streams) : streams_(&streams) {}

  /// Nothing: not registered, or the registration is struck.
  [[nodiscard]] std::optional<schema::BodyKind> kind(std::string_view body) const;
  /// Whether no body was ever registered, so that the registrar may register itself.
  [[nodiscard]] bool none() const;

  [[nodiscard]] std::vector<std::string> members(std::string_view unit, Day day) const;
  [[nodiscard]] std::vector<std::string> overseen(std::string_view body, Day day) const;
  [[nodiscard]] bool is_member(std::string_view body, std::string_view unit, Day day) const;
  [[nodiscard]] bool oversees(std::string_view body, std::string_view other, Day day) const;
  /// Whether the one is the other, or a member of it, or it is a member of the one.
  [[nodiscard]] bool are_kin(std::string_view body, std::string_view other, Day day) const;

 private:
  Streams* streams_;
};

/// The kind's name as JSON has it: `territorialForce`.
[[nodiscard]] std::string_view name_of(schema::BodyKind kind);

[[nodiscard]] bool contains(const std::vector<std::string>& bodies, std::string_view body);

}  // namespace probity::projections::admission
