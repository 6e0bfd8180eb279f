// The rules that are data: who may append what, which ids of a stream's name must agree with its
// payload, which body an event is about, and which streams may take an opening event again.
// domain.md's "Who may append what", row by row. Constant; any thread; nothing fails. The status
// table stands in projections/views/status_table.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "schema/inspection.capnp.h"

namespace probity::projections::admission {

/// A set of kinds of body, and of the two actors that are no bodies.
class Kinds {
 public:
  constexpr Kinds(std::initializer_list<schema::BodyKind> kinds) {
    for (const auto kind : kinds) bits_ |= bit(kind);
  }
  static constexpr Kinds ledger_itself() { return Kinds(1U << 30); }
  static constexpr Kinds operator_itself() { return Kinds(1U << 31); }

  [[nodiscard]] constexpr bool contains(schema::BodyKind kind) const {
    return (bits_ & bit(kind)) != 0;
  }
  /// Whether all of the others are among these.
  [[nodiscard]] constexpr bool contain(Kinds others) const {
    return (bits_ & others.bits_) == others.bits_;
  }
  friend constexpr Kinds operator|(Kinds a, Kinds b) { return Kinds(a.bits_ | b.bits_); }
  friend constexpr bool operator==(Kinds, Kinds) = default;

 private:
  constexpr explicit Kinds(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t bit(schema::BodyKind kind) {
    return 1U << static_cast<unsigned>(kind);
  }
  std::uint32_t bits_ = 0;
};

/// What an event must be about, for a body to append it as its own act.
enum class About : std::uint8_t {
  kAnything,
  kOwnInspection,         // of an inspection whose inspectorate is the actor
  kItself,                // the body it is about is the actor
  kItselfOrOverseen,      // … or one that the actor oversees
  kItselfOrOverseenUnit,  // … or a unit of which a body that the actor oversees is a member
  kAddressee,  // a finding addressed to the actor, its unit or a member; the body named likewise
  kClaimed,    // the same, and the claim names the actor
  kOverseenAddressees,  // every addressee that it concerns is overseen by the actor
  kPartyOrMember,       // an agreement that the actor or a member of it is party to
  kPartyOrOverseen,     // an agreement that the actor or a body it oversees is party to
  kForParty,            // for a party that is the actor or a body it oversees
  kOwnMeeting,          // of a meeting that the actor held
  kFurtherClient,       // of a client of the actor's, when the registrar has enrolled one before
};

/// A row: bodies of these kinds may append these types as their own act, if they are about that.
/// `only` narrows a type by what `qualifier_field` names (a due date's basis, a closing's reason);
/// empty: any.
struct OwnAct {
  Kinds kinds;
  std::string_view types;  // names, with a space between
  About about;
  std::string_view only;  // values, with a space between
};
[[nodiscard]] std::span<const OwnAct> own_acts();

/// About whom a body may report another's act.
enum class Reporting : std::uint8_t { kAnybody, kOwnInspection, kItself, kItselfOrOverseen };

/// A row: bodies of these kinds may report these acts of bodies of those.
struct Report {
  Kinds kinds;
  Kinds actors;
  std::string_view types;
  Reporting about;
};
[[nodiscard]] std::span<const Report> reports();

/// The field whose value `only` is compared with; null: the type has none.
[[nodiscard]] const char* qualifier_field(std::string_view type);

/// How a refusal names what a row allows: `about itself`.
[[nodiscard]] std::string_view text_of(About about);
[[nodiscard]] std::string_view text_of(Reporting about);
/// `inspectorate, auditor`; for nearly all: `any body`.
[[nodiscard]] std::string names_of(Kinds kinds);

/// A segment of a stream's name and what it must agree with.
struct IdRule {
  std::string_view category;
  std::size_t segment;
  const char* field;  // of the payload, where the type has it; `actor`: the actor; null: nothing
  bool body;          // and it must be a registered body
};
[[nodiscard]] std::span<const IdRule> id_rules();

/// Where the body that an event is about is named: in a segment of the stream's name, or in a field
/// (a body or a list).
struct SubjectRule {
  std::string_view category;
  std::string_view type;  // empty: the others of the category
  std::size_t segment;    // 0: in the field
  const char* field;
};
/// Null: the event is about no body in particular (or is a finding's, which is about its
/// addressees).
[[nodiscard]] const SubjectRule* subject_rule(std::string_view category, std::string_view type);

/// Whether a stream of that category may take an opening event after its first.
[[nodiscard]] bool may_open_again(std::string_view category);
/// Whether what follows in such a stream must hold after the opening event does. Registers are read
/// as recorded.
[[nodiscard]] bool follows_by_day(std::string_view category);

/// Whether `word` is one of the words of a list with spaces between.
[[nodiscard]] bool has_word(std::string_view words, std::string_view word);

}  // namespace probity::projections::admission
