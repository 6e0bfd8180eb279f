// What a question needs, opened: the ledger, its views and the world at the moment asked for.
#pragma once

#include <memory>
#include <string>

#include "cli/command.h"
#include "eventstore/ledger.h"
#include "projections/store/view_store.h"
#include "projections/world.h"

namespace probity::cli {

/// Destroyed in the reverse order: the world lets go of its snapshots before views and ledger are
/// closed.
struct Asking {
  std::unique_ptr<eventstore::Ledger> ledger;
  std::unique_ptr<projections::ViewStore> views;  // null: read-only, and there are none
  std::unique_ptr<projections::World> world;
};

/// Opens the ledger's folder for a question with the invocation's --as-of and --effective. Views
/// that lag far behind catch up first where the folder may be written; where it may not, the world
/// folds what they lack and that is said once on `context.words`. A moment before the first record
/// is no error: the world is empty, and that is said.
[[nodiscard]] Result<std::unique_ptr<Asking>> open_for_question(const Invocation& invocation,
                                                                Context& context);

/// Opens the ledger's folder; what is wrong names the folder and how to choose another. Remarks go
/// to `context.words`.
[[nodiscard]] Result<std::unique_ptr<eventstore::Ledger>> open_ledger(
    Context& context, eventstore::OpenOptions options);
/// The same, for reading alone.
[[nodiscard]] Result<std::unique_ptr<eventstore::Ledger>> open_to_read(Context& context);

/// Whether this process may write into the folder; errno says why not.
[[nodiscard]] bool may_write(const std::filesystem::path& folder);

}  // namespace probity::cli
