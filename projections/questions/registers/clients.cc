// Clients that may act for a body, and whether they are in force: a body's first client needs the
// registrar; a further one needs the registrar and a client of that body, both for the same key.
#include <algorithm>
#include <map>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

namespace {

using schema::ClientRow;

struct Enrolled {
  bool by_registrar = false;
  bool by_body = false;
};

/// Who enrolled the key that counts, the last one given.
Enrolled enrolled(ClientRow::Reader row, const std::string& body, const BodyBook& book) {
  Enrolled found;
  for (const auto enrolment : row.getEnrolments()) {
    if (to_string(enrolment.getKeyDigest()) != to_string(row.getKeyDigest())) continue;
    const std::string actor = to_string(enrolment.getAct().getActor());
    const auto* entry = book.find(actor);
    if (entry != nullptr && entry->kind == schema::BodyKind::REGISTRAR) found.by_registrar = true;
    if (actor == body) found.by_body = true;
  }
  return found;
}

/// The stream that holds each body's first enrolment.
std::map<std::string, std::string> first_clients(const std::vector<Found<ClientRow>>& rows) {
  std::map<std::string, std::pair<std::uint64_t, std::string>> earliest;
  for (const auto& [stream, row] : rows) {
    for (const auto enrolment : row.getEnrolments()) {
      const std::string body(stream.segments()[1]);
      const auto position = enrolment.getAct().getPosition();
      const auto [there, added] = earliest.try_emplace(body, position, stream.text());
      if (!added && position < there->second.first) there->second = {position, stream.text()};
    }
  }
  std::map<std::string, std::string> first;
  for (auto& [body, found] : earliest) first.emplace(body, std::move(found.second));
  return first;
}

std::string missing(const Enrolled& by, bool first) {
  if (!by.by_registrar) return first || by.by_body ? "the registrar" : "the registrar and the body";
  return first || by.by_body ? std::string{} : "a client of the body";
}

void put_client(Page& page, Table& table, std::string id, ClientRow::Reader row,
                const std::string& state, const std::string& waits_for) {
  std::vector<std::string> may;
  for (const auto role : row.getRoles()) may.push_back(name_of(role));
  std::vector<std::string> enrolled_by;
  std::vector<schema::Act::Reader> acts;
  Value enrolled_on;
  for (const auto enrolment : row.getEnrolments()) {
    acts.push_back(enrolment.getAct());
    enrolled_by.push_back(to_string(enrolment.getAct().getActor()));
    enrolled_on = when(enrolment.getAct());
  }
  acts.push_back(row.getRevoked());
  page.put(
      table,
      {std::move(id), state, state == "revoked" ? Value{} : value_of(waits_for), std::move(may),
       name_of(row.getCeiling()), value_of(row.getKeyDigest()), std::move(enrolled_by),
       std::move(enrolled_on), when(row.getRevoked()), value_of(row.getRevokeReason())},
      acts);
}

Table clients_table() {
  return signed_table("clients", {},
                      {{"client", "client"},
                       {"status", "status"},
                       {"waitsFor", "waits for"},
                       {"roles", "may"},
                       {"ceiling", "up to"},
                       {"keyDigest", "key", true},
                       {"enrolledBy", "enrolled by"},
                       {"enrolled", "enrolled"},
                       {"revoked", "revoked"},
                       {"reason", "why"}},
                      "no client is enrolled");
}

}  // namespace

Result<Answer> clients(World& world, const RegisterQuery& query) {
  auto every = all_rows<ClientRow>(world);
  if (!every) return pass(every);
  auto rows = rows_named<ClientRow>(world, "client", query.id, "client");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto status = StatusFilter::of(query.status, {"inForce", "notYet", "revoked"});
  if (!status) return pass(status);
  auto book = BodyBook::read(world);
  if (!book) return pass(book);

  const auto first = first_clients(*every);
  Page page(world, "clients", "Clients");
  Table table = clients_table();
  for (const auto& [stream, row] : *rows) {
    const std::string body(stream.segments()[1]);
    if (!meant->has(body)) continue;
    const auto found = first.find(body);
    const bool is_first = found != first.end() && found->second == stream.text();
    const std::string waits_for = missing(enrolled(row, body, *book), is_first);
    const bool revoked = happened(row.getRevoked());
    const std::string state = revoked ? "revoked" : waits_for.empty() ? "inForce" : "notYet";
    if (!page.shows(row.getHead(), status->takes(state))) continue;
    put_client(page, table, std::string(stream.rest()), row, state, waits_for);
  }
  page.add(std::move(table));
  return page.finish();
}

}  // namespace probity::projections::registers
