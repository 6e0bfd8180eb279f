// Agreements: who are its parties, and which of them support, approved and signed it.
#include <fmt/format.h>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

namespace {

struct Count {
  std::uint64_t parties = 0;
  std::uint64_t supported = 0;
  std::uint64_t approved = 0;
  std::uint64_t signed_ = 0;
  std::vector<std::string> not_signed;
};

Count count_parties(schema::AgreementRow::Reader row) {
  Count count;
  for (const auto party : row.getParties()) {
    ++count.parties;
    if (happened(party.getSupported())) ++count.supported;
    if (happened(party.getApproved())) ++count.approved;
    if (happened(party.getSigned())) {
      ++count.signed_;
    } else {
      count.not_signed.push_back(to_string(party.getBody()));
    }
  }
  return count;
}

std::string status_of(schema::AgreementRow::Reader row) {
  if (happened(row.getEnded())) return "ended";
  return happened(row.getCommenced()) ? "commenced" : "proposed";
}

std::string of_parties(std::uint64_t count, std::uint64_t parties) {
  return count == 0 ? "none on record"
                    : fmt::format("{} of {}", count, plural(parties, "party", "parties"));
}

Table agreements_table() {
  return signed_table("agreements", {},
                      {{"agreement", "agreement"},
                       {"title", "title"},
                       {"kind", "kind", true},
                       {"status", "status"},
                       {"parties", "parties"},
                       {"supported", "support"},
                       {"approved", "approved"},
                       {"signed", "signed"},
                       {"notSigned", "not signed", true},
                       {"periodStart", "from", true},
                       {"periodEnd", "until", true},
                       {"supersedes", "supersedes"},
                       {"proposed", "proposed"},
                       {"commenced", "commenced"},
                       {"commencedNote", "note", true},
                       {"ended", "ended"},
                       {"endReason", "why it ended", true}},
                      "none on that day");
}

class Agreements {
 public:
  explicit Agreements(Page& page) : page_(page) {}

  void take(const std::string& id, schema::AgreementRow::Reader row) {
    Count count = count_parties(row);
    tell(id, count);
    page_.put(agreements_,
              {id, value_of(row.getTitle()), name_of(row.getKind()), status_of(row),
               count_of(count.parties), count_of(count.supported), count_of(count.approved),
               count_of(count.signed_), std::move(count.not_signed), value_of(row.getPeriodStart()),
               value_of(row.getPeriodEnd()), value_of(row.getSupersedes()), when(row.getProposed()),
               when(row.getCommenced()), value_of(row.getCommencedNote()), when(row.getEnded()),
               value_of(row.getEndReason())},
              {row.getProposed(), row.getCommenced(), row.getEnded()});
    for (const auto party : row.getParties()) {
      page_.put(parties_,
                {id, value_of(party.getBody()), when(party.getSupported()),
                 when(party.getApproved()), when(party.getSigned())},
                {party.getSupported(), party.getApproved(), party.getSigned()});
    }
  }

  void finish() {
    page_.add(std::move(agreements_));
    page_.add(std::move(parties_));
  }

 private:
  void tell(const std::string& id, const Count& count) {
    std::string sentence = fmt::format("{}: supported by {}, approved by {}, signed by {}", id,
                                       of_parties(count.supported, count.parties),
                                       of_parties(count.approved, count.parties),
                                       of_parties(count.signed_, count.parties));
    if (count.signed_ > 0 && !count.not_signed.empty()) {
      sentence += "; not by " + listed(count.not_signed);
    }
    page_.remark(std::move(sentence));
  }

  Page& page_;
  Table agreements_ = agreements_table();
  Table parties_ = signed_table("parties", "Parties",
                                {{"agreement", "agreement"},
                                 {"party", "party"},
                                 {"supported", "supported"},
                                 {"approved", "approved"},
                                 {"signed", "signed"}},
                                "no party on that day");
};

}  // namespace

Result<Answer> agreements(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::AgreementRow>(world, "agreement", query.id, "agreement");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto kind = KindFilter<schema::AgreementKind>::of("--kind", query.kind);
  if (!kind) return pass(kind);
  auto status = StatusFilter::of(query.status, {"proposed", "commenced", "ended"});
  if (!status) return pass(status);

  Page page(world, "agreements", "Agreements");
  Agreements agreements(page);
  for (const auto& [stream, row] : *rows) {
    std::vector<std::string> parties;
    for (const auto party : row.getParties()) parties.push_back(to_string(party.getBody()));
    const bool wanted = (meant->everything() || meant->has_any(parties)) &&
                        kind->takes(row.getKind()) && status->takes(status_of(row));
    if (page.shows(row.getHead(), wanted)) agreements.take(std::string(stream.rest()), row);
  }
  agreements.finish();
  return page.finish();
}

}  // namespace probity::projections::registers
