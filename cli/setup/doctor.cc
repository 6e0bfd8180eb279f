#include "cli/setup/doctor.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>

#include "cli/import_key.h"
#include "cli/render.h"
#include "cli/session.h"
#include "cli/setup/disk.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/lmdb.h"

namespace probity::cli {

namespace {

namespace fs = std::filesystem;
using eventstore::Access;
using eventstore::Ledger;

constexpr std::uint64_t kLittleSpace = 1ULL << 30;  // below this a disk is worth a word
constexpr std::uint64_t kNoSpace = 64ULL << 20;     // below this recording may soon fail
constexpr std::uint64_t kMapWarnPercent = 80;
constexpr std::uint64_t kSlotsWarnPercent = 80;
constexpr std::int64_t kMicrosASecond = 1'000'000;

enum class Health { kOk, kWarn, kFail };

struct Verdict {
  Health health = Health::kOk;
  std::string says;
  std::string mend;
};

/// What the checks look at. The ledger is open for reading; of its log's environment only the
/// numbers are kept, for it is opened once a process.
struct Patient {
  fs::path folder;
  Clock& clock;
  const Ledger* ledger = nullptr;  // null: it could not be opened
  Error error;                     // why not
  eventstore::lmdb::Usage log_usage;
};

Verdict look_at_folder(const Patient& patient) {
  std::error_code ignored;
  if (!fs::is_directory(patient.folder / "log", ignored)) {
    return {Health::kFail, patient.folder.string() + " holds no ledger",
            "Name its folder with --ledger DIR, or make one: probity init"};
  }
  if (!may_write(patient.folder)) {
    return {Health::kWarn, "it can be read, not written",
            "Questions work; to record, be the user who owns it"};
  }
  return {Health::kOk, patient.folder.string(), {}};
}

Verdict look_at_opening(const Patient& patient) {
  if (patient.ledger != nullptr) return {Health::kOk, "named " + patient.ledger->origin(), {}};
  return {Health::kFail, patient.error.what, patient.error.mend};
}

Verdict look_at_keys(const Patient& patient) {
  std::error_code error;
  const fs::path keys = patient.folder / "keys";
  const auto permissions = fs::status(keys, error).permissions();
  if (!error && (permissions & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
    return {Health::kFail, "keys/ is open to others than its owner", "chmod 700 " + keys.string()};
  }
  const auto key = read_import_key(patient.folder);
  if (key) return {Health::kOk, "keys/import is there, for its owner alone", {}};
  if (key.error().kind == ErrorKind::kNotFound) {
    return {Health::kWarn, "there is no keys/import: nothing can be imported", key.error().mend};
  }
  return {Health::kFail, key.error().what, key.error().mend};
}

Verdict look_at_disk(const Patient& patient) {
  struct statvfs disk{};
  if (::statvfs(patient.folder.c_str(), &disk) != 0)
    return {Health::kWarn, "the free space cannot be told", {}};
  const std::uint64_t space = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  const Health health = space < kNoSpace       ? Health::kFail
                        : space < kLittleSpace ? Health::kWarn
                                               : Health::kOk;
  return {health, bytes_text(space) + " free",
          health == Health::kOk ? "" : "Make room, or move the ledger to a larger disk"};
}

Verdict look_at_map(const Patient& patient) {
  const auto& usage = patient.log_usage;
  if (usage.map_bytes == 0) return {Health::kWarn, "the log could not be looked at", {}};
  const bool much = usage.used_bytes * 100 > usage.map_bytes * kMapWarnPercent;
  return {much ? Health::kWarn : Health::kOk,
          fmt::format("the log takes {} of {}", bytes_text(usage.used_bytes),
                      bytes_text(usage.map_bytes)),
          much ? "A ledger ends there: begin a new one and keep this one for reading" : ""};
}

Verdict look_at_readers(const Patient& patient) {
  const auto& usage = patient.log_usage;
  if (usage.reader_slots == 0) return {Health::kOk, "read without a lock file", {}};
  const bool many = std::uint64_t{usage.readers} * 100 > usage.reader_slots * kSlotsWarnPercent;
  return {many ? Health::kWarn : Health::kOk,
          fmt::format("{} of {} reader slots", usage.readers, usage.reader_slots),
          many ? "End processes that ask questions and do not end" : ""};
}

Verdict look_at_clock(const Patient& patient) {
  if (patient.ledger == nullptr) return {Health::kWarn, "not compared: the ledger is not open", {}};
  const Instant last = patient.ledger->snapshot().head().recorded_at;
  const std::int64_t since = patient.clock.now().micros - last.micros;
  const std::string says = fmt::format("the last event was recorded at {}", to_text(last));
  if (since < -limits::kClockHeldMicros) {
    return {Health::kFail,
            fmt::format("the host's clock is {} s behind; {}", -since / kMicrosASecond, says),
            "Set the clock; if it is right and the record is ahead, record once with "
            "--accept-clock REASON"};
  }
  if (since > limits::kClockGapMicros) {
    return {Health::kWarn, says + ", more than 90 days ago by the host's clock",
            "If the clock is right, record once with --accept-clock REASON"};
  }
  return {Health::kOk, says, {}};
}

Verdict look_at_head(const Patient& patient) {
  if (patient.ledger == nullptr) return {Health::kFail, "not read: the ledger is not open", {}};
  const eventstore::Snapshot snapshot = patient.ledger->snapshot();
  const eventstore::Head& head = snapshot.head();
  if (head.size.value == 0) return {Health::kWarn, "there is no event", {}};
  auto last = snapshot.event({head.size.value - 1});
  if (!last) return {Health::kFail, last.error().what, last.error().mend};
  auto root = snapshot.root_at(head.size);
  if (!root) return {Health::kFail, root.error().what, root.error().mend};
  if (*root != head.root) {
    return {Health::kFail, "the events do not have the fingerprint that is recorded for them",
            "Put the log back from a copy that has it"};
  }
  return {Health::kOk,
          fmt::format("{} events, readable to the last, @{}", head.size.value, head.size.value - 1),
          {}};
}

Verdict look_at_views(const Patient& patient) {
  if (patient.ledger == nullptr)
    return {Health::kWarn, "not looked at: the ledger is not open", {}};
  auto views = projections::ViewStore::open(*patient.ledger, Access::kReadOnly);
  if (!views)
    return {Health::kWarn, "there are none; questions are answered from the log",
            "probity rebuild makes them"};
  const TreeSize size = patient.ledger->snapshot().head().size;
  const auto snapshot = (*views)->snapshot();
  std::uint64_t behind = 0;
  for (const auto& view : projections::all_views()) {
    const auto checkpoint = snapshot->checkpoint(view.name);
    if (checkpoint && checkpoint->size > size) {
      return {Health::kWarn, fmt::format("the view {} is ahead of the log", view.name),
              "probity rebuild makes it again"};
    }
    behind = std::max(behind, size.value - (checkpoint ? checkpoint->size.value : 0));
  }
  if (behind > limits::kViewTailEvents) {
    return {Health::kWarn, fmt::format("the views lack {} events", behind),
            "The next question lets them catch up"};
  }
  return {Health::kOk,
          behind == 0 ? "up to the last event"
                      : fmt::format("{} events behind, which questions make up for", behind),
          {}};
}

struct Check {
  std::string_view name;
  Verdict (*look)(const Patient&);
};
constexpr std::array<Check, 9> kChecks{{
    {"folder", look_at_folder},
    {"ledger", look_at_opening},
    {"keys", look_at_keys},
    {"disk", look_at_disk},
    {"log", look_at_head},
    {"map", look_at_map},
    {"readers", look_at_readers},
    {"clock", look_at_clock},
    {"views", look_at_views},
}};

std::string name_of(Health health) {
  return health == Health::kOk ? "ok" : health == Health::kWarn ? "warn" : "fail";
}

/// Read before the ledger is opened: a process has an environment open once.
eventstore::lmdb::Usage usage_of_log(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder / "log" / "data.mdb", ignored)) return {};
  try {
    return eventstore::lmdb::Environment::open(folder / "log", {.read_only = true})->usage();
  } catch (const eventstore::lmdb::StorageFault&) {
    return {};  // opening the ledger says what is wrong
  }
}

projections::Answer examine(const Patient& patient) {
  projections::Answer answer;
  answer.schema = "probity.doctor/1";
  projections::Table table{"checks",
                           {},
                           {{"check", "check"},
                            {"result", "result"},
                            {"says", "what was found"},
                            {"mend", "how to mend it"}},
                           {},
                           {},
                           {}};
  Health worst = Health::kOk;
  for (const Check& check : kChecks) {
    const Verdict verdict = check.look(patient);
    worst = std::max(worst, verdict.health);
    table.rows.push_back(
        {std::string(check.name), name_of(verdict.health), verdict.says,
         verdict.mend.empty() ? projections::Value{} : projections::Value{verdict.mend}});
  }
  answer.title = worst == Health::kOk     ? "All is well"
                 : worst == Health::kWarn ? "It works; something is worth a look"
                                          : "Something is wrong";
  answer.facts = {{"result", "result", name_of(worst)}};
  answer.tables = {std::move(table)};
  answer.yes = worst != Health::kFail;
  return answer;
}

int run_doctor(const Invocation& invocation, Context& context) {
  Patient patient{.folder = context.ledger,
                  .clock = context.clock,
                  .ledger = nullptr,
                  .error = {},
                  .log_usage = {}};
  patient.log_usage = usage_of_log(context.ledger);
  auto ledger = open_to_read(context);
  if (ledger) {
    patient.ledger = ledger->get();
  } else {
    patient.error = ledger.error();
  }
  projections::Answer answer = examine(patient);
  if (ledger) {
    const eventstore::Head head = (*ledger)->snapshot().head();
    answer.size = head.size;
    answer.root = head.root;
  }
  return print_answer(answer, invocation, context);
}

}  // namespace

CommandSpec doctor_command() {
  return {.group = "set up",
          .name = "doctor",
          .help = "look the ledger's folder and its host over",
          .details = "Exit 1 if something is wrong. It looks, and changes nothing.",
          .example = "probity doctor",
          .arguments = {},
          .options = {},
          .takes_format = true,
          .run = run_doctor};
}

}  // namespace probity::cli
