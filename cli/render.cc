#include "cli/render.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <ostream>

#include "cli/rendering.h"
#include "cli/text.h"
#include "eventstore/base/text.h"

namespace probity::cli {

namespace {

using projections::Answer;

struct Format {
  std::string_view name;
  std::string (*render)(const Answer&, const Page&);
};
constexpr std::array<Format, 5> kFormats{{
    {"table", as_table},
    {"plain", as_plain},
    {"json", as_json},
    {"jsonl", as_jsonl},
    {"csv", as_csv},
}};

/// The words without --as-of and --effective, which are said anew as the position and day that they
/// came to.
std::vector<std::string> without_moment(const std::vector<std::string>& words) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--as-of" || words[i] == "--effective") {
      ++i;
    } else if (!words[i].starts_with("--as-of=") && !words[i].starts_with("--effective=")) {
      kept.push_back(words[i]);
    }
  }
  return kept;
}

std::string again(const Answer& answer, const Invocation& invocation) {
  std::vector<std::string> words = invocation.words;
  const auto& moment = answer.moment;
  if (moment.recorded && moment.size.value > 0) {
    words = without_moment(words);
    words.insert(words.end(), {"--as-of", "@" + std::to_string(moment.size.value - 1),
                               "--effective", to_text(moment.day)});
  }
  words.insert(words.begin(), "probity");
  return shell_quoted(words);
}

/// Whether the text went through a pager; if there is none, it is the caller's to print.
bool page_through(const std::string& text) {
  const char* pager = std::getenv("PAGER");
  const char* command = pager != nullptr && *pager != '\0' ? pager : "less -FRX";
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command, "w"), ::pclose);
  if (!pipe) return false;
  const bool written = std::fwrite(text.data(), 1, text.size(), pipe.get()) == text.size();
  return ::pclose(pipe.release()) == 0 && written;
}

int write_file(const std::string& path, const std::string& text, Context& context) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (!file) {
    return report(context, {ErrorKind::kMalformed, "the file cannot be written",
                            "--out names a file in a folder that "
                            "is there and may be written",
                            path});
  }
  file << text;
  file.close();
  if (!file)
    return report(context,
                  {ErrorKind::kStorage, "the file could not be written to its end", {}, path});
  context.words << "probity: written to " << path << '\n';
  return kYes;
}

int deliver(const std::string& text, const Invocation& invocation, Context& context) {
  if (const std::string path = invocation.get("--out"); !path.empty())
    return write_file(path, text, context);
  const auto lines = static_cast<unsigned>(std::count(text.begin(), text.end(), '\n'));
  const bool too_long = context.terminal && context.lines > 0 && lines >= context.lines;
  if (!too_long || !page_through(text)) context.out << text;
  return kYes;
}

bool is_empty(const Answer& answer) {
  return std::all_of(answer.tables.begin(), answer.tables.end(),
                     [](const auto& table) { return table.rows.empty(); });
}

}  // namespace

int print_answer(const Answer& answer, const Invocation& invocation, Context& context) {
  const std::string name = invocation.has("--format") ? invocation.get("--format") : "table";
  const auto format = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const Format& f) { return f.name == name; });
  if (format == kFormats.end()) {
    return report(context, {ErrorKind::kMalformed,
                            "no such format: " + name,
                            "-o takes table, plain, json, jsonl or csv",
                            {}});
  }
  const Page page{.width = context.width,
                  .colour = context.colour && !invocation.has("--out"),
                  .again = again(answer, invocation)};
  if (const int code = deliver(format->render(answer, page), invocation, context); code != kYes)
    return code;
  if (name == "csv") context.words << beside_csv(answer, page);
  if (!answer.yes) return kNo;
  return invocation.has("--fail-empty") && is_empty(answer) ? kNo : kYes;
}

void print_rows(const projections::Table& table, const Invocation& invocation, Context& context) {
  const std::string format = invocation.get("--format");
  context.out << (format == "jsonl" ? rows_as_jsonl(table)
                                    : rows_as_plain(table, format == "plain"));
}

}  // namespace probity::cli
