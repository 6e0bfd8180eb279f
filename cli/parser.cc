#include "cli/parser.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <ostream>
#include <string_view>

#include "cli/help.h"
#include "cli/options.h"
#include "eventstore/base/nearest.h"

namespace probity::cli {

namespace {

/// What people type who mean another command.
struct Hint {
  std::string_view typed;
  std::string_view says;
};
constexpr std::array<Hint, 2> kHints{{
    {"grade", "To ask for grades: probity grades. To record one: probity issue-grade"},
    {"append", "To record any event: probity record EVENT STREAM field=value…"},
}};

Error usage_error(std::string what, std::string mend) {
  return {ErrorKind::kMalformed, std::move(what), std::move(mend), {}};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string_view found = nearest(word, views);
  return found.empty() ? std::string{} : "Did you mean " + std::string(found) + "?";
}

/// Whether `word` is a shared option whose value is the next word: such options may stand before
/// the command.
bool takes_next_word(std::string_view word) {
  static const std::vector<OptionSpec> kShared = [] {
    CommandSpec any;
    any.takes_moment = true;
    any.takes_format = true;
    return options_of(any);
  }();
  return std::any_of(kShared.begin(), kShared.end(), [&](const OptionSpec& option) {
    return !option.value.empty() && (long_name(option) == word || short_name(option) == word);
  });
}

/// Where the command's first word stands: the first that is no option and no option's value.
std::optional<std::size_t> command_at(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (takes_next_word(words[i])) {
      ++i;
    } else if (!words[i].starts_with('-')) {
      return i;
    }
  }
  return std::nullopt;
}

struct Found {
  const CommandSpec* command = nullptr;
  std::size_t words = 0;  // how many words name it
};

Found find_command(std::span<const CommandSpec> commands, const std::vector<std::string>& words,
                   std::size_t at) {
  const std::string two = at + 1 < words.size() ? words[at] + ' ' + words[at + 1] : std::string{};
  for (const CommandSpec& command : commands) {
    if (!two.empty() && command.name == two) return {&command, 2};
  }
  for (const CommandSpec& command : commands) {
    if (command.name == words[at]) return {&command, 1};
  }
  return {};
}

/// The verbs below a noun: `new`, `show` of `key new`, `key show`.
std::vector<std::string> verbs_below(std::span<const CommandSpec> commands,
                                     const std::string& noun) {
  std::vector<std::string> verbs;
  for (const CommandSpec& command : commands) {
    if (command.name.starts_with(noun + ' ')) verbs.push_back(command.name.substr(noun.size() + 1));
  }
  return verbs;
}

Error unknown_command(std::span<const CommandSpec> commands, const std::vector<std::string>& words,
                      std::size_t at) {
  if (const auto verbs = verbs_below(commands, words[at]); !verbs.empty()) {
    std::string all;
    for (const auto& verb : verbs) all += (all.empty() ? "" : ", ") + verb;
    return usage_error(words[at] + " takes one of: " + all,
                       at + 1 < words.size() ? did_you_mean(words[at + 1], verbs) : std::string{});
  }
  for (const Hint& hint : kHints) {
    if (hint.typed == words[at])
      return usage_error("no such command: " + words[at], std::string(hint.says));
  }
  std::vector<std::string> names;
  for (const CommandSpec& command : commands) names.push_back(command.name);
  const std::string near = did_you_mean(words[at], names);
  return usage_error("no such command: " + words[at],
                     near.empty() ? "probity --help lists them all" : near);
}

class CommandParser {
 public:
  explicit CommandParser(const CommandSpec& command)
      : command_(command), options_(options_of(command)) {
    app_.set_help_flag();
    app_.allow_extras();
    for (const OptionSpec& option : options_) add_option(option);
    for (const ArgumentSpec& argument : command.arguments) add_argument(argument);
  }

