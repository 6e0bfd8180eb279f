#include "cli/audit/refolding.h"

#include <cstring>

#include "eventstore/base/text.h"
#include "eventstore/envelope.h"
#include "projections/questions/findings/proved_status.h"

namespace probity::cli {
namespace {

using eventstore::Event;
using proof::ClaimKind;

eventstore::Words words_of(const std::vector<std::uint8_t>& bytes) {
  eventstore::Words words(bytes.size() / sizeof(std::uint64_t));
  std::memcpy(words.data(), bytes.data(), words.size() * sizeof(std::uint64_t));
  return words;
}

}  // namespace

bool is_whole_finding(const proof::Claim& claim) {
  return claim.stream && claim.stream->category() == "finding" &&
         (claim.kind == ClaimKind::kStream || claim.kind == ClaimKind::kNoType ||
          claim.kind == ClaimKind::kStatus);
}

Result<std::vector<Event>> events_of(const proof::Evidence& evidence) {
  std::vector<Event> events;
  for (const auto& record : evidence.events) {
    const eventstore::Words envelope = words_of(record.envelope);
    const eventstore::Words payload =
        record.content ? words_of(record.content->payload) : eventstore::Words{};
    auto event = eventstore::decode_record({.envelope = envelope,
                                            .salt = record.content ? record.content->salt : Salt{},
                                            .payload = payload});
    if (!event) return pass(event);
    events.push_back(std::move(*event));
  }
  return events;
}

Result<void> add_status(const proof::Claim& claim, std::vector<Event> events, const RefoldAt& at,
                        projections::Answer& answer) {
  if (!is_whole_finding(claim)) return {};
  auto status = projections::proved_status(std::move(events), at.as_of, at.day);
  if (!status && status.error().kind == ErrorKind::kUnverifiable) {
    answer.remarks.push_back("No status is refolded: " + status.error().what + " (" +
                             status.error().where + ").");
    return {};
  }
  if (!status) return pass(status);
  for (auto& fact : status->facts) answer.facts.push_back(std::move(fact));
  if (at.as_of) {
    answer.facts.push_back({"asOf", "as of position", static_cast<std::int64_t>(at.as_of->value)});
  }
  answer.facts.push_back({"effective", "on the day", to_text(at.day)});
  for (auto& table : status->tables) answer.tables.push_back(std::move(table));
  answer.remarks.emplace_back(
      "The status is refolded here from the proven events, up to the position asked for. That each "
      "was recorded rests on hashes; that there are no further ones up to the seal rests on the "
      "seal.");
  return {};
}

}  // namespace probity::cli
