// Meetings, and the papers put to them: what a paper said of a finding beside what was on record.
#include <fmt/format.h>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/papers.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

using schema::MeetingRow;
using schema::Paper;

constexpr std::uint64_t kNotGiven = UINT64_MAX;

Value count_or_nothing(std::uint64_t count) {
  return count == kNotGiven ? Value{} : count_of(count);
}

std::vector<std::string> attending(MeetingRow::Reader row) {
  std::vector<std::string> bodies;
  for (const auto attendee : row.getAttendees()) bodies.push_back(to_string(attendee.getBody()));
  return bodies;
}

Table meetings_table() {
  return signed_table("meetings", {},
                      {{"meeting", "meeting"},
                       {"forum", "forum"},
                       {"kind", "kind"},
                       {"held", "held"},
                       {"attendees", "attended"},
                       {"decisions", "decided"},
                       {"findings", "findings"},
                       {"inWindow", "in the window", true}},
                      "no meeting by that day");
}

Table papers_table() {
  return signed_table("papers", "Papers",
                      {{"meeting", "meeting"},
                       {"title", "paper"},
                       {"author", "author"},
                       {"when", "when"},
                       {"atSize", "drawn from the ledger at"},
                       {"sha256", "sha256", true},
                       {"bytes", "bytes", true},
                       {"root", "fingerprint", true}},
                      "no paper on record");
}

Table said_table() {
  return table_of("paperFindings", "What papers said of findings, and what is on record",
                  {{"meeting", "meeting", true},
                   {"paper", "paper"},
                   {"finding", "finding"},
                   {"body", "body", true},
                   {"said", "said"},
                   {"onRecordThen", "on record then"},
                   {"thatDay", "that day, as known now"},
                   {"now", "now"},
                   {"differs", "differs"}},
                  "no paper says anything of a finding");
}

class Meetings {
 public:
  explicit Meetings(Page& page) : page_(page) {}

  Result<void> take(const std::string& id, MeetingRow::Reader row, Lies where) {
    std::vector<std::string> attendees;
    for (const auto attendee : row.getAttendees()) {
      attendees.push_back(
          fmt::format("{}: {}", to_string(attendee.getBody()), to_string(attendee.getRole())));
    }
    if (happened(row.getHeld())) {
      page_.put(meetings_,
                {id, value_of(row.getForum()), name_of(row.getKind()), when(row.getHeld()),
                 std::move(attendees), to_strings(row.getDecisions()),
                 to_strings(row.getFindings()), marked(where)},
                row.getHeld());
    }
    for (const auto paper : row.getPapers()) {
      page_.put(papers_,
                {id, value_of(paper.getTitle()), value_of(paper.getAuthor()), when(paper.getAct()),
                 count_or_nothing(paper.getAtSize()), value_of(paper.getSha256()),
                 count_or_nothing(paper.getBytes()), value_of(paper.getRoot())},
                paper.getAct());
      if (auto taken = take_said(id, paper); !taken) return pass(taken);
    }
    return {};
  }

  void finish() {
    page_.add(std::move(meetings_));
    page_.add(std::move(papers_));
    page_.add(std::move(said_));
  }

 private:
  Result<void> take_said(const std::string& id, Paper::Reader paper) {
    World& world = page_.world();
    const TreeSize known = world.moment().size;
    const Day then = day_of(paper.getAct());
    for (const auto said : paper.getFindings()) {
      const std::string ref = to_string(said.getRef());
      const std::string body = to_string(said.getBody());
      auto that_day = finding_stood(world, ref, body, then, known);
      if (!that_day) return pass(that_day);
      auto now = finding_stood(world, ref, body, page_.day(), known);
      if (!now) return pass(now);
      Value on_record;
      bool differs = *that_day != *now;
      if (paper.getAtSize() != kNotGiven) {
        auto stood = finding_stood(world, ref, body, then, TreeSize{paper.getAtSize()});
        if (!stood) return pass(stood);
        differs = differs || *stood != *that_day;
        on_record = std::move(*stood);
      }
      said_.rows.push_back({id, value_of(paper.getTitle()), ref, value_of(body),
                            value_of(said.getStatusAsSaid()), std::move(on_record),
                            std::move(*that_day), std::move(*now), differs});
    }
    return {};
  }

  Page& page_;
  Table meetings_ = meetings_table();
  Table papers_ = papers_table();
  Table said_ = said_table();
};

/// The days on which it was held; of a meeting known by its papers alone, those of the first paper.
Bounds days_of(MeetingRow::Reader row) {
  if (happened(row.getHeld()) || row.getPapers().size() == 0) return bounds_of(row.getHeld());
  return bounds_of(row.getPapers()[0].getAct());
}

}  // namespace

Result<Answer> meetings(World& world, const RegisterQuery& query) {
  auto rows = rows_named<MeetingRow>(world, "meeting", query.id, "meeting");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto kind = KindFilter<schema::MeetingKind>::of("--kind", query.kind);
  if (!kind) return pass(kind);
  auto window = WindowFilter::of(query.from, query.to);
  if (!window) return pass(window);

  Page page(world, "meetings", "Meetings");
  Meetings meetings(page);
  for (const auto& [stream, row] : *rows) {
    bool wanted =
        (meant->everything() || meant->has_any(attending(row))) && kind->takes(row.getKind());
    Lies where = Lies::kInside;
    if (wanted && row.getHead().getBegun()) {
      where = window->place(days_of(row));
      wanted = where != Lies::kOutside;
    }
    if (!page.shows(row.getHead(), wanted)) continue;
    if (auto taken = meetings.take(std::string(stream.rest()), row, where); !taken) {
      return pass(taken);
    }
  }
  meetings.finish();
  page.remark(window->caution());
  return page.finish();
}

}  // namespace probity::projections::registers
