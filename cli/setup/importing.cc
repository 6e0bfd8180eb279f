#include "cli/setup/importing.h"

#include <fmt/format.h>

#include <utility>

#include "cli/recording.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "schema/payload.h"

namespace probity::cli {

namespace {

using eventstore::Event;
using eventstore::NewEvent;
using eventstore::Receipt;
using eventstore::Request;

// Enough to fill the writer's batches while it syncs, well below what its queue takes.
constexpr std::size_t kInFlight = limits::kBatchEvents;
constexpr std::size_t kInFlightBytes = limits::kQueueBytes / 4;
constexpr std::size_t kShownOfLongLine = 200;

/// Whether an answer speaks of the line; otherwise of the ledger, and the import ends.
bool is_of_the_line(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kMalformed:
    case ErrorKind::kTooLarge:
    case ErrorKind::kNotFound:
    case ErrorKind::kRefused:
    case ErrorKind::kConflict:
    case ErrorKind::kNewer:
      return true;
    default:
      return false;
  }
}

/// The next line without its end; nothing at the end of the file. Of a line above the limit only
/// its length is kept in mind, whatever it is.
std::optional<Importing::RawLine> read_line(std::istream& in) {
  Importing::RawLine line;
  bool any = false;
  for (std::streambuf* buffer = in.rdbuf();;) {
    const int c = buffer->sbumpc();
    if (c == std::char_traits<char>::eof()) {
      if (!any) return std::nullopt;
      break;
    }
    any = true;
    if (c == '\n') break;
    if (line.text.size() < limits::kImportLineBytes) {
      line.text += static_cast<char>(c);
    } else {
      line.too_long = true;
    }
  }
  if (line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// The event that strikes `stored` in favour of `replacement`: an act of the body whose word it
/// was.
Result<NewEvent> correction_of(const Event& stored, const EventId& replacement,
                               const std::string& key, const std::string& day, const EventId& id,
                               Entropy& entropy) {
  const nlohmann::ordered_json document = {{"stream", stored.header.stream.text()},
                                           {"type", "CorrectionMade"},
                                           {"effective", day},
                                           {"actor", stored.header.actor},
                                           {"data",
                                            {{"event", to_text(stored.header.id)},
                                             {"reason", "the source's row " + key + " has changed"},
                                             {"replacement", to_text(replacement)}}}};
  auto line = json::parse_document(document, edtf_check());
  if (!line) return pass(line);
  return entered_here(*line, id, entropy);
}

/// A correction's event has the id of `KEY#2`, so a row of that name could not be told from it.
bool is_reserved_key(std::string_view key) {
  const auto mark = key.rfind('#');
  return mark != std::string_view::npos && mark + 1 < key.size() &&
         std::ranges::all_of(key.substr(mark + 1), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Importing::Importing(ImportTarget& target, const ImportKey& key, ImportOptions options,
                     Entropy& entropy)
    : target_(target), key_(key), options_(std::move(options)), entropy_(entropy) {}

Result<void> Importing::take(const std::string& file, std::istream& lines) {
  LineIds ids(key_);
  std::uint64_t number = 0;
  try {
    while (auto line = read_line(lines)) {
      ++number;
      if (is_blank(line->text)) continue;
      if (auto taken = take_line(file, number, std::move(*line), ids); !taken) return pass(taken);
      if (options_.on_progress) options_.on_progress(accounts_);
    }
  } catch (const std::ios_base::failure& fault) {
    return fail(ErrorKind::kMalformed,
                fmt::format("the file cannot be read beyond line {}: {}", number, fault.what()), {},
                file);
  }
  return {};
}

Result<void> Importing::take_line(const std::string& file, std::uint64_t number, RawLine raw,
                                  LineIds& ids) {
  ++accounts_.lines;
  Waiting waiting{
      .file = file, .line = number, .text = std::move(raw.text), .corrects = false, .answer = {}};
  if (raw.too_long) {
    waiting.text.resize(kShownOfLongLine);
    return reject(std::move(waiting),
                  {ErrorKind::kTooLarge,
                   fmt::format("the line is longer than {} bytes", limits::kImportLineBytes),
                   {},
                   {}});
  }
  auto line = json::parse_line(waiting.text, edtf_check());
  if (!line) return reject(std::move(waiting), std::move(line.error()));
  if (line->key && is_reserved_key(*line->key)) {
    return reject(std::move(waiting),
                  {ErrorKind::kMalformed, "a key must not end in # and a number: " + *line->key,
                   "That form names the corrections of a row; give the row another key", "key"});
  }
  const LineIds::LineId id = ids.next(*line);
  if (line->key && !line->id) {
    auto dealt_with = take_known_key(*line, waiting);
    if (!dealt_with) return pass(dealt_with);
    if (*dealt_with) return {};
    waiting_keys_.insert(id.id);
  }
  if (id.repeat >= 2) {
    ++accounts_.repeats;
    if (options_.on_repeat) options_.on_repeat(file, number, id.repeat);
  }
  Request request;
  request.events.push_back(entered_here(*line, id.id, entropy_));
  return submit(std::move(request), std::move(waiting));
}

Result<void> Importing::submit(Request request, Waiting waiting) {
  while (waiting_.size() >= kInFlight || (waiting_bytes_ > kInFlightBytes && !waiting_.empty())) {
    if (auto settled = settle_oldest(); !settled) return pass(settled);
  }
  return wait_for(target_.submit(std::move(request)), std::move(waiting));
}

Result<void> Importing::reject(Waiting line, Error error) {
  std::promise<Result<Receipt>> answer;
  answer.set_value(std::unexpected(std::move(error)));
  return wait_for(answer.get_future(), std::move(line));
}

Result<void> Importing::wait_for(std::future<Result<Receipt>> answer, Waiting waiting) {
  waiting.answer = std::move(answer);
  waiting_bytes_ += waiting.text.size();
  waiting_.push_back(std::move(waiting));
  return waiting_.size() <= kInFlight ? Result<void>{} : settle_oldest();
}

Result<Importing::KeyedRow> Importing::find_row(const std::string& key) {
  if (waiting_keys_.contains(derived_id(key_, key))) {
    if (auto settled = finish(); !settled) return pass(settled);
  }
  KeyedRow row;
  for (;; ++row.next) {
    auto found = target_.find(derived_id(key_, key, row.next));
    if (!found) return pass(found);
    if (!*found) return row;
    row.last = std::move(**found);
  }
}

Result<bool> Importing::take_known_key(const json::Line& line, Waiting& waiting) {
  auto row = find_row(*line.key);
  if (!row) return pass(row);
  const std::optional<Event>& stored = row->last;
  if (!stored) return false;
  if (same_content(*stored, entered_here(line, stored->header.id, entropy_))) {
    ++accounts_.known;
    return true;
  }
  if (options_.correct) {
    // What came before is answered first, so that the correction is judged after it, and what
    // follows after both.
    if (auto settled = finish(); !settled) return pass(settled);
    auto corrected = correct(line, *row, std::move(waiting));
    if (!corrected) return pass(corrected);
    return true;
  }
  auto rejected = reject(std::move(waiting),
                         {ErrorKind::kConflict,
                          fmt::format("the row with key {} is recorded with other content (@{})",
                                      *line.key, stored->placement.position.value),
                          "If the source has changed, import it with --correct: what was recorded "
                          "is struck, never lost",
                          "key"});
  if (!rejected) return pass(rejected);
  return true;
}

Result<void> Importing::correct(const json::Line& line, const KeyedRow& row, Waiting waiting) {
  const EventId replacement = derived_id(key_, *line.key, row.next);
  // No key holds a line end, so this is the id of no row.
  const EventId id = derived_id(key_, *line.key + "\ncorrection", row.next);
  auto correction = correction_of(*row.last, replacement, *line.key, options_.today, id, entropy_);
  if (!correction) {
    return reject(std::move(waiting), std::move(correction.error()));
  }
  Request request;
  request.events.push_back(std::move(*correction));
  request.events.push_back(entered_here(line, replacement, entropy_));
  waiting.corrects = true;
  if (auto submitted = submit(std::move(request), std::move(waiting)); !submitted)
    return pass(submitted);
  return finish();
}

Result<void> Importing::settle_oldest() {
  Waiting oldest = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= oldest.text.size();
  Result<Receipt> answer = oldest.answer.get();
  if (answer) {
    ++(answer->known     ? accounts_.known
       : oldest.corrects ? accounts_.corrected
                         : accounts_.appended);
    return {};
  }
  if (!is_of_the_line(answer.error().kind)) {
    return pass(answer);
  }
  ++accounts_.rejected;
  if (options_.on_rejected) {
    options_.on_rejected(
        {std::move(oldest.file), oldest.line, std::move(oldest.text), std::move(answer.error())});
  }
  return {};
}

Result<void> Importing::finish() {
  while (!waiting_.empty()) {
    if (auto settled = settle_oldest(); !settled) return pass(settled);
  }
  waiting_keys_.clear();
  return {};
}

}  // namespace probity::cli
