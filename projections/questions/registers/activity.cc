// Which streams moved last, and which are quiet: the ledger's own clock, not the world's.
#include <algorithm>
#include <charconv>

#include "eventstore/base/text.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"
#include "projections/time/london.h"

namespace probity::projections::registers {

namespace {

Result<std::optional<std::int64_t>> whole_days(const std::string& text) {
  if (text.empty()) return std::optional<std::int64_t>{};
  std::uint32_t days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return fail(ErrorKind::kMalformed, "--quiet-for " + text + " is no number of days",
                "give whole days: --quiet-for 90");
  }
  return std::optional<std::int64_t>(days);
}

/// The rows that an id names: a stream's name, or the first part of one.
Result<std::vector<Found<schema::ActivityRow>>> rows_below(World& world,
                                                           const RegisterQuery& query) {
  auto rows = all_rows<schema::ActivityRow>(world);
  if (!rows) return rows;
  if (!query.id.empty()) {
    auto stream = StreamId::parse(query.id);
    if (!stream) return pass(stream);
    std::erase_if(*rows, [&](const auto& each) { return !is_named(each.stream, *stream); });
    if (rows->empty()) return std::unexpected(no_such(world, *stream, stream->category()));
  }
  if (!query.kind.empty()) {
    std::erase_if(*rows, [&](const auto& each) { return each.stream.category() != query.kind; });
  }
  return rows;
}

}  // namespace

Result<Answer> activity(World& world, const RegisterQuery& query) {
  auto rows = rows_below(world, query);
  if (!rows) return pass(rows);
  auto quiet_for = whole_days(query.quiet_for);
  if (!quiet_for) return pass(quiet_for);
  std::stable_sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) {
    return a.row.getLastRecordedAt() > b.row.getLastRecordedAt();
  });

  Page page(world, "activity", "Streams, the last to move first,");
  Table table = signed_table("activity", {},
                             {{"stream", "stream"},
                              {"lastRecordedAt", "last recorded"},
                              {"quietDays", "days quiet"},
                              {"lastType", "last event"},
                              {"when", "when", true},
                              {"events", "events"},
                              {"position", "at", true}},
                             "no such stream");
  for (const auto& [stream, row] : *rows) {
    const Instant last{row.getLastRecordedAt()};
    const std::int64_t quiet =
        std::max<std::int64_t>(0, std::int64_t{page.day().value} - london_day(last).value);
    if (*quiet_for && quiet < **quiet_for) continue;
    page.put(table,
             {stream.text(), to_text(last), quiet, value_of(row.getLastType()), when(row.getLast()),
              count_of(row.getEvents()), value_of(position_of(row.getLast()))},
             row.getLast());
  }
  page.add(std::move(table));
  return page.finish();
}

}  // namespace probity::projections::registers
