// Every byte of a ledger's log file, flipped: verify finds it, or it changed nothing that anybody
// reads. What flipping a byte does to LMDB is LMDB's affair, crashes included, so that the flips
// are made in forked processes, and the bytes that ended one are looked at again by
// verify_in_child().

#include <capnp/message.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "eventstore/base/text.h"
#include "eventstore/block.h"
#include "eventstore/erase.h"
#include "eventstore/ledger.h"
#include "eventstore/log.h"
#include "eventstore/verify/in_child.h"
#include "tests/support/new_events.h"
#include "tests/support/processes.h"

namespace probity {
namespace {

namespace fs = std::filesystem;
using eventstore::Ledger;
using eventstore::verify::FindingKind;

constexpr std::size_t kPage = 4'096;
constexpr const char* kOrigin = "probity.example/tampered";

/// What became of a flipped byte.
enum class Verdict : std::uint8_t {
  kNone,          // not tried yet
  kDeadPage,      // of a page that is not read at all
  kInconsistent,  // found: exit 3
  kUnverifiable,  // found: exit 4
  kCrashed,       // ended the process: to be found by verify_in_child()
  kDead,          // found sound, and every row reads as before
  kUncovered,     // found sound; only what no hash or signature covers changed
  kDumping,       // found sound, and its rows not read yet
  kMissed,        // found sound, and something reads otherwise
};

constexpr std::string_view kLabel = "friday";

proof::SignerKey signer() {
  const std::array<std::uint8_t, 32> seed{7};
  return proof::SignerKey::make(kOrigin, proof::KeyType::kEd25519,
                                proof::PrivateKey(proof::PrivateKey::Seed(seed)))
      .value();
}

// ---- the ledger -------------------------------------------------------------------------------

template <class Payload, class Fill>
eventstore::NewEvent told(std::string_view stream, const std::string& type, std::uint64_t number,
                          Fill fill) {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  fill(content.initData().template initAs<Payload>());
  const auto words = capnp::canonicalize(content.asReader());
  auto event = test::new_note(*StreamId::parse(stream), test::numbered_id(1, number), "");
  event.header.type = type;
  event.payload.resize(words.size());
  std::memcpy(event.payload.data(), words.begin(), words.size() * sizeof(capnp::word));
  event.payload_digest = eventstore::payload_digest(event.salt, event.payload);
  return event;
}

eventstore::OpenOptions options(eventstore::Access access, Clock& clock) {
  return {
      .access = access, .clock = clock, .expected_origin = {}, .rules = nullptr, .on_commit = {}};
}

/// A ledger of `size` events over five streams, of several commits, one of its payloads erased
/// before the last of them: LMDB keeps the state before its last commit, and a byte of a meta page
/// brings that back. Were the erasure the last commit, nothing that is known outside would tell.
eventstore::Head make_ledger(const fs::path& path, std::uint64_t size) {
  HostClock clock;
  auto ledger =
      Ledger::create(
          path,
          {.origin = kOrigin,
           .clock = clock,
           .first = told<schema::LedgerCreated>("ledger/self", "LedgerCreated", 0,
                                                [](auto created) { created.setOrigin(kOrigin); })},
          options(eventstore::Access::kReadWrite, clock))
          .value();
  const auto append = [&](std::uint64_t from, std::uint64_t to) {
    eventstore::Request request;
    for (std::uint64_t i = from; i < to; ++i) {
      request.events.push_back(test::new_note(
          *StreamId::parse(fmt::format("finding/tampered-{}", i % 5)), test::numbered_id(1, i),
          fmt::format("what was said of it the {}th time", i)));
    }
    EXPECT_TRUE(ledger->writer()->append(std::move(request)));
  };
  std::uint64_t next = 1;
  for (std::uint64_t length = 1; next + 2 < size; length = length * 2 % 251 + 1) {
    const std::uint64_t end = std::min(size - 2, next + length);
    append(next, end);
    next = end;
  }
  eventstore::Request erasure;
  erasure.events.push_back(
      told<schema::PayloadErased>("finding/tampered-2", "PayloadErased", size - 2, [](auto erased) {
        erased.setEvent(to_text(test::numbered_id(1, 7)).c_str());
        erased.setBasis("court order");
      }));
  EXPECT_TRUE(ledger->writer()->append(std::move(erasure)));
  const auto head = ledger->snapshot().head();
  const auto note = proof::sign_checkpoint({kOrigin, head.size, head.root, {}}, signer());
  EXPECT_TRUE(ledger->keep_checkpoint(head.size, kLabel, note.value()));
  ledger.reset();
  EXPECT_TRUE(eventstore::erase_payload(path, Position{7}));
  ledger = Ledger::open(path, options(eventstore::Access::kReadWrite, clock)).value();
  append(size - 1, size);
  return ledger->snapshot().head();
}

// ---- what is read -----------------------------------------------------------------------------

using Rows = std::map<std::string, std::string>;

std::string text_of(eventstore::lmdb::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Every row of every table, walked and looked up by its key.
Rows read_rows(const fs::path& ledger) {
  namespace lmdb = eventstore::lmdb;
  const auto environment = lmdb::Environment::open(ledger / "log", {.read_only = true});
  Rows rows;
  for (const std::string& name : environment->table_names(100)) {
    rows["table " + name] = "";
    const auto table = environment->existing(name, lmdb::KeyKind::kU64);
    if (!table) continue;
    const lmdb::Transaction transaction = environment->read();
    lmdb::Cursor cursor = transaction.cursor(*table);
    for (bool found = cursor.first(); found; found = cursor.next()) {
      const std::string key = name + " " + text_of(cursor.key());
      if (!rows.emplace(key, text_of(cursor.value())).second) break;
      const auto again = transaction.get(*table, cursor.key());
      rows["again " + key] = again ? text_of(*again) : "nothing";
    }
  }
  return rows;
}

/// Whether a bit of a row is one that no hash or signature covers: in a block the mark that an
/// event is the first of its request, and the label under which a checkpoint is kept.
bool is_uncovered(const std::string& key, const std::string& row, std::size_t byte, int bits) {
  if (key.contains("blocks ")) {
    std::uint32_t count = 0;
    std::memcpy(&count, row.data(), sizeof count);
    return byte >= 4 && byte < 4 + 4 * std::size_t{count} && byte % 4 == 3 && bits == 0x80;
  }
  constexpr std::size_t kLabelBegin = 24;
  return key.contains("checkpoints ") && byte >= kLabelBegin && byte < kLabelBegin + kLabel.size();
}

bool only_uncovered_differ(const Rows& a, const Rows& b) {
  if (a.size() != b.size()) return false;
  for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
    if (i->first != j->first || i->second.size() != j->second.size()) return false;
    for (std::size_t byte = 0; byte < i->second.size(); ++byte) {
      const int bits = (i->second[byte] ^ j->second[byte]) & 0xFF;
      if (bits != 0 && !is_uncovered(i->first, i->second, byte, bits)) return false;
    }
  }
  return true;
}

// ---- flipping ---------------------------------------------------------------------------------

class OpenFile {
 public:
  explicit OpenFile(const fs::path& path) : file_(open(path.c_str(), O_RDWR | O_CLOEXEC)) {}
  ~OpenFile() { close(file_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  void flip(std::size_t at) const {
    std::uint8_t byte = 0;
    if (pread(file_, &byte, 1, static_cast<off_t>(at)) != 1) std::abort();
    byte ^= static_cast<std::uint8_t>(1U << (at % 8 ^ at / 8 % 8));
    if (pwrite(file_, &byte, 1, static_cast<off_t>(at)) != 1) std::abort();
  }
  [[nodiscard]] std::string page(std::size_t number) const {
    std::string bytes(kPage, 0);
    if (pread(file_, bytes.data(), kPage, static_cast<off_t>(number * kPage)) != kPage) {
      std::abort();
    }
    return bytes;
  }
  void put_page(std::size_t number, const std::string& bytes) const {
    if (pwrite(file_, bytes.data(), kPage, static_cast<off_t>(number * kPage)) != kPage) {
      std::abort();
    }
  }

 private:
  int file_;
};

/// One verdict a byte, written by the processes that come to it.
class Verdicts {
 public:
  explicit Verdicts(std::size_t bytes)
      : bytes_(bytes),
        at_(static_cast<Verdict*>(
            mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  ~Verdicts() { munmap(at_, bytes_); }
  Verdicts(const Verdicts&) = delete;
  Verdicts& operator=(const Verdicts&) = delete;
  Verdict& operator[](std::size_t i) { return at_[i]; }
  [[nodiscard]] std::size_t size() const { return bytes_; }
  [[nodiscard]] std::size_t count(Verdict verdict) const {
    return static_cast<std::size_t>(std::count(at_, at_ + bytes_, verdict));
  }

 private:
  std::size_t bytes_;
  Verdict* at_;
};

/// What an auditor holds from elsewhere.
struct Known {
  proof::VerifierKey key;
  eventstore::Head head;
};

class Tampering {
 public:
  Tampering(const fs::path& ledger, const Known& known)
      : ledger_(ledger), rows_(read_rows(ledger)) {
    options_.index = false;
    options_.threads = 1;
    options_.origin = known.key.name();
    options_.keys = {{known.key}};
    // As a client, a witness or a printed line remembers it.
    options_.roots = {{"the last checkpoint", known.head.size, known.head.root}};
  }

  /// Of one byte, in this process.
  void judge(const OpenFile& file, std::size_t at, Verdict& verdict) const {
    verdict = Verdict::kCrashed;  // unless it lives to tell
    file.flip(at);
    const auto report = eventstore::verify::verify_ledger(ledger_, options_);
    if (report && report->findings.any(FindingKind::kInconsistent)) {
      verdict = Verdict::kInconsistent;
    } else if (report && !report->findings.none()) {
      verdict = Verdict::kUnverifiable;
    } else {
      verdict = Verdict::kDumping;
      verdict = judge_sound();
    }
    file.flip(at);
  }

  /// Whether a page filled with something else is missed by nobody: in a process that may crash.
  [[nodiscard]] bool is_dead_page(std::size_t number) const {
    const OpenFile file(path());
    const std::string before = file.page(number);
    bool dead = true;
    for (const char filling : {'\xFF', '\x5A'}) {
      file.put_page(number, std::string(kPage, filling));
      auto child = test::Child::fork_with([&] {
        quiet();
        return read_rows(ledger_) == rows_ ? 0 : 1;
      });
      dead &= child.wait() == 0;
    }
    file.put_page(number, before);
    return dead;
  }

  /// What verify says in a child of its own, as the file is; kDead where it is sound.
  [[nodiscard]] Verdict judge_in_child() const {
    const auto report = eventstore::verify::verify_in_child(ledger_, options_);
    if (!report) return Verdict::kMissed;
    if (report->findings.none()) return Verdict::kDead;
    return report->findings.any(FindingKind::kInconsistent) ? Verdict::kInconsistent
                                                            : Verdict::kUnverifiable;
  }

  [[nodiscard]] fs::path path() const { return ledger_ / "log" / "data.mdb"; }

  static void quiet() {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    if (const int nowhere = open("/dev/null", O_WRONLY); nowhere >= 0) dup2(nowhere, 2);
  }

 private:
  [[nodiscard]] Verdict judge_sound() const {
    try {
      const Rows rows = read_rows(ledger_);
      if (rows == rows_) return Verdict::kDead;
      return only_uncovered_differ(rows_, rows) ? Verdict::kUncovered : Verdict::kMissed;
    } catch (const eventstore::lmdb::StorageFault&) {
      return Verdict::kMissed;
    }
  }

  fs::path ledger_;
  Rows rows_;
  eventstore::verify::Options options_;
};

/// Which bytes are flipped.
using Chosen = std::function<bool(std::size_t)>;

/// The chosen bytes of [from, to) in processes that may crash, until each has its verdict.
void judge_all(const Tampering& tampering, Verdicts& verdicts, std::size_t from, std::size_t to,
               const Chosen& chosen) {
  const auto next = [&] {
    std::size_t at = from;
    while (at < to && (verdicts[at] != Verdict::kNone || !chosen(at))) ++at;
    return at;
  };
  const std::string sound = test::read_file(tampering.path());
  while (next() < to) {
    auto child = test::Child::fork_with([&] {
      Tampering::quiet();
      const OpenFile file(tampering.path());
      for (std::size_t at = next(); at < to; at = next()) tampering.judge(file, at, verdicts[at]);
      return 0;
    });
    // The byte that ended it is still flipped.
    if (child.wait() != 0) test::write_file(tampering.path(), sound);
  }
}

std::string page_summary(const Verdicts& verdicts, std::string_view title) {
  return fmt::format(
      "{}: {} bytes: {} found inconsistent (3), {} found unverifiable (4), {} dead in pages that "
      "are read, {} in pages that are not, {} covered by no hash, {} missed\n",
      title, verdicts.size(), verdicts.count(Verdict::kInconsistent),
      verdicts.count(Verdict::kUnverifiable), verdicts.count(Verdict::kDead),
      verdicts.count(Verdict::kDeadPage), verdicts.count(Verdict::kUncovered),
      verdicts.count(Verdict::kMissed) + verdicts.count(Verdict::kDumping));
}

/// Flips the chosen bytes of the pages that are read, on both cores.
void tamper(const fs::path& one, const Known& known, const Chosen& chosen, std::string_view title) {
  const test::Folder folder;
  const fs::path two = folder / "two";
  fs::create_directories(two);
  fs::copy(one, two, fs::copy_options::recursive);
  const Tampering first(one, known);
  const Tampering second(two, known);
  ASSERT_EQ(first.judge_in_child(), Verdict::kDead);

  Verdicts verdicts(fs::file_size(first.path()));
  for (std::size_t page = 0; page < verdicts.size() / kPage; ++page) {
    if (!first.is_dead_page(page)) continue;
    for (std::size_t i = 0; i < kPage; ++i) verdicts[page * kPage + i] = Verdict::kDeadPage;
  }
  // Halves of equal work: what is left to be judged lies anywhere.
  std::size_t middle = 0;
  const std::size_t left = verdicts.count(Verdict::kNone);
  for (std::size_t seen = 0; seen < left / 2; ++middle) {
    seen += verdicts[middle] == Verdict::kNone ? 1 : 0;
  }
  auto other = test::Child::fork_with([&] {
    judge_all(second, verdicts, middle, verdicts.size(), chosen);
    return 0;
  });
  judge_all(first, verdicts, 0, middle, chosen);
  ASSERT_EQ(other.wait(), 0);

  std::size_t crashes = 0;
  for (std::size_t at = 0; at < verdicts.size(); ++at) {
    if (verdicts[at] != Verdict::kCrashed) continue;
    ++crashes;
    const OpenFile file(first.path());
    file.flip(at);
    verdicts[at] = first.judge_in_child();
    file.flip(at);
    EXPECT_NE(verdicts[at], Verdict::kDead) << "byte " << at;
  }
  fmt::print("{}{} of them by ending the process that read\n", page_summary(verdicts, title),
             crashes);
  for (std::size_t at = 0; at < verdicts.size(); ++at) {
    EXPECT_NE(verdicts[at], Verdict::kMissed) << "byte " << at;
    EXPECT_NE(verdicts[at], Verdict::kDumping) << "byte " << at << ": read only by a crash";
  }
  EXPECT_GT(verdicts.count(Verdict::kInconsistent), 0);
  EXPECT_GT(verdicts.count(Verdict::kDeadPage), 0);
}

void tamper(std::uint64_t events, std::size_t step, std::string_view title) {
  const test::Folder folder;
  const fs::path ledger = folder / "ledger";
  const auto head = make_ledger(ledger, events);
  tamper(
      ledger, {signer().verifier(), head}, [&](std::size_t at) { return at % step == 0; }, title);
}

TEST(Tamper, EveryByteOfALedgerOfFortyEventsIsFoundOrDead) { tamper(40, 1, "40 events"); }

/// With full and open tiles.
TEST(Tamper, BytesOfALedgerWithTilesAreFoundOrDead) { tamper(600, 23, "600 events, each 23rd"); }

/// The real record, made and sealed by the binary that people get.
TEST(Tamper, TwoThousandBytesOfThePublicRecordAreFoundOrDead) {
  const test::Folder folder;
  const std::string ledger = (folder / "ledger").string();
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--ledger", ledger});
    const test::Ran ran = test::probity(words);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return ran.out;
  };
  ask({"init", "--origin", kOrigin});
  for (const char* file : {"bodies", "emsou", "engage"}) {
    ask({"import", fmt::format("{}/{}.jsonl", PROBITY_TEST_DATA, file)});
  }
  ask({"key", "new"});
  ask({"checkpoint", "--name", std::string(kLabel)});
  const std::string key = ask({"key", "show", "--bare"});
  const auto verifier = proof::VerifierKey::parse(key.substr(0, key.size() - 1));
  ASSERT_TRUE(verifier);
  // The last commit is of an event, whose receipt is known: LMDB keeps the state before it.
  ask({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "behind the checkpoint"});
  const auto last = nlohmann::json::parse(ask({"stat", "-o", "json"}));
  eventstore::Head head{TreeSize{last.at("size").get<std::uint64_t>()}, {}, {}};
  const auto root = hash_from_hex(last.at("fingerprint").get<std::string>());
  ASSERT_TRUE(root);
  head.root = *root;
  constexpr std::size_t kBytes = 2'000;
  std::mt19937_64 random(20'260'722);
  std::set<std::size_t> chosen;
  const std::uint64_t size = fs::file_size(fs::path(ledger) / "log" / "data.mdb");
  while (chosen.size() < kBytes) chosen.insert(random() % size);
  tamper(
      ledger, {*verifier, head}, [&](std::size_t at) { return chosen.contains(at); },
      "the public record, 2,000 bytes");
}

}  // namespace
}  // namespace probity
