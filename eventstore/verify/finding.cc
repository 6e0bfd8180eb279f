#include "eventstore/verify/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace probity::eventstore::verify {

void Findings::add(Finding finding) {
  ++total_;
  const auto of_its_table =
      std::ranges::count_if(all_, [&](const Finding& kept) { return kept.table == finding.table; });
  if (static_cast<std::size_t>(of_its_table) < kFindingsPerTable) {
    all_.push_back(std::move(finding));
  }
}

void Findings::add(FindingKind kind, std::string table, std::string key, std::string sentence) {
  add({.kind = kind,
       .table = std::move(table),
       .key = std::move(key),
       .position = std::nullopt,
       .expected = {},
       .found = {},
       .sentence = std::move(sentence)});
}

void Findings::add(const Findings& others) {
  for (const Finding& finding : others.all_) add(finding);
  count(others.total_ - others.all_.size());
}

bool Findings::any(FindingKind kind) const {
  return std::ranges::any_of(all_, [&](const Finding& kept) { return kept.kind == kind; });
}

const Finding* Findings::first() const {
  const auto order = [](const Finding& finding) {
    return std::tuple(finding.of_index(), !finding.position,
                      finding.position.value_or(Position{0}).value);
  };
  const auto first = std::ranges::min_element(all_, {}, order);
  return first == all_.end() ? nullptr : &*first;
}

bool Findings::any_within(Position from, TreeSize to) const {
  return std::ranges::any_of(all_, [&](const Finding& kept) {
    return kept.position && *kept.position >= from && kept.position->value < to.value;
  });
}

Finding unreadable(std::string_view table, const Error& error, std::optional<Position> position) {
  std::string sentence = fmt::format("cannot be read: {}", error.what);
  if (!error.mend.empty()) sentence += fmt::format("; {}", error.mend);
  return {.kind = FindingKind::kUnverifiable,
          .table = std::string(table),
          .key = {},
          .position = position,
          .expected = "readable",
          .found = error.what,
          .sentence = std::move(sentence)};
}

}  // namespace probity::eventstore::verify
