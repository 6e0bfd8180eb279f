#include "tests/property/fold/finding_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace probity::test {
namespace {

const char* const kReasons[] = {"verified", "confirmedByChiefOfficer", "noActionExplained",
                                "noLongerApplicable", "carriedToLaterInspection"};
const char* const kColours[] = {"red", "amber", "green"};
const char* const kBases[] = {"inspectorate", "internal"};
const char* const kPositions[] = {R"("accepted")", R"("notAccepted", "reason": "out of our hands")",
                                  R"("notAccepted")"};

std::string day_text(int day) { return to_text(Day{day_from_text("2023-06-01")->value + day}); }
std::string sha(int choice) { return std::string(64, choice % 2 == 0 ? '1' : '2'); }

std::string raising_data(Raised raised) {
  const char* level = raised == Raised::kLevelOne   ? R"(, "verificationLevel": 1)"
                      : raised == Raised::kLevelTwo ? R"(, "verificationLevel": 2)"
                                                    : "";
  return fmt::format(R"({{"inspection": "i", "title": "t", "text": "t", "addressees": ["{}"]{}}})",
                     fmt::join(kAddressees, R"(", ")"), level);
}

struct Line {
  std::string type;
  std::string data;
};

Line line_of(const Said& said) {
  const char* basis = kBases[said.choice % 2];
  switch (said.what) {
    case What::kAllocate:
      return {"FindingAllocated", R"({"body": "emsou", "owner": "head"})"};
    case What::kUpdate:
      return {"UpdateSubmitted",
              fmt::format(R"({{"body": "emsou", "narrative": "n", "rag": "{}"}})",
                          kColours[said.choice % 3])};
    case What::kAccept:
      return {"AcceptanceStated",
              fmt::format(R"({{"position": {}}})", kPositions[said.choice % 3])};
    case What::kDue:
      return {"DueDateSet",
              fmt::format(R"({{"basis": "{}", "due": "{}"}})", basis, date_text(said.date))};
    case What::kRequest:
      return {"ExtensionRequested", fmt::format(R"({{"basis": "{}", "due": "{}", "reason": "r"}})",
                                                basis, date_text(said.date))};
    case What::kDecide:
      return {
          "ExtensionDecided",
          fmt::format(R"({{"basis": "{}", "approved": {}{}}})", basis,
                      said.choice < 3 ? "true" : "false",
                      said.date == 0 ? "" : fmt::format(R"(, "due": "{}")", date_text(said.date)))};
    case What::kAttach:
      return {"EvidenceAttached",
              fmt::format(R"({{"title": "t", "uri": "https://example.org/", "bytes": 1,
                                                   "sha256": "{}"}})",
                          sha(said.choice))};
    case What::kWithdraw:
      return {"EvidenceWithdrawn",
              fmt::format(R"({{"sha256": "{}", "reason": "r"}})", sha(said.choice))};
    case What::kClaim:
      return {"CompletionClaimed", R"({"body": "emsou", "narrative": "n"})"};
    case What::kSignOff:
      return {"CompletionSignedOff", R"({"officer": "head"})"};
    case What::kReturn:
      return {"CompletionReturned", R"({"reason": "r"})"};
    case What::kVerify:
      return {
          "VerificationRecorded",
          fmt::format(R"({{"outcome": "{}"}})", said.choice % 2 == 0 ? "verified" : "notVerified")};
    case What::kAssure:
      return {"AssuranceGiven", R"({"opinion": "reasonable"})"};
    case What::kClose:
      return {"FindingClosed", fmt::format(R"({{"reason": "{}"}})", kReasons[said.choice % 5])};
    case What::kReopen:
      return {"FindingReopened", R"({"reason": "r"})"};
    case What::kSupersede:
      return {"FindingSuperseded", R"({"by": "other"})"};
    case What::kDispute:
      return {"FindingDisputed", R"({"grounds": "g"})"};
    case What::kResolve:
      return {"DisputeResolved", R"({"outcome": "o"})"};
    case What::kStrike:
      return {};
  }
  return {};
}

std::vector<std::string> concerns_of(const Said& said) {
  std::vector<std::string> bodies;
  for (std::size_t i = 0; i < kAddressees.size(); ++i) {
    if ((said.whom >> i & 1U) != 0) bodies.push_back(kAddressees[i]);
  }
  return bodies;
}

