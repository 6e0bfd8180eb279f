#include "projections/questions/time/course.h"

#include <algorithm>
#include <map>

namespace probity::projections {
namespace {

void follow(const ViewDefinition& view, const std::string& prefix, const StreamOnDay& on,
            std::vector<FieldSet>& out) {
  FoldContext context(on.struck);
  const auto fold = view.make();
  std::map<std::string, FieldSet> set;  // by path
  std::vector<RowField> now;
  for (const FoldEvent* event : on.held) {
    fold->apply(*event, context);
    now = row_fields(view, *fold);
    std::map<std::string, FieldSet> after;
    for (const RowField& field : now) {
      const auto before = set.find(field.path);
      const bool same = before != set.end() && before->second.value == field.value;
      after.emplace(field.path,
                    FieldSet{prefix + field.path, field.value, same ? before->second.by : event});
    }
    set = std::move(after);
  }
  for (const RowField& field : now) out.push_back(std::move(set.at(field.path)));
}

void fold_through(const ViewDefinition& view, const std::string& prefix, const StreamOnDay& on,
                  std::vector<FieldSet>& out) {
  FoldContext context(on.struck);
  const auto fold = view.make();
  for (const FoldEvent* event : on.held) fold->apply(*event, context);
  if (on.held.empty()) return;
  for (const RowField& field : row_fields(view, *fold)) {
    out.push_back({prefix + field.path, field.value, nullptr});
  }
}

std::vector<FieldSet> of_every_view(const StreamId& stream, const StreamOnDay& on,
                                    decltype(follow) of_view) {
  std::vector<FieldSet> out;
  std::string first;  // the stream's first view needs no name
  for (const ViewDefinition* view : views_of(stream)) {
    of_view(*view, first.empty() ? first : std::string(view->name) + '.', on, out);
    first = view->name;
  }
  return out;
}

}  // namespace

std::vector<FieldSet> fields_on(const StreamId& stream, const StreamHistory& history, Day day,
                                std::size_t prefix) {
  return of_every_view(stream, history.on(day, prefix), follow);
}

std::vector<FieldSet> values_on(const StreamId& stream, const StreamHistory& history, Day day,
                                std::size_t prefix) {
  return of_every_view(stream, history.on(day, prefix), fold_through);
}

const FieldSet* find_field(const std::vector<FieldSet>& fields, std::string_view path) {
  const auto found = std::ranges::find(fields, path, &FieldSet::path);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<FieldChange> changes_between(const std::vector<FieldSet>& before,
                                         const std::vector<FieldSet>& after) {
  std::vector<FieldChange> changes;
  for (const FieldSet& now : after) {
    const FieldSet* old = find_field(before, now.path);
    if (old != nullptr && old->value == now.value) continue;
    changes.push_back(
        {now.path, old == nullptr ? std::nullopt : std::optional(old->value), now.value, now.by});
  }
  for (const FieldSet& old : before) {
    if (find_field(after, old.path) == nullptr) {
      changes.push_back({old.path, old.value, std::nullopt, old.by});
    }
  }
  return changes;
}

}  // namespace probity::projections