  /// `words` without those that name the command.
  Result<Invocation> parse(std::vector<std::string> words) {
    const std::string last = words.empty() ? std::string{} : words.back();
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(words));
    } catch (const CLI::ArgumentMismatch&) {
      return std::unexpected(lacks_value(last));
    } catch (const CLI::ParseError& error) {
      return std::unexpected(usage_error(error.what(), usage_of(command_)));
    }
    auto extra = app_.remaining();
    std::erase(extra, "--");  // CLI11 heeds it and hands it on
    if (!extra.empty()) return std::unexpected(unexpected_word(extra));
    return collect();
  }

 private:
  void add_option(const OptionSpec& option) {
    std::vector<std::string>& values = room();
    const std::string names = option.name;
    CLI::Option* added =
        option.value.empty() ? app_.add_flag(names) : app_.add_option(names, values);
    added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (!option.value.empty()) added->allow_extra_args(false);
    given_.emplace_back(long_name(option), added);
  }

  void add_argument(const ArgumentSpec& argument) {
    CLI::Option* added = app_.add_option(argument.name, room());
    // One word and no more, or the first argument would take the words of those behind it.
    if (!argument.repeatable) added->expected(1)->allow_extra_args(false);
    given_.emplace_back(argument.name, added);
  }

  std::vector<std::string>& room() {
    return *values_.emplace_back(std::make_unique<std::vector<std::string>>());
  }

  Error lacks_value(const std::string& last) const {
    for (const OptionSpec& option : options_) {
      if (long_name(option) == last || short_name(option) == last) {
        return usage_error(last + " needs a value: " + option.value, usage_of(command_));
      }
    }
    return usage_error("an option lacks its value", usage_of(command_));
  }

  Error unexpected_word(const std::vector<std::string>& extra) const {
    const auto dashed = std::find_if(extra.begin(), extra.end(), [](const std::string& word) {
      return word.size() > 1 && word.starts_with('-');
    });
    if (dashed == extra.end())
      return usage_error("one word too many: " + extra.front(), usage_of(command_));
    const std::string name = dashed->substr(0, dashed->find('='));
    std::vector<std::string> known;
    for (const OptionSpec& option : options_) known.push_back(long_name(option));
    const std::string near = did_you_mean(name, known);
    return usage_error(command_.name + " has no option " + name,
                       near.empty() ? "probity " + command_.name + " --help lists them" : near);
  }

  Result<Invocation> collect() const {
    Invocation invocation;
    for (const auto& [name, option] : given_) {
      if (option->count() > 0) invocation.values[name] = option->results();
    }
    if (invocation.has("--help")) return invocation;
    for (const OptionSpec& option : options_) {
      if (auto sound = check(option, invocation); !sound) return pass(sound);
    }
    for (const ArgumentSpec& argument : command_.arguments) {
      if (argument.required && !invocation.has(argument.name)) {
        return fail(ErrorKind::kMalformed,
                    command_.name + " needs " + argument.name + ": " + argument.help,
                    usage_of(command_));
      }
    }
    return invocation;
  }

  static Result<void> check(const OptionSpec& option, const Invocation& invocation) {
    const std::string name = long_name(option);
    const std::vector<std::string> values = invocation.all(name);
    if (!option.repeatable && !option.value.empty() && values.size() > 1) {
      return fail(ErrorKind::kMalformed, name + " is given twice", "It takes one value");
    }
    if (option.choices.empty()) return {};
    for (const std::string& value : values) {
      if (std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end())
        continue;
      std::string all;
      for (const auto& choice : option.choices) all += (all.empty() ? "" : ", ") + choice;
      const std::string near = did_you_mean(value, option.choices);
      return fail(ErrorKind::kMalformed, name + " does not take " + value + "; it takes " + all,
                  near);
    }
    return {};
  }

  const CommandSpec& command_;
  std::vector<OptionSpec> options_;
  CLI::App app_;
  std::vector<std::unique_ptr<std::vector<std::string>>> values_;  // where CLI11 puts what it found
  std::vector<std::pair<std::string, CLI::Option*>> given_;
};

int run_command(const CommandSpec& command, std::vector<std::string> rest,
                const std::vector<std::string>& words, Context& context) {
  auto invocation = CommandParser(command).parse(std::move(rest));
  if (!invocation) return report(context, invocation.error());
  invocation->words = words;
  if (invocation->has("--help")) {
    context.out << help_for(command, *invocation, context.width);
    return kYes;
  }
  if (invocation->has("--ledger")) context.ledger = invocation->get("--ledger");
  return command.run(*invocation, context);
}

bool has_word(const std::vector<std::string>& words,
              std::initializer_list<std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

/// Nothing names a command: `--version`, `--help`, or the command without a name.
int run_nameless(std::span<const CommandSpec> commands, const std::vector<std::string>& words,
                 Context& context) {
  if (has_word(words, {"--version"})) {
    context.out << "probity " << PROBITY_VERSION << '\n';
    return kYes;
  }
  if (has_word(words, {"--help", "-h"})) {
    context.out << help_for_all(commands, context.width);
    return kYes;
  }
  for (const CommandSpec& command : commands) {
    if (command.name.empty()) return run_command(command, words, words, context);
  }
  context.words << help_for_all(commands, context.width);
  return kUsage;
}

}  // namespace

Result<Invocation> parse_words(const CommandSpec& command, std::vector<std::string> words) {
  return CommandParser(command).parse(std::move(words));
}

int run_words(std::span<const CommandSpec> commands, const std::vector<std::string>& words,
              Context& context) {
  auto at = command_at(words);
  if (at && words[*at] == "help") {
    std::vector<std::string> asked = words;
    asked.erase(asked.begin() + static_cast<std::ptrdiff_t>(*at));
    asked.emplace_back("--help");
    return run_words(commands, asked, context);
  }
  if (!at) return run_nameless(commands, words, context);
  const Found found = find_command(commands, words, *at);
  if (found.command == nullptr) return report(context, unknown_command(commands, words, *at));
  std::vector<std::string> rest = words;
  const auto first = rest.begin() + static_cast<std::ptrdiff_t>(*at);
  rest.erase(first, first + static_cast<std::ptrdiff_t>(found.words));
  return run_command(*found.command, std::move(rest), words, context);
}

}  // namespace probity::cli
