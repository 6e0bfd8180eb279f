#include "projections/questions/findings/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "projections/views/status_table.h"

namespace probity::projections {

namespace {

using schema::Addressee;
using schema::FindingRow;

std::string_view view_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

/// A filter with its names looked up, judged on one day.
struct Judge {
  const FindingFilter& filter;
  std::optional<std::set<std::string>> bodies;
  Day day;
};

struct FindingTest {
  bool (*asked)(const FindingFilter&);
  bool (*holds)(const Judge&, FindingRow::Reader);
};

struct AddresseeTest {
  bool (*asked)(const FindingFilter&);
  bool (*holds)(const Judge&, FindingRow::Reader, Addressee::Reader);
};

bool has_theme(const Judge& judge, FindingRow::Reader row) {
  for (const auto theme : row.getThemes()) {
    if (same_text(view_of(theme), judge.filter.theme)) return true;
  }
  return false;
}

constexpr std::array<FindingTest, 6> kFindingTests{{
    {[](const FindingFilter& f) { return !f.inspection.empty(); },
     [](const Judge& j, FindingRow::Reader row) {
       return view_of(row.getInspection()) == j.filter.inspection;
     }},
    {[](const FindingFilter& f) { return !f.cause_of_concern.empty(); },
     [](const Judge& j, FindingRow::Reader row) {
       return view_of(row.getCauseOfConcern()) == j.filter.cause_of_concern;
     }},
    {[](const FindingFilter& f) { return f.kind.has_value(); },
     [](const Judge& j, FindingRow::Reader row) { return row.getKind() == *j.filter.kind; }},
    {[](const FindingFilter& f) { return !f.theme.empty(); }, has_theme},
    {[](const FindingFilter& f) { return f.level.has_value(); },
     [](const Judge& j, FindingRow::Reader row) {
       return row.getVerificationLevel() == *j.filter.level;
     }},
    {[](const FindingFilter& f) { return f.without.contains(Lack::kEvidence); },
     [](const Judge&, FindingRow::Reader row) { return row.getEvidence() == 0; }},
}};

bool at_least(std::optional<std::int64_t> days, std::int64_t wanted) {
  // Nothing: it has been so always.
  return !days || *days >= wanted;
}

bool due_before(const Judge& judge, FindingRow::Reader, Addressee::Reader addressee) {
  const auto due = first_due(addressee);
  return is_open(addressee.getStatus()) && due &&
         due->getDueLatest() < judge.filter.due_before->value;
}

bool quiet(const Judge& judge, FindingRow::Reader row, Addressee::Reader addressee) {
  return is_open(addressee.getStatus()) &&
         at_least(days_quiet(row, addressee, judge.day), *judge.filter.quiet_for);
}

constexpr std::array<AddresseeTest, 11> kAddresseeTests{{
    {[](const FindingFilter& f) { return !f.body.empty() || !f.for_body.empty(); },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return j.bodies->contains(to_string(a.getBody()));
     }},
    {[](const FindingFilter& f) { return !f.statuses.empty(); },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return j.filter.statuses.contains(a.getStatus());
     }},
    {[](const FindingFilter& f) { return f.rag.has_value(); },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return a.getRag() == *j.filter.rag;
     }},
    {[](const FindingFilter& f) { return !f.owner.empty(); },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return contains_text(view_of(a.getOwner()), j.filter.owner);
     }},
    {[](const FindingFilter& f) { return f.standing.has_value(); },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return a.getSince().getStanding() == *j.filter.standing;
     }},
    {[](const FindingFilter& f) { return f.same_hand; },
     [](const Judge&, FindingRow::Reader, Addressee::Reader a) {
       return a.getSeparation() == schema::Separation::SAME_HAND ||
              a.getSeparation() == schema::Separation::NOT_SHOWN;
     }},
    {[](const FindingFilter& f) { return f.overdue; },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return days_overdue(a, j.day).has_value();
     }},
    {[](const FindingFilter& f) { return f.due_before.has_value(); }, due_before},
    {[](const FindingFilter& f) { return f.quiet_for.has_value(); }, quiet},
    {[](const FindingFilter& f) { return f.in_status_for.has_value(); },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return at_least(days_since(a.getSince(), j.day), *j.filter.in_status_for);
     }},
    {[](const FindingFilter& f) {
       return f.without.contains(Lack::kOwner) || f.without.contains(Lack::kDue);
     },
     [](const Judge& j, FindingRow::Reader, Addressee::Reader a) {
       return (!j.filter.without.contains(Lack::kOwner) || a.getOwner().size() == 0) &&
              (!j.filter.without.contains(Lack::kDue) || a.getDues().size() == 0);
     }},
}};

std::vector<Addressee::Reader> selected_of(const Judge& judge, FindingRow::Reader row) {
  std::vector<Addressee::Reader> selected;
  for (const auto& test : kFindingTests) {
    if (test.asked(judge.filter) && !test.holds(judge, row)) return selected;
  }
  for (const auto addressee : row.getAddressees()) {
    const bool holds = std::ranges::all_of(kAddresseeTests, [&](const AddresseeTest& test) {
      return !test.asked(judge.filter) || test.holds(judge, row, addressee);
    });
    if (holds) selected.push_back(addressee);
  }
  return selected;
}

Result<void> expect_named(World& world, std::string_view category, std::string_view id,
                          std::string_view noun) {
  if (id.empty()) return {};
  auto stream = stream_named(category, id);
  if (!stream) return pass(stream);
  return expect_stream(world, *stream, noun);
}

}  // namespace

Result<Census> each_selected(World& world, const FindingFilter& filter,
                             const std::function<void(const Selected&)>& visit) {
  auto bodies = bodies_meant(world, filter.body, filter.for_body);
  if (!bodies) return pass(bodies);
  if (auto there = expect_named(world, "inspection", filter.inspection, "inspection"); !there)
    return pass(there);
  if (auto there = expect_named(world, "finding", filter.cause_of_concern, "finding"); !there)
    return pass(there);
  const Judge judge{.filter = filter, .bodies = std::move(*bodies), .day = world.moment().day};
  Census census;
  auto read = world.each<FindingRow>([&](const StreamId& stream, FindingRow::Reader row) {
    ++census.on_record;
    if (row.getHead().getWithdrawn()) {
      ++census.withdrawn;
      return;
    }
    if (!row.getHead().getBegun()) {
      ++census.not_yet;
      return;
    }
    const Selected selected{
        .ref = std::string(stream.rest()), .row = row, .addressees = selected_of(judge, row)};
    census.pairs_selected += selected.addressees.size();
    census.pairs_passed_over += row.getAddressees().size() - selected.addressees.size();
    if (selected.addressees.empty()) {
      ++census.passed_over;
      return;
    }
    ++census.selected;
    visit(selected);
  });
  if (!read) return pass(read);
  return census;
}

void add_census_remarks(Answer& answer, const Census& census, Day day) {
  if (census.not_yet > 0) {
    answer.remarks.push_back(fmt::format("{} on record {} not yet raised on {} and not listed",
                                         plural(census.not_yet, "finding"),
                                         census.not_yet == 1 ? "is" : "are", to_text(day)));
  }
  if (census.withdrawn > 0) {
    answer.remarks.push_back(fmt::format("{} {} withdrawn and not listed",
                                         plural(census.withdrawn, "finding"),
                                         census.withdrawn == 1 ? "is" : "are"));
  }
}

}  // namespace probity::projections
