// probity sample N --of 'list …' --seed @checkpoint:NAME.
#include <fmt/format.h>

#include <optional>
#include <utility>

#include "cli/ask/filters.h"
#include "cli/ask/findings_commands.h"
#include "cli/audit/commands.h"
#include "cli/audit/draw.h"
#include "cli/evidence_of.h"
#include "cli/parser.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/text_form.h"

namespace probity::cli {
namespace {

using projections::Table;
using projections::Value;

constexpr std::string_view kSeedPrefix = "@checkpoint:";

/// Words as a shell would take them: apart at spaces, quotes hold together.
Result<std::vector<std::string>> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      if (!word) word.emplace();
    } else if (quote == 0 && c == ' ') {
      if (word) words.push_back(*std::exchange(word, std::nullopt));
    } else {
      if (!word) word.emplace();
      *word += c;
    }
  }
  if (quote != 0) {
    return fail(ErrorKind::kMalformed, "a quote in the question is not closed", {}, "--of");
  }
  if (word) words.push_back(*word);
  return words;
}

/// The question that is asked, and its one spelling: its options sorted, so that their order draws
/// no other sample.
struct Population {
  Invocation invocation;
  std::string question;
};

Result<Population> population_of(const std::string& text) {
  auto words = words_of(text);
  if (!words) return pass(words);
  if (words->empty() || words->front() != "list") {
    return fail(ErrorKind::kMalformed, "a sample is drawn from a list",
                "--of 'list --for BODY', with any of the filters of probity list", "--of");
  }
  words->erase(words->begin());
  auto invocation = parse_words(list_command(), std::move(*words));
  if (!invocation) {
    invocation.error().where = "--of";
    return pass(invocation);
  }
  Population out{std::move(*invocation), "list"};
  for (const auto& [name, values] : out.invocation.values) {
    if (name == "--as-of") {
      return fail(ErrorKind::kMalformed, "the list is as of the seed's checkpoint",
                  "leave out --as-of", "--of");
    }
    if (name == "--format" || name == "--out" || name == "--fail-empty" || name == "--ledger" ||
        name == "--help") {
      return fail(ErrorKind::kMalformed, name + " is no part of a question",
                  "give it to sample itself", "--of");
    }
    for (const std::string& value : values) {
      if (!proof::is_plain_text(value) || value.find('\n') != std::string::npos) {
        return fail(ErrorKind::kMalformed, "a value of the question is no single line", {}, "--of");
      }
      // The day that it means follows, the same for whoever asks.
      if (name != "--effective") out.question += fmt::format(" {}={}", name, value);
    }
  }
  return out;
}

Result<std::size_t> count_of(const Invocation& invocation) {
  const auto count = whole_number(invocation, "N");
  if (!count) return std::unexpected(count.error());
  if (count->value_or(0) > 0) return static_cast<std::size_t>(**count);
  return fail(ErrorKind::kMalformed, "a sample is of one or more", {}, "N");
}

Result<std::string> seed_name(const Invocation& invocation) {
  const std::string seed = invocation.get("--seed");
  if (seed.starts_with(kSeedPrefix) && seed.size() > kSeedPrefix.size()) {
    return seed.substr(kSeedPrefix.size());
  }
  return fail(ErrorKind::kMalformed, "a sample needs a seed that nobody could choose",
              seed.find_first_of("@: ") == std::string::npos && !seed.empty()
                  ? "did you mean @checkpoint:" + seed + "?"
                  : "--seed @checkpoint:NAME; probity checkpoint --list shows those that are kept",
              "--seed");
}

