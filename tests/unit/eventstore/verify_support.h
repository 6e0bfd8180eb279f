// What the tests of verify share: ledgers made sound or forged with care, hands that alter what
// lies on the disk, and a check with its findings as text.
#pragma once

#include <capnp/message.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/text.h"
#include "eventstore/block.h"
#include "eventstore/index.h"
#include "eventstore/log.h"
#include "eventstore/log_write.h"
#include "eventstore/proof/hash.h"
#include "eventstore/verify/verify.h"
#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {

using verify::Finding;
using verify::FindingKind;
using verify::Options;
using verify::Report;

/// The log alone, on one thread.
inline Options log_only() {
  Options options;
  options.chains = false;
  options.index = false;
  options.threads = 1;
  return options;
}

/// A finding as one line: `kind table key @position: sentence (expected, found)`.
inline std::string line_of(const Finding& finding) {
  return fmt::format("{} {} {} @{}: {} (expected {}, found {})",
                     finding.kind == FindingKind::kInconsistent ? "inconsistent" : "unverifiable",
                     finding.table, finding.key,
                     finding.position ? fmt::to_string(finding.position->value) : "-",
                     finding.sentence, finding.expected, finding.found);
}

inline std::vector<std::string> lines_of(const Report& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings.all()) lines.push_back(line_of(finding));
  return lines;
}

inline Report check(const std::filesystem::path& ledger, const Options& options = {}) {
  auto report = verify::verify_ledger(ledger, options);
  if (report) return std::move(*report);
  ADD_FAILURE() << report.error().what;
  return {};
}

inline void expect_sound(const std::filesystem::path& ledger, const Options& options = {}) {
  EXPECT_THAT(lines_of(check(ledger, options)), ::testing::IsEmpty());
}

/// That a check's first finding is of this table, at this position, and says this.
inline void expect_first(const Report& report, std::string_view table,
                         std::optional<std::uint64_t> position, std::string_view sentence,
                         FindingKind kind = FindingKind::kInconsistent) {
  const Finding* first = report.findings.first();
  ASSERT_NE(first, nullptr) << "no finding";
  const std::string line = line_of(*first);
  EXPECT_EQ(first->kind, kind) << line;
  EXPECT_EQ(first->table, table) << line;
  EXPECT_EQ(first->position, position ? std::optional(Position{*position}) : std::nullopt) << line;
  EXPECT_THAT(first->sentence, ::testing::HasSubstr(std::string(sentence))) << line;
  EXPECT_FALSE(first->expected.empty()) << line;
  EXPECT_FALSE(first->found.empty()) << line;
}

/// Ids and streams that numbered_events() gives: 7 streams beside the ledger's own.
inline NewEvent numbered_event(std::uint64_t number) {
  return event(number, fmt::format("finding/em-{}", number % 7));
}

/// Appends until the ledger has `size` events, in requests of different lengths.
inline void grow(LedgerFolder& folder, std::uint64_t size) {
  std::uint64_t next = folder.ledger->snapshot().head().size.value;
  for (std::uint64_t length = 1; next < size; length = length % 50 + 3) {
    std::vector<NewEvent> events;
    for (std::uint64_t i = 0; i < length && next < size; ++i) {
      events.push_back(numbered_event(next++));
    }
    folder.clock.pass(kSecond);
    ASSERT_TRUE(folder.append(request(std::move(events))));
  }
}

/// A log written event by event as a writer would, but for what `alter` does to an event before it
/// is encoded: everything that hangs on it (leaf, tiles, head) is then as if it were right.
class ForgedLog {
 public:
  struct Draft {
    NewEvent event;
    Placement placement;
    bool begins_request = true;
    bool without_payload = false;
  };
  using Alter = std::function<void(Draft&)>;

  /// `prepare` alters an event before it is chained to the one before it in its stream.
  explicit ForgedLog(std::uint64_t events, const Alter& alter = {},
                     const std::string& origin = kOrigin, Alter prepare = {})
      : prepare_(std::move(prepare)) {
    std::filesystem::create_directories(path());
    auto log = Log::create(path() / "log", {.origin = origin, .created = kStart});
    // In commits of 100, so that blocks and tiles do not end together.
    for (std::uint64_t from = 0; from < events; from += 100) {
      commit(*log, from, std::min<std::uint64_t>(events, from + 100), alter);
    }
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "ledger"; }
  [[nodiscard]] const std::vector<Hash>& leaves() const { return leaves_; }

