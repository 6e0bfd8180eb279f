// What questions have in common: how an act, a day and an enum value read, which streams and bodies
// a word means, and what is said when there is none. Pure but for the world they look at; one
// thread, as the world.
#pragma once

#include <capnp/list.h>
#include <capnp/schema.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/text.h"
#include "eventstore/event.h"
#include "projections/answer.h"
#include "projections/fold/history.h"
#include "projections/world.h"
#include "schema/views.capnp.h"

namespace probity::projections {

// Values.

/// The name of an enumerant as JSON has it (`causeOfConcern`); empty for `unset`; `unknown(N)` if a
/// newer program wrote it.
[[nodiscard]] std::string enumerant_name(capnp::EnumSchema schema, std::uint16_t ordinal);
template <class Enum>
[[nodiscard]] std::string name_of(Enum value) {
  return enumerant_name(capnp::Schema::from<Enum>(), static_cast<std::uint16_t>(value));
}
/// Every name that may be given, `unset` left out.
[[nodiscard]] std::vector<std::string> enumerant_names(capnp::EnumSchema schema);

[[nodiscard]] inline std::string to_string(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}
[[nodiscard]] std::vector<std::string> to_strings(capnp::List<capnp::Text>::Reader texts);
/// Nothing where the text is empty, so that a field that was left out reads as one in every format.
[[nodiscard]] Value value_of(std::string text);
[[nodiscard]] inline Value value_of(capnp::Text::Reader text) { return value_of(to_string(text)); }
[[nodiscard]] inline Value value_of(Position position) {
  return static_cast<std::int64_t>(position.value);
}
[[nodiscard]] inline Value value_of(Day day) { return value_of(to_text(day)); }
[[nodiscard]] Value count_of(std::uint64_t count);

/// `1 finding`, `3 findings`; `many` where the plural is not made with an s.
[[nodiscard]] std::string plural(std::uint64_t count, std::string_view one,
                                 std::string_view many = {});
/// `the first 218 events, on 2024-09-18`.
[[nodiscard]] std::string in_words(const Moment& moment);
/// ASCII letters of either case are one.
[[nodiscard]] bool same_text(std::string_view a, std::string_view b);
[[nodiscard]] bool contains_text(std::string_view text, std::string_view part);
/// `a, b and c`.
[[nodiscard]] std::string listed(const std::vector<std::string>& items);

// Acts: the events that a row remembers.

[[nodiscard]] inline bool happened(schema::Act::Reader act) {
  return act.getPosition() != UINT64_MAX;
}
[[nodiscard]] inline Position position_of(schema::Act::Reader act) {
  return Position{act.getPosition()};
}
[[nodiscard]] inline Day day_of(schema::Act::Reader act) { return Day{act.getDay()}; }
/// When it happened, as it was said (EDTF); nothing if it did not.
[[nodiscard]] Value when(schema::Act::Reader act);
/// Who did it, without how that came to be on record; nothing if it did not happen.
[[nodiscard]] Value actor_of(schema::Act::Reader act);

/// `2 March 2023, page 4` of an event's source: document and locator; empty if none was given.
[[nodiscard]] std::string source_of(const eventstore::Event& event);
/// Who did it and how it came to be on record: `hmicfrs (reported by nottinghamshire, letter of 22
/// May 2025)`, `leicestershire (entered by the operator, annual report, paragraph 8)`,
/// `leicestershire` where its own client did it.
[[nodiscard]] std::string attribution(const eventstore::Event& event);
/// The same for an act, whose event is looked up.
[[nodiscard]] Result<std::string> attribution(World& world, schema::Act::Reader act);

// Streams and bodies.

/// `category/text`, or `text` itself if it begins with the category. kMalformed if that is no
/// stream's name.
[[nodiscard]] Result<StreamId> stream_named(std::string_view category, std::string_view text);
/// Why `stream` is not there as of the moment, kNotFound: with the nearest name, or when its first
/// event was recorded if that came later. `noun` is what the category is called: `finding`.
[[nodiscard]] Error no_such(World& world, const StreamId& stream, std::string_view noun);
/// kNotFound if the stream has no event as of the moment.
[[nodiscard]] Result<void> expect_stream(World& world, const StreamId& stream,
                                         std::string_view noun);
/// The stream that a person means: its whole name, or a finding's ref alone. kNotFound, with the
/// nearest name, if it has no event as of the moment.
[[nodiscard]] Result<StreamId> existing_stream(World& world, std::string_view text);
/// The body's id; kNotFound if no body of that name is registered as of the moment. Takes `body/ID`
/// too.
[[nodiscard]] Result<std::string> registered_body(World& world, std::string_view body);
/// What `--for BODY` means: the body and every unit that has it as a member on the moment's day.
[[nodiscard]] Result<std::set<std::string>> body_with_units(World& world, std::string_view body);
/// What --body and --for select together: nothing if neither is given (everything), else the bodies
/// meant.
[[nodiscard]] Result<std::optional<std::set<std::string>>> bodies_meant(World& world,
                                                                        std::string_view body,
                                                                        std::string_view for_body);

/// `did you mean em-soc-2023-rec-1?`; empty if nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view given,
                                       const std::vector<std::string>& among);
/// kMalformed for `given` that is none of `allowed`: names the option, the nearest and all of them.
[[nodiscard]] Error not_one_of(std::string_view option, std::string_view given,
                               const std::vector<std::string>& allowed);
/// The enumerant that a person means: its own name, or the same in kebab case (`cause-of-concern`).
template <class Enum>
[[nodiscard]] Result<Enum> parse_enumerant(std::string_view option, std::string_view given);
/// `causeOfConcern` of `cause-of-concern`; anything else unchanged.
[[nodiscard]] std::string camel_case(std::string_view text);

// What every row may carry.

/// The rows of `head.possible`: what may have happened by the moment's day, listed beside the
/// answer and never folded in. Always there: with no rows it reads `possible: nothing`.
[[nodiscard]] Result<Table> possible_table(World& world, schema::Head::Reader head);
/// The rows of `head.remarks`: what was noted on the stream.
[[nodiscard]] Table notes_table(schema::Head::Reader head);
/// What the fold met out of order, a sentence each: `@412: closed without a verification`.
void add_notes(Answer& answer, schema::Head::Reader head);

template <class Enum>
Result<Enum> parse_enumerant(std::string_view option, std::string_view given) {
  const std::vector<std::string> names = enumerant_names(capnp::Schema::from<Enum>());
  const std::string wanted = camel_case(given);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == wanted) return static_cast<Enum>(i + 1);
  }
  return std::unexpected(not_one_of(option, given, names));
}

}  // namespace probity::projections
