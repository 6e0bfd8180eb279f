// The questions about what is registered beside findings: one table, one way to run them.
#include <array>

#include "cli/ask/asking.h"
#include "cli/ask/commands.h"
#include "projections/questions/registers/registers.h"

namespace probity::cli {

namespace {

namespace registers = projections::registers;
using registers::RegisterQuery;

struct Filter {
  std::string_view option;
  std::string_view help;
};

struct Register {
  std::string_view name;
  std::string_view help;
  std::string_view details;
  std::string_view example;
  std::string_view argument;  // empty: it takes none
  std::string_view argument_help;
  std::vector<Filter> filters;
  registers::RegisterQuestion* question;
};

/// An option, what a person gives, and where it goes.
struct FilterKind {
  std::string_view option;
  std::string_view value;
  std::string RegisterQuery::* field;
};
constexpr std::array<FilterKind, 9> kFilters{{
    {"--body", "BODY", &RegisterQuery::body},
    {"--for", "BODY", &RegisterQuery::for_body},
    {"--inspection", "ID", &RegisterQuery::inspection},
    {"--lead", "BODY", &RegisterQuery::lead},
    {"--status", "STATUS", &RegisterQuery::status},
    {"--kind", "KIND", &RegisterQuery::kind},
    {"--from", "DAY", &RegisterQuery::from},
    {"--to", "DAY", &RegisterQuery::to},
    {"--quiet-for", "DAYS", &RegisterQuery::quiet_for},
}};

constexpr Filter kBody{"--body", "that body's"};
constexpr Filter kFor{"--for", "that body's, its units' and, of a unit, its members'"};

std::vector<Register> registers_about_inspections() {
  return {
      {"inspections",
       "inspections, their fieldwork and publication, and what they raised",
       "Findings are counted as they are on record; a source's own count is a figure: probity "
       "measures.",
       "probity inspections em-soc-2023",
       "ID",
       "that inspection",
       {{"--body", "that inspect that body"},
        {"--for", "that inspect that body, its units or, of a unit, its members"},
        {"--kind",
         "peel, regionalSoc, thematic, rolling, revisit, internalAudit, externalAudit or other"},
        {"--status", "opened or published"},
        {"--from", "published on that day or later; a month or a year will do"},
        {"--to", "published on that day or earlier"}},
       &registers::inspections},
      {"grades",
       "grades as they stand",
       "Grades compare only within one scale and cycle; an answer across either says so. A grade "
       "that was struck is "
       "in its history: probity history grade/INSPECTION/BODY.",
       "probity grades --for emsou --effective 2023-03-02",
       "BODY",
       "that body's",
       {kBody,
        kFor,
        {"--inspection", "of that inspection"},
        {"--kind", "of bodies of that kind, such as territorialForce"},
        {"--from", "issued on that day or later"},
        {"--to", "issued on that day or earlier"}},
       &registers::grades},
      {"practice",
       "good practice that reports name",
       "",
       "probity practice emsou",
       "BODY",
       "that body's",
       {kBody,
        kFor,
        {"--inspection", "named by that inspection"},
        {"--from", "named on that day or later"},
        {"--to", "named on that day or earlier"}},
       &registers::practice},
      {"responses",
       "who owes a response to a report, its last day, and what was published",
       "A policing body publishes its response within 56 days beginning with the day of "
       "publication (Police Act 1996, "
       "section 55): the last day is publication + 55. In time, late, or cannot tell. Who owed one "
       "on a day: "
       "--status owed --effective DAY.",
       "probity responses em-soc-2023 --effective 2023-04-27",
       "INSPECTION",
       "to that report",
       {{"--body", "of that policing body"},
        {"--for", "of that body, or of those that oversee it, its units or a unit's members"},
        {"--inspection", "to that report"},
        {"--status", "owed or published"}},
       &registers::responses},
      {"monitoring",
       "the monitoring stage of forces, and beside it the findings addressed to each",
       "Stage and findings are told side by side and never derived one from the other.",
       "probity monitoring west-midlands --effective 2024-09-18",
       "FORCE",
       "that force",
       {kBody, kFor, {"--status", "scan or engage"}},
       &registers::monitoring},
  };
}

std::vector<Register> registers_about_working_together() {
  return {
      {"agreements",
       "agreements, and who supports, approved and signed them",
       "",
       "probity agreements em-section-22 --effective 2024-04-17",
       "ID",
       "that agreement",
       {{"--body", "to which that body is a party"},
        {"--for", "to which that body, its units or, of a unit, its members are parties"},
        {"--kind", "collaboration, funding, operatingModel, informationSharing or other"},
        {"--status", "proposed, commenced or ended"}},
       &registers::agreements},
      {"disruptions",
       "disruptions: recorded one by one, and as reported by a source, apart",
       "Those recorded are counted by lead, threat, level and approach; one whose dates only touch "
       "--from and --to is "
       "counted apart as possible. Those reported are shown as published, and never added up: the "
       "total is the source's "
       "own (recorded with the threat `all`), or not published.",
       "probity disruptions --lead emsou --from 2021-06 --to 2022-05",
       "ID",
       "that disruption",
       {{"--lead", "led by that body"},
        {"--body", "led or supported by that body"},
        {"--for", "led or supported by that body, its units or, of a unit, its members"},
        {"--kind", "against that threat"},
        {"--status", "of that level, where recorded: major, moderate, minor or unassessed"},
        {"--from", "on that day or later; a month or a year will do"},
        {"--to", "on that day or earlier"}},
       &registers::disruptions},
      {"priorities",
       "how bodies rank threats",
       "",
       "probity priorities emsou",
       "BODY",
       "that body's",
       {kBody, kFor, {"--kind", "of that threat"}},
       &registers::priorities},
      {"plans",
       "plans, the findings they serve, and their reviews",
       "",
       "probity plans leicestershire",
       "PLAN",
       "that plan (BODY/SLUG), or all of that body",
       {kBody, kFor, {"--kind", "delivery4p, action, review or programme"}},
       &registers::plans},
      {"meetings",
       "meetings, decisions, and what papers said of findings",
       "Beside what a paper said stands what was on record: as of the ledger's size that the paper "
       "names, if it names one; "
       "on the paper's day as known now; and on the day asked about.",
       "probity meetings jarap-leicestershire --effective 2024-04-17",
       "MEETING",
       "that meeting (FORUM/DATE), or all of that forum",
       {{"--body", "that the body attended"},
        {"--for", "that the body, its units or, of a unit, its members attended"},
        {"--kind",
         "committee, board, strategicTasking, tacticalTasking, workshop, oversight or other"},
        {"--from", "held on that day or later; a month or a year will do"},
        {"--to", "held on that day or earlier"}},
       &registers::meetings},
      {"measures",
       "figures as sources give them, those that disagree side by side",
       "No figure replaces another. A share whose numerator, denominator or window the source "
       "leaves out says: not "
       "published.",
       "probity measures emsou/established",
       "MEASURE",
       "that measure (BODY/SLUG), or all of that body",
       {kBody,
        kFor,
        {"--from", "of days from that one on; a month or a year will do"},
        {"--to", "of days up to that one"}},
       &registers::measures},
  };
}

std::vector<Register> registers_about_bodies() {
  return {
      {"roles",
       "who holds a role, and since when",
       "",
       "probity roles emsou/capability-review-sro --effective 2024-02-15",
       "ROLE",
       "that role (BODY/SLUG), or all in that body",
       {kBody, kFor, {"--status", "held or vacant"}},
       &registers::roles},
      {"bodies",
       "bodies, their members, and whom they oversee",
       "",
       "probity bodies emsou",
       "BODY",
       "that body",
       {{"--body", "that body"},
        {"--for", "that body, its units and, of a unit, its members"},
        {"--kind",
         "inspectorate, territorialForce, specialForce, regionalUnit, policingBody, "
         "auditCommittee, policeAndCrimePanel, auditor, agency, government, registrar or other"}},
       &registers::bodies},
      {"clients",
       "clients that may act for a body, and whether they are in force",
       "A body's first client needs the registrar; a further one is in force when the registrar "
       "and a client of that "
       "body have both enrolled the same key.",
       "probity clients",
       "CLIENT",
       "that client (BODY/NAME), or all of that body",
       {kBody, kFor, {"--status", "inForce, notYet or revoked"}},
       &registers::clients},
      {"activity",
       "which streams moved last, and which are quiet",
       "",
       "probity activity --kind agreement",
       "STREAM",
       "that stream, or all below its first part",
       {{"--kind", "of that category: finding, agreement, response"},
        {"--quiet-for", "of which nothing was recorded for so many days or more"}},
       &registers::activity},
  };
}

const FilterKind& kind_of(std::string_view option) {
  for (const FilterKind& kind : kFilters) {
    if (kind.option == option) return kind;
  }
  return kFilters.front();
}

RegisterQuery query_of(const Invocation& invocation, const std::string& argument) {
  RegisterQuery query;
  if (!argument.empty()) query.id = invocation.get(argument);
  for (const FilterKind& kind : kFilters) query.*kind.field = invocation.get(kind.option);
  return query;
}

CommandSpec command_of(const Register& row) {
  CommandSpec command;
  command.group = "ask";
  command.name = row.name;
  command.help = row.help;
  command.details = row.details;
  command.example = row.example;
  if (!row.argument.empty()) {
    command.arguments.push_back({std::string(row.argument),
                                 std::string(row.argument_help) + "; all if left out", false,
                                 false});
  }
  for (const Filter& filter : row.filters) {
    command.options.push_back({std::string(filter.option),
                               std::string(kind_of(filter.option).value),
                               std::string(filter.help),
                               false,
                               {}});
  }
  command.takes_moment = true;
  command.takes_format = true;
  command.run = [argument = std::string(row.argument), question = row.question](
                    const Invocation& invocation, Context& context) {
    const RegisterQuery query = query_of(invocation, argument);
    return ask(invocation, context,
               [&](projections::World& world) { return question(world, query); });
  };
  return command;
}

}  // namespace

std::vector<CommandSpec> register_questions() {
  std::vector<CommandSpec> commands;
  for (const auto& rows : {registers_about_inspections(), registers_about_working_together(),
                           registers_about_bodies()}) {
    for (const Register& row : rows) commands.push_back(command_of(row));
  }
  return commands;
}

}  // namespace probity::cli