/// Unless a correction at or before the position names it and itself counts.
bool counts(const std::vector<Said>& says, std::uint64_t position, std::uint64_t as_of) {
  for (std::uint64_t later = position + 1; later <= as_of; ++later) {
    const Said& said = says[later - 1];
    if (said.what == What::kStrike && said.strikes == position && counts(says, later, as_of))
      return false;
  }
  return true;
}

struct Held {
  std::uint64_t position;
  Said said;
};

std::vector<Held> held_on(const std::vector<Said>& says, std::uint64_t as_of, int day) {
  std::vector<Held> held;
  for (int sort_day = 0; sort_day <= day; ++sort_day) {
    for (std::uint64_t position = 1; position <= as_of; ++position) {
      const Said& said = says[position - 1];
      if (said.what != What::kStrike && said.day == sort_day && counts(says, position, as_of)) {
        held.push_back({position, said});
      }
    }
  }
  return held;
}

bool open(const std::string& status) { return status != "closed" && status != "superseded"; }

/// One addressee's way through the events that concern it.
struct Way {
  Raised raised;
  Stand at;
  bool refused_with_reason = false;
  bool acceptance_erased = false;
  std::map<std::uint64_t, Said> asked;  // open requests

  bool open_request(const std::string& basis) const {
    return std::ranges::any_of(asked, [&](const auto& each) {
      return each.second.erased || kBases[each.second.choice % 2] == basis;
    });
  }

  bool admitted(const Said& said) const {
    switch (said.what) {
      case What::kClaim:
        return at.status == "inProgress";
      case What::kSignOff:
      case What::kReturn:
        return at.status == "pendingSignOff";
      case What::kClose:
        if (said.erased) return open(at.status);
        if (said.choice % 5 == 0) return at.status == "verified";
        if (said.choice % 5 == 1) {
          return at.status == "awaitingVerification" &&
                 (raised == Raised::kAreaForImprovement || raised == Raised::kLevelOne);
        }
        if (said.choice % 5 == 2)
          return open(at.status) && (refused_with_reason || acceptance_erased);
        return open(at.status);
      case What::kReopen:
        return !open(at.status);
      case What::kAssure:
        return true;
      case What::kDecide:
        return said.erased || open_request(kBases[said.choice % 2]);
      case What::kResolve:
        return at.disputed != kNone;
      case What::kVerify:
        return said.erased || open(at.status);
      default:
        return open(at.status);
    }
  }

  void go(const std::string& status, std::uint64_t position) {
    if (status == at.status) return;
    at.status = status;
    at.since = position;
    if (status != "closed") at.closed = kNone;
  }

  void set_due(const std::string& basis, const std::string& due) {
    const auto [it, first] = at.dues.try_emplace(basis, ModelDue{due, due, 0});
    if (!first && it->second.due != due) {
      it->second.due = due;
      ++it->second.moved;
    }
  }

  void decide(const Said& said) {
    if (said.erased) return;
    const std::string basis = kBases[said.choice % 2];
    std::string granted = said.date == 0 ? "" : date_text(said.date);
    for (const auto& [position, request] : asked) {
      const bool its_basis = !request.erased && kBases[request.choice % 2] == basis;
      if (said.date == 0 && its_basis) granted = date_text(request.date);
    }
    std::erase_if(asked, [&](const auto& each) {
      return each.second.erased || kBases[each.second.choice % 2] == basis;
    });
    if (said.choice < 3 && !granted.empty()) set_due(basis, granted);
  }

  void forget_claim() { at.claimed = at.signed_off = at.returned = kNone; }

