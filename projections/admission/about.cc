#include "projections/admission/about.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace probity::projections::admission {
namespace {

using Reason = std::optional<std::string>;
using Names = std::vector<std::string_view>;

bool has(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string listed(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }

/// A field of the event that opened the stream, or of this one if it does.
Names opening_texts(const Judged& judged, const char* field) {
  const FoldEvent* opening = judged.opening();
  return opening == nullptr ? judged.event.any_texts(field) : fields_of(*opening).any_texts(field);
}

/// The inspection that the event belongs to; empty: none.
std::string_view inspection_of(const Judged& judged) {
  const Submission& event = judged.event;
  if (judged.finding != nullptr) return fields_of(*judged.finding->raised()).text("inspection");
  if (event.category() == "finding") return event.text("inspection");
  const bool named = has_word("inspection grade response", event.category());
  return named ? event.segments[1] : std::string_view();
}

std::string_view inspectorate_of(std::string_view inspection, const Judged& judged) {
  if (judged.event.is("InspectionOpened")) return judged.event.text("inspectorate");
  const KnownStream* stream = judged.streams->find("inspection", inspection);
  const FoldEvent* opening = stream == nullptr ? nullptr : stream->opening();
  return opening == nullptr ? std::string_view() : fields_of(*opening).text("inspectorate");
}

/// The bodies that the event is about.
Names subjects_of(const Judged& judged) {
  const Submission& event = judged.event;
  Names subjects;
  if (judged.finding != nullptr) {
    for (const auto* addressee : judged.concern.addressees) subjects.push_back(addressee->body);
    return subjects;
  }
  if (event.category() == "finding") return event.texts("addressees");
  if (const SubjectRule* rule = subject_rule(event.category(), event.header->type)) {
    if (rule->segment > 0) return {event.segments[rule->segment]};
    return event.any_texts(rule->field);
  }
  // What follows is about what the stream was opened for.
  if (event.category() == "inspection") return opening_texts(judged, "subjects");
  if (event.category() == "disruption") return opening_texts(judged, "lead");
  return subjects;
}

std::string about_text(const Judged& judged) {
  const Names subjects = subjects_of(judged);
  return subjects.empty() ? fmt::format("{} is about no body", judged.event.header->stream.text())
                          : fmt::format("this one is about {}", listed(subjects));
}

Reason unless_text(bool holds, const Judged& judged) {
  if (holds) return std::nullopt;
  return about_text(judged);
}

Reason unlike_own_inspection(const Judged& judged, std::string_view body) {
  const auto inspection = inspection_of(judged);
  if (inspection.empty()) return "this one is of no inspection";
  const auto inspectorate = inspectorate_of(inspection, judged);
  if (inspectorate == body) return std::nullopt;
  return fmt::format("{} is an inspection by {}", inspection, inspectorate);
}

bool oversees_member_of(const Judged& judged, std::string_view unit) {
  const Day day = judged.event.day();
  const auto members = judged.bodies.members(unit, day);
  const auto overseen = judged.bodies.overseen(judged.event.actor(), day);
  return std::ranges::any_of(overseen, [&](const auto& body) { return contains(members, body); });
}

Reason unlike_addressee(const Judged& judged) {
  const Submission& event = judged.event;
  const auto kin = [&](std::string_view body) {
    return judged.bodies.are_kin(event.actor(), body, event.day());
  };
  Names addressed;
  for (const auto& addressee : judged.finding->addressees()) addressed.push_back(addressee.body);
  if (!std::ranges::any_of(addressed, kin)) {
    return fmt::format("{} is addressed to {}", event.header->stream.rest(), listed(addressed));
  }
  for (const auto body : judged.concern.named) {
    if (!kin(body)) return fmt::format("this one names {}", body);
  }
  if (!judged.concern.named.empty()) return std::nullopt;
  for (const auto body : subjects_of(judged)) {
    if (!kin(body)) return fmt::format("this one names no body, and so concerns {} too", body);
  }
  return std::nullopt;
}

Reason unlike_claimed(const Judged& judged) {
  for (const auto* addressee : judged.concern.addressees) {
    if (!addressee->claim) continue;  // the status table's to refuse
    const auto claimed = view_of(addressee->claim.data().getBody());
    if (claimed == judged.event.actor()) continue;
    return fmt::format("the claim @{} for {} names {}", addressee->claim.event->position().value,
                       addressee->body, claimed);
  }
  return unlike_addressee(judged);
}

Reason unlike_overseen_addressees(const Judged& judged) {
  const auto overseen = judged.bodies.overseen(judged.event.actor(), judged.event.day());
  for (const auto body : subjects_of(judged)) {
    if (!contains(overseen, body)) return fmt::format("this one concerns {}", body);
  }
  return std::nullopt;
}

/// Whether an agreement has a party among the actor and the others.
Reason unlike_parties(const Judged& judged, const std::vector<std::string>& others) {
  const Names parties = opening_texts(judged, "parties");
  const bool party = std::ranges::any_of(parties, [&](std::string_view body) {
    return body == judged.event.actor() || contains(others, body);
  });
  if (party) return std::nullopt;
  return fmt::format("the parties are {}", listed(parties));
}

Reason unlike_party(const Judged& judged) {
  const Submission& event = judged.event;
  const auto party = event.text("party");
  const Names parties = opening_texts(judged, "parties");
  if (!has(parties, party)) {
    return fmt::format("{} is not a party: the parties are {}", party, listed(parties));
  }
  if (party == event.actor() || judged.bodies.oversees(event.actor(), party, event.day())) {
    return std::nullopt;
  }
  return fmt::format("this one is for {}", party);
}

Reason unlike_own_meeting(const Judged& judged) {
  const FoldEvent* opening = judged.opening();
  if (opening == nullptr || opening->stored.header.actor == judged.event.actor()) {
    return std::nullopt;
  }
  return fmt::format("{} held this one (@{})", opening->stored.header.actor,
                     opening->position().value);
}

Reason unlike_further_client(const Judged& judged) {
  const auto body = judged.event.segments[1];
  if (body != judged.event.actor()) return fmt::format("this is a client of {}", body);
  for (const auto& name : judged.streams->names(fmt::format("client/{}", body))) {
    const KnownStream* client = judged.streams->find("client", name);
    if (client == nullptr) continue;
    const auto events = client->history.events();
    for (std::size_t i = 0; i < events.size(); ++i) {
      const bool by_another =
          events[i]->type() == "ClientEnrolled" && events[i]->stored.header.actor != body;
      if (by_another && client->counts(i)) return std::nullopt;
    }
  }
  return fmt::format("the registrar has enrolled no client of {}", body);
}

}  // namespace

Reason unlike(About about, const Judged& judged) {
  const Submission& event = judged.event;
  const Day day = event.day();
  const Names subjects = subjects_of(judged);
  const std::string_view subject = subjects.size() == 1 ? subjects.front() : std::string_view();
  const bool itself = subject == event.actor();
  switch (about) {
    case About::kAnything:
      return std::nullopt;
    case About::kOwnInspection:
      return unlike_own_inspection(judged, event.actor());
    case About::kItself:
      return unless_text(itself, judged);
    case About::kItselfOrOverseen:
      return unless_text(itself || judged.bodies.oversees(event.actor(), subject, day), judged);
    case About::kItselfOrOverseenUnit:
      return unless_text(itself || oversees_member_of(judged, subject), judged);
    case About::kAddressee:
      return unlike_addressee(judged);
    case About::kClaimed:
      return unlike_claimed(judged);
    case About::kOverseenAddressees:
      return unlike_overseen_addressees(judged);
    case About::kPartyOrMember:
      return unlike_parties(judged, judged.bodies.members(event.actor(), day));
    case About::kPartyOrOverseen:
      return unlike_parties(judged, judged.bodies.overseen(event.actor(), day));
    case About::kForParty:
      return unlike_party(judged);
    case About::kOwnMeeting:
      return unlike_own_meeting(judged);
    case About::kFurtherClient:
      return unlike_further_client(judged);
  }
  return about_text(judged);
}

Reason unlike(Reporting about, const Judged& judged, std::string_view reporter) {
  if (about == Reporting::kAnybody) return std::nullopt;
  if (about == Reporting::kOwnInspection) return unlike_own_inspection(judged, reporter);
  const Day day = judged.event.day();
  const auto members = judged.bodies.members(reporter, day);
  const auto overseen = about == Reporting::kItselfOrOverseen
                            ? judged.bodies.overseen(reporter, day)
                            : std::vector<std::string>{};
  const auto own = [&](std::string_view body) {
    return body == reporter || contains(members, body) || contains(overseen, body);
  };
  // An inspection or a raising has many subjects, of whom the reporter is one; what moves a finding
  // must concern nobody else.
  const Names subjects = subjects_of(judged);
  const bool holds = judged.finding == nullptr ? std::ranges::any_of(subjects, own)
                                               : std::ranges::all_of(subjects, own);
  return unless_text(holds, judged);
}

}  // namespace probity::projections::admission