/// The rows drawn, in the order of their tickets, each with its ticket in front.
Table drawn_rows(const Table& rows, const std::vector<Drawn>& drawn) {
  Table table{.key = "sample",
              .title = {},
              .columns = rows.columns,
              .rows = {},
              .when_empty = "no finding matches",
              .struck = {}};
  table.columns.push_back({"ticket", "ticket", true});
  for (const Drawn& one : drawn) {
    auto row = rows.rows[one.item];
    row.emplace_back(to_hex(one.ticket.bytes));
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What a row is drawn as: the finding, and the addressee where the list has a row for each.
std::vector<std::string> items_of(const Table& rows) {
  std::vector<std::size_t> keys;
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    if (rows.columns[i].key == "ref" || rows.columns[i].key == "body") keys.push_back(i);
  }
  std::vector<std::string> items;
  items.reserve(rows.rows.size());
  for (const auto& row : rows.rows) {
    std::string& item = items.emplace_back();
    for (const std::size_t key : keys) {
      const auto* text = std::get_if<std::string>(&row[key]);
      if (text != nullptr) item += (item.empty() ? "" : " ") + *text;
    }
  }
  return items;
}

int run_sample(const Invocation& invocation, Context& context) {
  const auto count = count_of(invocation);
  if (!count) return report(context, count.error());
  auto population = population_of(invocation.get("--of"));
  if (!population) return report(context, population.error());
  const auto name = seed_name(invocation);
  if (!name) return report(context, name.error());
  population->invocation.values["--as-of"] = {invocation.get("--seed")};
  const auto question = list_question(population->invocation);
  if (!question) return report(context, question.error());
  auto asking = open_for_question(population->invocation, context);
  if (!asking) return report(context, asking.error());
  projections::World& world = *(*asking)->world;
  const auto seed = EvidenceMaker::open(world.snapshot(), *name, {});
  if (!seed) return report(context, seed.error());
  const proof::Checkpoint& checkpoint = seed->checkpoint();
  const auto root = world.snapshot().root_at(checkpoint.size);
  if (!root || *root != checkpoint.root) {
    return report(context, {ErrorKind::kCorrupt, "the log contradicts what was signed for the seed",
                            "probity verify", invocation.get("--seed")});
  }
  population->question += " --effective=" + to_text(world.moment().day);
  auto answer = (*question)(world);
  if (!answer) return report(context, answer.error());
  const Table rows = std::move(answer->tables.front());
  const auto drawn = draw(checkpoint, population->question, items_of(rows), *count);
  answer->schema = "probity.sample/1";
  answer->title = fmt::format("{} of {}, drawn by {}", drawn.size(), rows.rows.size(),
                              invocation.get("--seed"));
  answer->facts = {
      {"question", "question", population->question},
      {"population", "population", static_cast<std::int64_t>(rows.rows.size())},
      {"drawn", "drawn", static_cast<std::int64_t>(drawn.size())},
      {"checkpoint", "checkpoint of", static_cast<std::int64_t>(checkpoint.size.value)},
      {"seedRoot", "its fingerprint", to_hex(checkpoint.root.bytes)}};
  answer->moment = {};  // it is the seed's, and no option of this command
  answer->tables = {drawn_rows(rows, drawn)};
  answer->remarks.emplace_back(
      "The sample follows from the signed checkpoint and the question: whoever asks again draws "
      "the "
      "same. Agree on the question before the checkpoint is signed; check the signature with "
      "probity verify --key VKEY.");
  return print_answer(*answer, invocation, context);
}

}  // namespace

CommandSpec sample_command() {
  return {
      .group = "audit",
      .name = "sample",
      .help = "findings to look into, drawn by a signed checkpoint: anybody draws the same",
      .details =
          "Draws N rows of a list, as of a signed checkpoint. Each row's ticket is the SHA-256 of "
          "`probity-sample/1`, the checkpoint's three lines, the question (`list`, then every "
          "--option=value, sorted, and --effective=DAY) and the row (`REF BODY`, or REF with --by "
          "finding), a line "
          "each; the N lowest tickets are drawn. Anybody who has the ledger draws the same.",
      .example = "probity sample --help",
      .arguments = {{"N", "how many", true, false}},
      .options = {{"--of", "QUESTION", "the list, such as 'list --for leicestershire'", false, {}},
                  {"--seed", "MOMENT", "@checkpoint:NAME, a checkpoint that is kept", false, {}}},
      .takes_format = true,
      .run = run_sample};
}

}  // namespace probity::cli
