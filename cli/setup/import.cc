#include "cli/setup/import.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <optional>

#include "cli/import_key.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "cli/render.h"
#include "cli/session.h"
#include "cli/setup/importing.h"
#include "cli/setup/rehearsal.h"
#include "cli/text.h"
#include "eventstore/base/text.h"

namespace probity::cli {

namespace {

constexpr std::uint64_t kShownRejections = 20;
constexpr std::string_view kStandardInput = "-";

/// Tells of each line that was not taken: the first ones to a person, all of them to `--rejects
/// FILE`.
class Rejections {
 public:
  Rejections(Context& context, ProgressLine& progress) : context_(context), progress_(progress) {}

  Result<void> keep_in(const std::string& path) {
    path_ = path;
    file_.emplace(path, std::ios::binary | std::ios::trunc);
    if (!*file_) return fail(ErrorKind::kMalformed, "the file cannot be written", {}, path);
    return {};
  }

  void add(const RejectedLine& line) {
    const std::string field = line.error.where.empty() ? "" : clean(line.error.where) + ": ";
    if (++count_ <= kShownRejections) {
      progress_.clear();
      context_.words << fmt::format("{}:{}: {}{}\n", line.file, line.line, field,
                                    clean(line.error.what));
      if (!line.error.mend.empty()) context_.words << "  " << clean(line.error.mend) << '\n';
    }
    if (file_)
      *file_ << as_json(line).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
             << '\n';
  }

  /// kStorage if the file of rejections could not be written to its end.
  Result<void> finish() {
    if (count_ > kShownRejections) {
      context_.words << fmt::format("… and {} more{}\n", count_ - kShownRejections,
                                    file_ ? " in " + path_ : "; --rejects FILE keeps them all");
    }
    if (!file_) return {};
    file_->close();
    if (!*file_)
      return fail(ErrorKind::kStorage, "the rejected lines could not be written", {}, path_);
    return {};
  }

 private:
  static nlohmann::ordered_json as_json(const RejectedLine& line) {
    return {{"file", line.file},         {"line", line.line},       {"field", line.error.where},
            {"reason", line.error.what}, {"mend", line.error.mend}, {"text", line.text}};
  }

  Context& context_;
  ProgressLine& progress_;
  std::uint64_t count_ = 0;
  std::string path_;
  std::optional<std::ofstream> file_;
};

/// Every file can be opened before the first line of the first is taken.
Result<void> readable(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (file == kStandardInput) continue;
    std::error_code error;
    const bool folder = std::filesystem::is_directory(file, error);
    // Asked, not opened: a pipe would lose what its writer sends to a reader that goes away.
    if (folder || access(file.c_str(), R_OK) != 0) {
      return fail(
          ErrorKind::kMalformed, folder ? "this is a folder" : "the file cannot be read",
          "Nothing was imported; import takes files of event lines, or - for standard input", file);
    }
  }
  return {};
}

/// The rejected lines never go over the lines themselves.
Result<void> apart(const std::string& rejects, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code ignored;
    if (rejects.empty() || !std::filesystem::equivalent(rejects, file, ignored)) continue;
    return fail(ErrorKind::kMalformed, "the rejected lines would overwrite the file to import",
                "Give --rejects another FILE", rejects);
  }
  return {};
}

Result<void> take_files(const std::vector<std::string>& files, Importing& importing) {
  for (const std::string& file : files) {
    Result<void> taken;
    if (file == kStandardInput) {
      taken = importing.take("stdin", std::cin);
    } else {
      std::ifstream lines(file, std::ios::binary);
      if (!lines) return fail(ErrorKind::kMalformed, "the file cannot be read", {}, file);
      taken = importing.take(file, lines);
    }
    if (!taken) return pass(taken);
  }
  return importing.finish();
}

projections::Answer answer_of(const ImportAccounts& accounts, const eventstore::Head& head,
                              bool dry_run) {
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  projections::Answer answer;
  answer.schema = "probity.import/1";
  answer.title = dry_run ? "Judged, and nothing appended" : "Imported";
  answer.facts = {
      {"lines", "lines", number(accounts.lines)},
      {"appended", dry_run ? "would be appended" : "appended", number(accounts.appended)},
      {"known", "already there", number(accounts.known)},
      {"corrected", dry_run ? "would be corrected" : "corrected", number(accounts.corrected)},
      {"rejected", "rejected", number(accounts.rejected)},
      {"repeats", "equal to an earlier line of their file", number(accounts.repeats)},
      {"dryRun", "dry run", dry_run},
  };
  answer.size = head.size;
  answer.root = head.root;
  return answer;
}

/// What an import works on, real or rehearsed.
struct Opened {
  std::unique_ptr<Recording> recording;        // not in a dry run
  std::unique_ptr<eventstore::Ledger> ledger;  // in a dry run
  std::unique_ptr<ImportTarget> target;
  [[nodiscard]] eventstore::Ledger& get() const { return recording ? *recording->ledger : *ledger; }
};

