#include "projections/questions/findings/evidence.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "projections/questions/common.h"
#include "schema/views.capnp.h"

namespace probity::projections {

namespace {

using schema::EvidenceRow;
using schema::FindingRow;

struct Piece {
  StreamId stream;
  schema::EvidenceItem::Reader item;
};

Table empty_table() {
  return {.key = "evidence",
          .title = {},
          .columns = {{"ref", "finding"},
                      {"title", "title"},
                      {"supports", "supports"},
                      {"bytes", "bytes"},
                      {"sha256", "SHA-256"},
                      {"by", "by"},
                      {"withdrawn", "withdrawn"},
                      {"withdrawnReason", "reason", true},
                      {"body", "addressee", true},
                      {"concerns", "concerns", true},
                      {"uri", "address", true},
                      {"attached", "attached", true},
                      {"position", "at", true}},
          .rows = {},
          .when_empty = "no evidence is on record",
          .struck = {}};
}

/// The addressees that an event concerns: those that the ledger resolved when it took the event in,
/// else all.
std::vector<std::string> concerned(const eventstore::Event& event, FindingRow::Reader finding) {
  if (!event.header.concerns.empty()) return event.header.concerns;
  std::vector<std::string> all;
  for (const auto addressee : finding.getAddressees())
    all.push_back(to_string(addressee.getBody()));
  return all;
}

bool meets(const std::optional<std::set<std::string>>& meant,
           const std::vector<std::string>& bodies) {
  return !meant || std::ranges::any_of(
                       bodies, [&](const std::string& body) { return meant->contains(body); });
}

class Listing {
 public:
  Listing(World& world, std::optional<std::set<std::string>> meant)
      : world_(world), meant_(std::move(meant)) {}

  Result<void> add(const Piece& piece) {
    auto event = world_.event(position_of(piece.item.getAct()));
    if (!event) return pass(event);
    auto finding = world_.row<FindingRow>(piece.stream);
    if (!finding) return pass(finding);
    const auto bodies = *finding ? concerned(*event, **finding) : std::vector<std::string>{};
    if (!meets(meant_, bodies)) return {};
    table_.rows.push_back(row_of(piece, *event, bodies));
    table_.struck.push_back(happened(piece.item.getWithdrawn()));
    return {};
  }

  [[nodiscard]] Table take() && { return std::move(table_); }

 private:
  static std::vector<Value> row_of(const Piece& piece, const eventstore::Event& event,
                                   const std::vector<std::string>& bodies) {
    const auto item = piece.item;
    return {Value(std::string(piece.stream.rest())),
            value_of(item.getTitle()),
            value_of(name_of(item.getSupports())),
            count_of(item.getBytes()),
            value_of(item.getSha256()),
            value_of(attribution(event)),
            when(item.getWithdrawn()),
            value_of(item.getWithdrawnReason()),
            value_of(item.getBody()),
            Value(bodies),
            value_of(item.getUri()),
            when(item.getAct()),
            value_of(position_of(item.getAct()))};
  }

  World& world_;
  std::optional<std::set<std::string>> meant_;
  Table table_ = empty_table();
};

/// Of the finding named, or of every one; rows stay valid while the world lives.
Result<std::vector<Piece>> pieces_of(World& world, const std::string& ref) {
  std::vector<Piece> pieces;
  const auto take = [&pieces](const StreamId& stream, EvidenceRow::Reader row) {
    for (const auto item : row.getItems()) pieces.push_back({stream, item});
  };
  if (ref.empty()) {
    auto read = world.each<EvidenceRow>(take);
    if (!read) return pass(read);
    return pieces;
  }
  auto stream = stream_named("finding", ref);
  if (!stream) return pass(stream);
  if (auto there = expect_stream(world, *stream, "finding"); !there) return pass(there);
  auto row = world.row<EvidenceRow>(*stream);
  if (!row) return pass(row);
  if (*row) take(*stream, **row);
  return pieces;
}

}  // namespace

Result<Answer> ask_evidence(World& world, const EvidenceQuery& query) {
  auto meant = bodies_meant(world, query.body, query.for_body);
  if (!meant) return pass(meant);
  auto pieces = pieces_of(world, query.ref);
  if (!pieces) return pass(pieces);
  Listing listing(world, std::move(*meant));
  for (const Piece& piece : *pieces) {
    if (auto added = listing.add(piece); !added) return pass(added);
  }
  Answer answer;
  answer.schema = "probity.evidence/1";
  answer.title = query.ref.empty() ? "Evidence" : "Evidence for " + query.ref;
  answer.tables.push_back(std::move(listing).take());
  const auto& struck = answer.tables.front().struck;
  answer.facts = {{"pieceCount", "pieces", count_of(struck.size())},
                  {"withdrawnCount", "withdrawn",
                   Value(static_cast<std::int64_t>(std::ranges::count(struck, true)))}};
  answer.remarks.emplace_back(
      "the ledger holds each document's digest and length, not the document");
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
