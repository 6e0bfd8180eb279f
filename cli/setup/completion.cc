#include "cli/setup/completion.h"

#include <fmt/format.h>

#include <ostream>
#include <set>
#include <string_view>

#include "cli/options.h"
#include "schema/payload.h"

namespace probity::cli {

namespace {

// Before the cases: which words were typed already. A command's second word counts only where the
// first is a noun.
constexpr std::string_view kBegin = R"(# bash completion for probity
_probity() {
  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"
  local first="" second="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${COMP_WORDS[i]}" in
      --ledger) ((i++)) ;;
      -*) ;;
      *) if [[ -z $first ]]; then first="${COMP_WORDS[i]}"; else second="${COMP_WORDS[i]}"; break; fi ;;
    esac
  done
  local words="" files=""
)";

constexpr std::string_view kEnd = R"(  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -"$files" -- "$cur"))
  fi
}
complete -F _probity probity
)";

struct Name {
  std::string first;
  std::string second;  // empty but for a verb below a noun
};

Name name_of(const CommandSpec& command) {
  const std::size_t space = command.name.find(' ');
  if (space == std::string::npos) return {command.name, {}};
  return {command.name.substr(0, space), command.name.substr(space + 1)};
}

std::string joined(const std::set<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string event_type_names() {
  std::string out;
  for (const auto& type : schema::event_types())
    out += (out.empty() ? "" : " ") + std::string(type.name);
  return out;
}

/// `compgen`'s letter for what an option or argument names: files, folders, or nothing it could
/// know.
std::string_view files_for(std::string_view value) {
  if (value == "FILE") return "f";
  if (value == "DIR") return "d";
  return {};
}

std::string pattern_of(const Name& name) {
  return name.second.empty() ? name.first + ":*" : name.first + ':' + name.second;
}

/// What may follow an option that takes a value.
std::string cases_for_values(const CommandSpec& command) {
  std::string out;
  for (const OptionSpec& option : options_of(command)) {
    if (option.value.empty()) continue;
    std::string choices;
    for (const auto& choice : option.choices) choices += (choices.empty() ? "" : " ") + choice;
    const std::string pattern = pattern_of(name_of(command));
    std::string patterns = pattern + ':' + long_name(option);
    if (const std::string brief = short_name(option); !brief.empty())
      patterns += '|' + pattern + ':' + brief;
    out += fmt::format("    {}) words=\"{}\"; files=\"{}\" ;;\n", patterns, choices,
                       files_for(option.value));
  }
  return out;
}

std::string case_for_command(const CommandSpec& command) {
  std::string options;
  for (const OptionSpec& option : options_of(command))
    options += (options.empty() ? "" : " ") + long_name(option);
  std::string arguments;
  std::string_view files;
  for (const ArgumentSpec& argument : command.arguments) {
    if (argument.name == "EVENT") arguments = event_type_names();
    if (argument.name == "SHELL") arguments = "bash";
    if (const auto letter = files_for(argument.name); !letter.empty()) files = letter;
  }
  return fmt::format(
      "    {}) if [[ $cur == -* ]]; then words=\"{}\"; elif [[ -z $second ]]; then words=\"{}\"; "
      "files=\"{}\"; "
      "else files=\"{}\"; fi ;;\n",
      pattern_of(name_of(command)), options, arguments, files, files);
}

}  // namespace

std::string bash_completion(std::span<const CommandSpec> commands) {
  std::set<std::string> firsts;
  std::set<std::string> nouns;
  std::string values;
  std::string cases;
  for (const CommandSpec& command : commands) {
    if (command.name.empty()) continue;
    const Name name = name_of(command);
    firsts.insert(name.first);
    if (!name.second.empty()) nouns.insert(name.first);
    values += cases_for_values(command);
    cases += case_for_command(command);
  }
  for (const std::string& noun : nouns) {
    std::set<std::string> verbs;
    for (const CommandSpec& command : commands) {
      if (const Name name = name_of(command); name.first == noun && !name.second.empty())
        verbs.insert(name.second);
    }
    cases += fmt::format("    {}:) words=\"{}\" ;;\n", noun, joined(verbs));
  }
  return fmt::format(
      "{}  case \"$first:$second:$prev\" in\n{}    *:--ledger) files=\"d\" ;;\n    *) case "
      "\"$first:$second\" in\n"
      "    :) words=\"{} --help --version --ledger\" ;;\n{}    esac ;;\n  esac\n{}",
      kBegin, values, joined(firsts), cases, kEnd);
}

CommandSpec completion_command() {
  return {.group = "set up",
          .name = "completion",
          .help = "print a script that completes commands in a shell",
          .details = "In bash: source <(probity completion bash)",
          .example = "probity completion bash",
          .arguments = {{"SHELL", "bash", true, false}},
          .options = {},
          .run = [](const Invocation& invocation, Context& context) -> int {
            if (invocation.get("SHELL") != "bash") {
              return report(context, {ErrorKind::kMalformed,
                                      "no completion for " + invocation.get("SHELL"),
                                      "There is one for bash: probity completion bash",
                                      {}});
            }
            context.out << bash_completion(all_commands());
            return kYes;
          }};
}

}  // namespace probity::cli
