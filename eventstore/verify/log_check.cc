#include "eventstore/verify/log_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/tiles.h"
#include "eventstore/verify/in_order.h"

namespace probity::eventstore::verify {
namespace {

/// All whose roots are compared or asked for.
std::set<std::uint64_t> sizes_of(const Options& options, const LogShape& shape,
                                 TreeSize index_size) {
  std::set<std::uint64_t> sizes{index_size.value};
  for (const KnownRoot& known : options.roots) sizes.insert(known.size.value);
  for (const KnownRoot& known : shape.kept) sizes.insert(known.size.value);
  return sizes;
}

}  // namespace

struct LogCheck::ReadSlice {
  explicit ReadSlice(const lmdb::Environment& environment) : transaction(environment.read()) {}
  lmdb::Transaction transaction;  // outlives the slice
  Slice slice;
};

LogCheck::LogCheck(lmdb::Environment& environment, const LogShape& shape, const Options& options,
                   TreeSize index_size, Report& report)
    : environment_(environment),
      shape_(shape),
      options_(options),
      report_(report),
      index_size_(index_size),
      tree_(begin_tree(), sizes_of(options, shape, index_size)),
      seals_(options.seals) {
  if (!options.from || from_.value == 0) return;
  order_ = EventOrder(options.from->recorded_at, options.from->request_events);
  erasures_ = Erasures(options.from->absent);
}

/// Where there is a state to go on from and the log still has its tree, that; else none of it.
RecomputedTree LogCheck::begin_tree() {
  if (!options_.from) return {};
  const TreeSize size = options_.from->size();
  if (size > shape_.size) {
    report_.findings.add({FindingKind::kInconsistent,
                          "blocks",
                          {},
                          Position{shape_.size.value},
                          fmt::format("{} events or more", size.value),
                          fmt::format("{} events", shape_.size.value),
                          "the ledger has fewer events than when it was checked before"});
    return {};
  }
  const lmdb::Transaction transaction = environment_.read();
  auto tree =
      RecomputedTree::from(options_.from->peaks, read_open_tiles(transaction, shape_.tables, size));
  if (!tree) {
    report_.findings.add({FindingKind::kInconsistent,
                          "tiles",
                          {},
                          std::nullopt,
                          "the tree that was checked before",
                          "another one",
                          tree.error().what});
    return {};
  }
  from_ = size;
  return std::move(*tree);
}

void LogCheck::run() {
  const std::uint64_t rest = shape_.size.value - from_.value;
  if (go_on(from_)) {
    const auto make = [&](std::uint64_t number) { return read(number); };
    const auto take_made = [&](const std::unique_ptr<ReadSlice>& slice) { return take(*slice); };
    InOrder((rest + kSliceEvents - 1) / kSliceEvents, options_.threads, make, take_made).run();
  }
  finish();
}

/// In a transaction of its own, so that none lives longer than a slice is read.
std::unique_ptr<LogCheck::ReadSlice> LogCheck::read(std::uint64_t number) {
  auto read = std::make_unique<ReadSlice>(environment_);
  const std::uint64_t from = from_.value + number * kSliceEvents;
  const TreeSize to{std::min(shape_.size.value, from + kSliceEvents)};
  read->slice = read_slice(read->transaction, shape_.tables, Position{from}, to);
  return read;
}

bool LogCheck::take(const ReadSlice& read) {
  const Slice& slice = read.slice;
  report_.findings.add(slice.findings);
  blocks_ += slice.blocks;
  if (whole_) {
    tree_.take(read.transaction, shape_.tables, slice, report_.findings);
    for (std::size_t i = 0; i < slice.events.size(); ++i) {
      if (options_.chains) chains_.prefetch(std::span(slice.events).subspan(i));
      take_event(Position{slice.from.value + i}, slice.events[i]);
    }
  }
  // Behind a gap nothing is joined any more; what lies there is still looked at by itself, as long
  // as anything does.
  whole_ = whole_ && slice.whole();
  report_.checked.value += slice.events.size();
  if (slice.events.empty()) return false;
  return go_on(slice.to);
}

bool LogCheck::go_on(TreeSize done) {
  if (!options_.progress) return true;
  report_.ended_early = !options_.progress({done.value, shape_.size.value, report_.findings});
  return !report_.ended_early;
}

void LogCheck::take_event(Position position, const SliceEvent& event) {
  order_.take(position, event, shape_.meta, report_.findings);
  erasures_.take(position, event);
  if (options_.chains) {
    seals_.before(position, event, chains_.heads(), report_.findings);
    if (const auto step = chains_.take(position, event, report_.findings)) seals_.after(*step);
    index_.take(position, event, chains_.heads(), index_size_);
  }
  if ((position.value + 1) % limits::kTileHashes == 0) {
    tile_end_ = {{}, order_.recorded_at(), order_.request_events(), erasures_.absent()};
  }
}

void LogCheck::finish() {
  Findings& findings = report_.findings;
  if (whole()) {
    if (from_.value == 0 && blocks_ != shape_.blocks) {
      findings.add({FindingKind::kInconsistent,
                    "blocks",
                    {},
                    std::nullopt,
                    fmt::format("{} blocks", blocks_),
                    fmt::format("{} rows", shape_.blocks),
                    "`blocks` counts other rows than it has"});
    }
    if (shape_.head_is_of_size() && shape_.head->recorded_at != order_.recorded_at()) {
      findings.add({FindingKind::kInconsistent,
                    "head",
                    {},
                    std::nullopt,
                    to_text(order_.recorded_at()),
                    to_text(shape_.head->recorded_at),
                    "the ledger's head says another time than its last event was recorded at"});
    }
    tree_.finish(shape_, findings);
    seals_.finish(chains_.heads(), findings);
    report_.seals = seals_.checked();
    finish_erasures();
    report_.root = tree_.peaks().root();
  }
  answer_roots();
  keep_state();
}

void LogCheck::finish_erasures() {
  if (erasures_.all_settled()) return;
  const lmdb::Transaction transaction = environment_.read();
  LogView log(transaction, shape_.tables);
  erasures_.finish(log, shape_.size, report_.findings);
}

void LogCheck::keep_state() {
  if (!report_.findings.none() || tree_.tile_peaks().size().value == 0) return;
  tile_end_.peaks = tree_.tile_peaks();
  report_.state = std::move(tile_end_);
}

void LogCheck::answer_roots() {
  for (const KnownRoot& known : options_.roots) {
    report_.roots.push_back(root_at(known.size));
    check_known(known, report_.roots.back(), "head");
  }
  for (const KnownRoot& known : shape_.kept) {
    // Those below were compared when what lies below was checked.
    if (known.size >= from_) check_known(known, root_at(known.size), "checkpoints");
  }
}

/// Below where this check went on from, as the tiles have it: they were checked before, or are
/// taken as they are.
std::optional<Hash> LogCheck::root_at(TreeSize size) const {
  if (size >= from_) return tree_.root_at(size);
  const lmdb::Transaction transaction = environment_.read();
  LogView log(transaction, shape_.tables);
  const auto root = tree_root(log, shape_.size, size);
  return root ? std::optional(*root) : std::nullopt;
}

void LogCheck::check_known(const KnownRoot& known, const std::optional<Hash>& root,
                           std::string_view table) {
  if (!known.root || report_.ended_early) return;
  const bool beyond = known.size > shape_.size;
  if (!beyond && root == known.root) return;
  Finding finding{.kind = FindingKind::kInconsistent,
                  .table = std::string(table),
                  .key = fmt::format("{} events", known.size.value),
                  .position = {},
                  .expected = to_hex(known.root->bytes),
                  .found = root ? to_hex(root->bytes) : "not computed",
                  .sentence = {}};
  if (beyond) {
    finding.expected = fmt::format("{} events or more", known.size.value);
    finding.found = fmt::format("{} events", shape_.size.value);
    finding.sentence = fmt::format(
        "{} is of {} events, and the ledger has {}: it was cut short or is an older "
        "copy",
        known.name, known.size.value, shape_.size.value);
  } else if (root) {
    finding.sentence = fmt::format("the ledger's first {} events are not those of {}",
                                   known.size.value, known.name);
  } else {
    finding.kind = FindingKind::kUnverifiable;
    finding.sentence =
        fmt::format("{} could not be compared: not all of the ledger's first {} events were read",
                    known.name, known.size.value);
  }
  report_.findings.add(std::move(finding));
}

}  // namespace probity::eventstore::verify