 private:
  Draft draft_at(std::uint64_t at) {
    Draft draft{.event = at == 0 ? event(kFirstNumber, "ledger/self") : numbered_event(at),
                .placement = {.position = Position{at},
                              .version = StreamVersion{1},
                              .recorded_at = Instant{kStart.micros + 1'000 * int64_t(at)}}};
    if (at == 0) draft.placement.recorded_at = kStart;
    return draft;
  }
  void chain(Draft& draft) {
    const auto head = heads_.find(draft.event.header.stream.text());
    if (head == heads_.end()) return;
    draft.placement.version.value = head->second.version.value + 1;
    draft.placement.previous = head->second.last;
    draft.placement.previous_leaf = head->second.leaf;
  }
  void commit(Log& log, std::uint64_t from, std::uint64_t to, const Alter& alter) {
    lmdb::WriteTransaction transaction = log.environment().write();
    LogHead base;
    {
      LogView view(transaction, log.tables());
      base = view.head().value();
      ASSERT_TRUE(tiles_.begin(view, base.size()));
    }
    RecordBuffer records;
    std::vector<Hash> added;
    Instant last;
    for (std::uint64_t at = from; at < to; ++at) {
      Draft draft = draft_at(at);
      if (prepare_) prepare_(draft);
      chain(draft);
      if (alter) alter(draft);
      const WordsView envelope =
          draft.without_payload ? records.append(draft.event.header, draft.placement, Salt{}, {},
                                                 draft.event.payload_digest, draft.begins_request)
                                : records.append(draft.event.header, draft.placement,
                                                 draft.event.salt, draft.event.payload,
                                                 draft.event.payload_digest, draft.begins_request);
      added.push_back(proof::leaf_hash(bytes_of(envelope)));
      heads_[draft.event.header.stream.text()] = {Position{at}, draft.placement.version,
                                                  added.back()};
      last = draft.placement.recorded_at;
    }
    (void)write_events(transaction, log.tables(), base, records, added, last, tiles_);
    transaction.commit();
    leaves_.insert(leaves_.end(), added.begin(), added.end());
  }

  TemporaryFolder folder_;
  TileWriter tiles_;
  Alter prepare_;
  std::map<std::string, StreamHead> heads_;
  std::vector<Hash> leaves_;
};

/// Makes an event one of `type` on `stream_name` whose payload is `fill`'s struct.
template <class Payload, class Fill>
void tell(NewEvent& event, std::string type, std::string_view stream_name, Fill fill) {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  fill(content.initData().template initAs<Payload>());
  const auto words = capnp::canonicalize(content.asReader());
  event.header.type = std::move(type);
  event.header.stream = stream(stream_name);
  event.payload.resize(words.size());
  std::memcpy(event.payload.data(), words.begin(), words.size() * sizeof(capnp::word));
  event.payload_digest = payload_digest(event.salt, event.payload);
}

inline void tell_seal(NewEvent& event, std::uint64_t size, const Hash& root) {
  tell<schema::HeadsSealed>(event, "HeadsSealed", "ledger/self", [&](auto sealed) {
    sealed.setSize(size);
    sealed.setRoot(to_hex(root.bytes).c_str());
  });
}

inline void tell_erasure(NewEvent& event, std::string_view stream_name, const EventId& erased) {
  tell<schema::PayloadErased>(event, "PayloadErased", stream_name, [&](auto told) {
    told.setEvent(to_text(erased).c_str());
    told.setBasis("court order");
  });
}

/// Alters rows of the log by hand. No check is made of what is written.
inline void edit_log(const std::filesystem::path& ledger,
                     const std::function<void(lmdb::WriteTransaction&, const LogTables&)>& edit) {
  const auto environment = lmdb::Environment::open(ledger / "log", {});
  LogTables tables{.blocks = *environment->existing("blocks", lmdb::KeyKind::kU64),
                   .tiles = *environment->existing("tiles", lmdb::KeyKind::kU64),
                   .checkpoints = *environment->existing("checkpoints", lmdb::KeyKind::kU64),
                   .head = *environment->existing("head", lmdb::KeyKind::kU64),
                   .meta = *environment->existing("meta", lmdb::KeyKind::kU64)};
  lmdb::WriteTransaction transaction = environment->write();
  edit(transaction, tables);
  transaction.commit();
}

/// The same of the index.
inline void edit_index(
    const std::filesystem::path& ledger,
    const std::function<void(lmdb::WriteTransaction&, const IndexTables&)>& edit) {
  const auto environment = lmdb::Environment::open(ledger / "index", {});
  const auto tables = *environment->tables(index_tables());
  lmdb::WriteTransaction transaction = environment->write();
  edit(transaction, {tables[0], tables[1], tables[2], tables[3], tables[4]});
  transaction.commit();
}

using Row = std::vector<std::uint8_t>;

/// A row's bytes, copied, altered and written back.
inline void edit_row(lmdb::WriteTransaction& transaction, lmdb::Table table, std::uint64_t key,
                     const std::function<void(Row&)>& edit) {
  const auto stored = transaction.get(table, key);
  ASSERT_TRUE(stored);
  Row row(stored->begin(), stored->end());
  edit(row);
  transaction.put(table, key, row);
}

inline lmdb::Bytes key_bytes(const std::uint64_t& key) {
  return {reinterpret_cast<const std::uint8_t*>(&key), sizeof key};
}

/// A record of a block, copied, to be altered.
struct LooseRecord {
  Words envelope;
  Salt salt;
  Words payload;
  bool begins_request = false;
};

/// The block that begins at a position, taken apart, altered and put together again.
inline void edit_block(const std::filesystem::path& ledger, std::uint64_t first,
                       const std::function<void(std::vector<LooseRecord>&)>& edit) {
  edit_log(ledger, [&](lmdb::WriteTransaction& transaction, const LogTables& tables) {
    std::vector<LooseRecord> records;
    const auto block =
        BlockView::parse(words_of(transaction.get(tables.blocks, first).value())).value();
    for (std::size_t i = 0; i < block.count(); ++i) {
      const Record record = block.record(i).value();
      records.push_back({Words(record.envelope.begin(), record.envelope.end()), record.salt,
                         Words(record.payload.begin(), record.payload.end()),
                         block.begins_request(i)});
    }
    edit(records);
    RecordBuffer buffer;
    for (const LooseRecord& record : records) {
      buffer.append({record.envelope, record.salt, record.payload}, record.begins_request);
    }
    Row row(buffer.block_bytes(0, buffer.count()));
    buffer.write_block(0, buffer.count(), row);
    transaction.put(tables.blocks, first, row);
  });
}

}  // namespace probity::eventstore::testing
