// The views at one moment: a read transaction on their tables, which it keeps open.
#pragma once

#include <map>
#include <memory>

#include "projections/store/view_store.h"
#include "projections/store/view_tables.h"

namespace probity::projections {

/// Its methods throw StorageFault where the tables cannot be read. `tables` may be null: then no
/// view is there. One thread at a time.
class TableSnapshot final : public ViewSnapshot {
 public:
  explicit TableSnapshot(std::shared_ptr<ViewTables> tables);

  [[nodiscard]] std::optional<ViewCheckpoint> checkpoint(std::string_view view) const override;
  [[nodiscard]] eventstore::WordsView row(std::string_view view, const StreamId& stream,
                                          Position at) const override;
  void each(std::string_view view, Position at,
            const std::function<void(std::string_view, eventstore::WordsView)>& row) const override;
  [[nodiscard]] std::vector<std::pair<TreeSize, Hash>> digests(
      std::string_view view) const override;

 private:
  struct InForce {
    ViewCheckpoint checkpoint;
    ViewTables::Slot slot;
    [[nodiscard]] Position newest(Position at) const;
  };
  [[nodiscard]] const InForce* find(std::string_view view) const;

  std::shared_ptr<ViewTables> tables_;
  std::optional<eventstore::lmdb::Transaction> txn_;  // gone before the tables are
  std::map<std::string_view, InForce> views_;
};

}  // namespace probity::projections
