#include "projections/questions/findings/log_match.h"

#include <algorithm>
#include <ranges>

#include "eventstore/envelope.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/stream_reading.h"
#include "projections/time/edtf.h"
#include "projections/time/london.h"

namespace probity::projections {

namespace {

using eventstore::EnvelopeView;

bool is_of_category(std::string_view stream, std::string_view category) {
  return stream.starts_with(category) && stream.substr(category.size()).starts_with('/');
}

/// `grade/em-soc-2023/lincolnshire` is of lincolnshire.
bool names(std::string_view stream, std::string_view body) {
  return std::ranges::any_of(stream | std::views::split('/'), [&](const auto& segment) {
    return std::string_view(segment.begin(), segment.end()) == body;
  });
}

bool says(const eventstore::Record& record, std::string_view text) {
  const auto event = eventstore::decode_record(record);
  if (!event || event->erased()) return false;
  return contains_text(source_of(*event), text) ||
         std::ranges::any_of(fields_of(*event),
                             [&](const auto& field) { return contains_text(field.second, text); });
}

}  // namespace

Result<LogMatcher> LogMatcher::over(World& world, const LogQuery& query) {
  LogMatcher matcher(query);
  if (query.body.empty()) return matcher;
  auto each = world.each<schema::FindingRow>([&](const StreamId& stream, auto row) {
    for (const auto addressee : row.getAddressees()) {
      if (to_string(addressee.getBody()) == query.body) matcher.addressed_.insert(stream.text());
    }
  });
  if (!each) return pass(each);
  return matcher;
}

/// An event of a finding that names nobody concerns all of its addressees.
bool LogMatcher::is_about_body(const eventstore::Record& record,
                               const EnvelopeView& envelope) const {
  const std::string_view body = query_.body;
  if (envelope.actor() == body || envelope.recorded_by() == body) return true;
  if (names(envelope.stream(), body)) return true;
  const auto whole = eventstore::decode_envelope(record.envelope);
  if (!whole) return false;
  const auto& concerns = whole->header.concerns;
  if (concerns.empty()) return addressed_.contains(envelope.stream());
  return std::ranges::find(concerns, body) != concerns.end();
}

LogMatch LogMatcher::happened_then(const EnvelopeView& envelope) const {
  if (!query_.happened_from && !query_.happened_until) return LogMatch::kYes;
  const auto date = Edtf::parse(envelope.effective());
  if (!date) return LogMatch::kPossible;
  const Bounds bounds = date->bounds(london_day(envelope.recorded_at()));
  const Day from = query_.happened_from.value_or(kBeforeAllDays);
  const Day until = query_.happened_until.value_or(kAfterAllDays);
  if (bounds.earliest >= from && bounds.latest <= until) return LogMatch::kYes;
  return bounds.latest >= from && bounds.earliest <= until ? LogMatch::kPossible : LogMatch::kNo;
}

/// What costs most is asked last.
LogMatch LogMatcher::judge(const eventstore::Record& record) const {
  const auto envelope = EnvelopeView::over(record.envelope);
  if (!envelope) return LogMatch::kNo;
  const Instant recorded = envelope->recorded_at();
  const bool holds =
      (query_.category.empty() || is_of_category(envelope->stream(), query_.category)) &&
      (query_.type.empty() || envelope->type() == query_.type) &&
      (query_.actor.empty() || envelope->actor() == query_.actor) &&
      (query_.recorded_by.empty() || envelope->recorded_by() == query_.recorded_by) &&
      (!query_.standing || envelope->standing() == *query_.standing) &&
      (!query_.marking || envelope->marking() == *query_.marking) &&
      (!query_.from || recorded >= *query_.from) && (!query_.until || recorded < *query_.until) &&
      (query_.body.empty() || is_about_body(record, *envelope)) &&
      (query_.text.empty() || says(record, query_.text));
  return holds ? happened_then(*envelope) : LogMatch::kNo;
}

}  // namespace probity::projections
