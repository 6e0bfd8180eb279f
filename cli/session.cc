#include "cli/session.h"

#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "eventstore/base/limits.h"

namespace probity::cli {

namespace {

using eventstore::Access;
using eventstore::Ledger;

/// How many events the view furthest behind lacks.
std::uint64_t lag(const projections::ViewStore& views, TreeSize size) {
  const auto snapshot = views.snapshot();
  std::uint64_t most = 0;
  for (const auto& view : projections::all_views()) {
    const auto checkpoint = snapshot->checkpoint(view.name);
    const std::uint64_t have = checkpoint ? std::min(checkpoint->size.value, size.value) : 0;
    most = std::max(most, size.value - have);
  }
  return most;
}

/// A ledger whose index is gone gets it back by being opened for writing, once; a question needs no
/// more than reading.
Access access_for(const std::filesystem::path& folder) {
  std::error_code ignored;
  const bool index_there = std::filesystem::exists(folder / "index", ignored);
  return index_there || !may_write(folder) ? Access::kReadOnly : Access::kReadWrite;
}

Result<void> bring_views_up_to_date(Asking& asking, Context& context) {
  const bool writable = may_write(context.ledger);
  auto views = projections::ViewStore::open(*asking.ledger,
                                            writable ? Access::kReadWrite : Access::kReadOnly);
  if (!views) {
    if (writable) return pass(views);
    context.words << "probity: the views cannot be read here; answering from the log\n";
    return {};
  }
  asking.views = std::move(*views);
  if (lag(*asking.views, asking.ledger->snapshot().head().size) <= limits::kViewTailEvents)
    return {};
  if (!writable) {
    context.words << "probity: the ledger is read-only and its views lag behind; answering from "
                     "the log, more slowly\n";
    return {};
  }
  context.words << "probity: the views lag behind; catching up\n";
  return asking.views->catch_up(*asking.ledger, {});
}

}  // namespace

bool may_write(const std::filesystem::path& folder) { return ::access(folder.c_str(), W_OK) == 0; }

Result<std::unique_ptr<Ledger>> open_ledger(Context& context, eventstore::OpenOptions options) {
  auto ledger = Ledger::open(context.ledger, std::move(options));
  if (!ledger) {
    Error& error = ledger.error();
    if (error.mend.empty() && error.kind == ErrorKind::kMalformed) {
      error.mend =
          "Name the ledger's folder with --ledger DIR or PROBITY_LEDGER, or make one: probity init";
    }
    return pass(ledger);
  }
  for (const auto& remark : (*ledger)->remarks()) context.words << "probity: " << remark << '\n';
  return ledger;
}

Result<std::unique_ptr<Ledger>> open_to_read(Context& context) {
  return open_ledger(context, {.access = Access::kReadOnly,
                               .clock = context.clock,
                               .expected_origin = {},
                               .on_commit = {}});
}

Result<std::unique_ptr<Asking>> open_for_question(const Invocation& invocation, Context& context) {
  auto asking = std::make_unique<Asking>();
  auto ledger = open_ledger(context, {.access = access_for(context.ledger),
                                      .clock = context.clock,
                                      .expected_origin = {},
                                      .on_commit = {}});
  if (!ledger) return pass(ledger);
  asking->ledger = std::move(*ledger);
  if (auto ready = bring_views_up_to_date(*asking, context); !ready) return pass(ready);
  auto world =
      projections::World::open(*asking->ledger, asking->views.get(), invocation.get("--as-of"),
                               invocation.get("--effective"), context.clock);
  if (!world) return pass(world);
  asking->world = std::move(*world);
  if (asking->world->moment().size.value == 0) {
    context.words << "probity: nothing was recorded yet at " << invocation.get("--as-of")
                  << "\n--as-of asks what the ledger knew; to ask how the world stood on a day, "
                     "use --effective\n";
  }
  return asking;
}

}  // namespace probity::cli
