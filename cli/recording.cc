#include "cli/recording.h"

#include <unistd.h>

#include <cerrno>
#include <ostream>
#include <utility>

#include "cli/progress.h"
#include "cli/session.h"
#include "cli/submission.h"
#include "eventstore/base/text.h"
#include "projections/admission/admission.h"
#include "projections/store/view_store.h"
#include "projections/time/edtf.h"
#include "projections/time/london.h"

namespace probity::cli {

namespace {

using eventstore::Access;
using eventstore::Ledger;

Result<void> writable(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored) || may_write(folder))
    return {};  // opening says what is wrong with it
  if (errno == EROFS) {
    return fail(ErrorKind::kStorage,
                "the ledger is on a read-only medium: questions work, recording does not", {},
                folder.string());
  }
  return fail(ErrorKind::kStorage,
              "the ledger is read-only for this user: questions work, recording does not",
              "Record as the user who owns the folder", folder.string());
}

}  // namespace

const json::EdtfCheck& edtf_check() {
  static const json::EdtfCheck kCheck = [](std::string_view text) -> Result<void> {
    auto parsed = projections::Edtf::parse(text);
    if (!parsed) return pass(parsed);
    return {};
  };
  return kCheck;
}

std::string today(Context& context) {
  return to_text(projections::london_day(context.clock.now()));
}

Result<std::unique_ptr<Recording>> open_to_record(Context& context, bool accept_clock) {
  if (auto may = writable(context.ledger); !may) return pass(may);
  auto recording = std::make_unique<Recording>();
  recording->rules = projections::make_admission();
  auto ledger = open_ledger(context, {.access = Access::kReadWrite,
                                      .clock = context.clock,
                                      .expected_origin = {},
                                      .rules = recording->rules.get(),
                                      .on_commit = {},
                                      .accept_clock = accept_clock});
  if (!ledger) return pass(ledger);
  recording->ledger = std::move(*ledger);
  return recording;
}

Result<eventstore::NewEvent> clock_acceptance(const Ledger& ledger, std::string_view reason,
                                              Context& context) {
  const nlohmann::ordered_json document = {
      {"stream", "ledger/self"},
      {"type", "ClockAccepted"},
      {"effective", today(context)},
      {"actor", "operator"},
      {"data",
       {{"from", to_text(ledger.snapshot().head().recorded_at)},
        {"to", to_text(context.clock.now())},
        {"reason", std::string(reason)}}}};
  auto line = json::parse_document(document, edtf_check());
  if (!line) {
    line.error().where = "--accept-clock";
    return pass(line);
  }
  return entered_here(*line, random_id(context.entropy), context.entropy);
}

Result<void> finish_recording(Recording& recording, Context& context) {
  auto views = projections::ViewStore::open(*recording.ledger, Access::kReadWrite);
  if (!views) return pass(views);
  ProgressLine progress(context);
  auto caught_up = (*views)->catch_up(*recording.ledger, [&](const projections::Progress& now) {
    progress.show("views (" + std::string(now.view) + ')', now.done, now.of);
  });
  progress.clear();
  if (!caught_up) return pass(caught_up);
  views->reset();
  return recording.ledger->close();
}

}  // namespace probity::cli