Result<Opened> open_target(const Invocation& invocation, Context& context) {
  Opened opened;
  if (invocation.has("--dry-run")) {
    auto ledger = open_to_read(context);
    if (!ledger) return pass(ledger);
    opened.ledger = std::move(*ledger);
    opened.target = std::make_unique<Rehearsal>(*opened.ledger, context.clock);
    return opened;
  }
  const bool accept = invocation.has("--accept-clock");
  auto recording = open_to_record(context, accept);
  if (!recording) return pass(recording);
  opened.recording = std::move(*recording);
  opened.target = std::make_unique<WriterTarget>(*opened.recording->ledger);
  if (!accept) return opened;
  auto accepted =
      clock_acceptance(*opened.recording->ledger, invocation.get("--accept-clock"), context);
  if (!accepted) return pass(accepted);
  eventstore::Request request;
  request.events.push_back(std::move(*accepted));
  auto receipt = opened.recording->ledger->writer()->append(std::move(request));
  if (!receipt) return pass(receipt);
  return opened;
}

int import_into(Opened& opened, const ImportKey& key, const Invocation& invocation,
                Context& context) {
  ProgressLine progress(context);
  Rejections rejections(context, progress);
  if (const std::string path = invocation.get("--rejects"); !path.empty()) {
    if (auto kept = rejections.keep_in(path); !kept) return report(context, kept.error());
  }
  ImportOptions options{
      .correct = invocation.has("--correct"),
      .today = today(context),
      .on_rejected = [&](const RejectedLine& line) { rejections.add(line); },
      .on_repeat =
          [&](const std::string& file, std::uint64_t line, std::uint32_t repeat) {
            progress.clear();
            context.words << fmt::format(
                "{}:{}: equal to an earlier line of this file; an event of its own (#{})\n", file,
                line, repeat);
          },
      .on_progress = [&](const ImportAccounts& now) { progress.show("lines", now.lines, 0); },
  };
  Importing importing(*opened.target, key, std::move(options), context.entropy);
  auto taken = take_files(invocation.all("FILE"), importing);
  progress.clear();
  auto kept = rejections.finish();
  const eventstore::Head head = opened.get().snapshot().head();
  if (taken && opened.recording) taken = finish_recording(*opened.recording, context);
  const int printed =
      print_answer(answer_of(importing.accounts(), head, !opened.recording), invocation, context);
  if (!taken) return report(context, taken.error());
  if (!kept) return report(context, kept.error());
  if (printed != kYes) return printed;
  return importing.accounts().rejected > 0 ? kRejectedLines : kYes;
}

int run_import(const Invocation& invocation, Context& context) {
  if (auto sound = readable(invocation.all("FILE")); !sound) return report(context, sound.error());
  if (auto sound = apart(invocation.get("--rejects"), invocation.all("FILE")); !sound)
    return report(context, sound.error());
  // Everything that can be missing is looked for before a first event is appended.
  if (auto ledger = open_to_read(context); !ledger) return report(context, ledger.error());
  auto key = read_import_key(context.ledger);
  if (!key) {
    report(context, key.error());
    return key.error().kind == ErrorKind::kNotFound ? kCannotVerify : exit_code(key.error().kind);
  }
  auto opened = open_target(invocation, context);
  if (!opened) return report(context, opened.error());
  return import_into(*opened, *key, invocation, context);
}

}  // namespace

CommandSpec import_command() {
  return {.group = "set up",
          .name = "import",
          .help = "append event lines from files",
          .details =
              "One JSON object a line: stream, type, effective, actor, data, and where wanted id, "
              "marking, audience, source, "
              "person, correlation, causation, key. The same file imported again appends nothing. "
              "A line that is wrong is "
              "rejected alone: it is named on stderr, the others are taken, and the exit code is "
              "9. --rejects FILE keeps each "
              "rejected line with its reason as a JSON object whose text is the line. --dry-run "
              "judges every line against the "
              "ledger and the lines before it, in memory, and appends nothing.",
          .example = "probity import --dry-run tests/data/engage.jsonl",
          .arguments = {{"FILE", "files of event lines; - is standard input", true, true}},
          .options =
              {{"--dry-run", "", "judge every line, append nothing", false, {}},
               {"--correct",
                "",
                "a line whose key is recorded with other content corrects it",
                false,
                {}},
               {"--rejects", "FILE", "keep the rejected lines here, with their reasons", false, {}},
               {"--accept-clock",
                "REASON",
                "append although the host's clock is doubted; recorded with the reason",
                false,
                {}}},
          .takes_format = true,
          .run = run_import};
}

}  // namespace probity::cli