  void take(std::uint64_t position, const Said& said) {
    switch (said.what) {
      case What::kAllocate:
        at.allocated = position;
        if (at.status == "awaitingAllocation") go("inProgress", position);
        break;
      case What::kUpdate:
        at.updated = position;
        if (!said.erased) at.colour = said.choice % 3 + 1;
        if (at.status == "awaitingAllocation") go("inProgress", position);
        break;
      case What::kAccept:
        at.accepted = position;
        acceptance_erased = said.erased;
        if (!said.erased) refused_with_reason = said.choice % 3 == 1;
        break;
      case What::kDue:
        if (!said.erased) set_due(kBases[said.choice % 2], date_text(said.date));
        break;
      case What::kRequest:
        asked[position] = said;
        break;
      case What::kDecide:
        decide(said);
        break;
      case What::kAttach:
      case What::kWithdraw:
        break;
      case What::kClaim:
        forget_claim();
        at.claimed = position;
        go("pendingSignOff", position);
        break;
      case What::kSignOff:
        at.signed_off = position;
        go("awaitingVerification", position);
        break;
      case What::kReturn:
        forget_claim();
        at.returned = position;
        go("inProgress", position);
        break;
      case What::kVerify:
        at.verdict = position;
        if (said.erased) break;
        at.outcome = said.choice % 2 == 0 ? "verified" : "notVerified";
        if (at.outcome == "verified") {
          go("verified", position);
        } else {
          forget_claim();
          if (at.status != "awaitingAllocation") go("inProgress", position);
        }
        break;
      case What::kAssure:
        at.assured = position;
        break;
      case What::kClose:
        go("closed", position);
        at.closed = position;
        break;
      case What::kReopen:
        forget_claim();
        at.verdict = kNone;
        at.outcome.clear();
        at.reopened = position;
        go("inProgress", position);
        break;
      case What::kSupersede:
        go("superseded", position);
        break;
      case What::kDispute:
        at.disputed = position;
        break;
      case What::kResolve:
        at.disputed = kNone;
        break;
      case What::kStrike:
        break;
    }
  }
};

/// Documents that stand: attached, and not withdrawn since. A document whose digest is erased is
/// never taken back.
unsigned standing(const std::vector<Held>& held, std::set<std::uint64_t>& noted) {
  std::vector<int> documents;  // -1: erased
  for (const auto& [position, said] : held) {
    if (said.what == What::kAttach) documents.push_back(said.erased ? -1 : said.choice % 2);
    if (said.what == What::kWithdraw && !said.erased &&
        std::erase(documents, said.choice % 2) == 0) {
      noted.insert(position);
    }
  }
  return static_cast<unsigned>(documents.size());
}

}  // namespace

std::string date_text(int date) { return fmt::format("2024-{:02}", date + 1); }

Stream stream_of(Raised raised, const std::vector<Said>& says) {
  Stream stream("finding/em-1");
  const char* type = raised == Raised::kCauseOfConcern       ? "CauseOfConcernRaised"
                     : raised == Raised::kAreaForImprovement ? "AreaForImprovementRaised"
                                                             : "RecommendationRaised";
  stream.add(type, "2023-05-01", "hmicfrs", raising_data(raised));
  for (const auto& said : says) {
    if (said.what == What::kStrike) {
      stream.strike({said.strikes});
      continue;
    }
    const Line line = line_of(said);
    Recording recording;
    recording.concerns = concerns_of(said);
    if (said.erased) {
      stream.add_erased(line.type, day_text(said.day), "emsou", line.data, recording);
    } else {
      stream.add(line.type, day_text(said.day), "emsou", line.data, recording);
    }
  }
  return stream;
}

ModelRow model_fold(Raised raised, const std::vector<Said>& says, std::uint64_t as_of, int day) {
  ModelRow row;
  const auto held = held_on(says, as_of, day);
  for (const auto& body : kAddressees) {
    Way way{.raised = raised, .at = {}, .asked = {}};
    way.at.status = "awaitingAllocation";
    way.at.since = 0;
    for (const auto& [position, said] : held) {
      const auto whom = concerns_of(said);
      if (!whom.empty() && std::ranges::find(whom, body) == whom.end()) continue;
      if (!way.admitted(said)) row.noted.insert(position);
      way.take(position, said);
    }
    for (const auto& [position, said] : way.asked) way.at.requests.push_back(position);
    // Requests are shown in the order in which they were made, which is not that of their
    // positions.
    std::ranges::sort(way.at.requests);
    row.stands.push_back(way.at);
  }
  row.evidence = standing(held, row.noted);
  for (const auto& [position, said] : held) {
    if (said.erased) row.noted.insert(position);
  }
  return row;
}

}  // namespace probity::test
