#include "cli/help.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/options.h"
#include "cli/text.h"

namespace probity::cli {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kWidestName = 30;  // a longer name has its text on the next line

/// The groups in the order in which a person meets them.
constexpr std::array<std::string_view, 6> kGroups{"set up",       "record", "ask",
                                                  "through time", "audit",  "service"};

using Pairs = std::vector<std::pair<std::string, std::string>>;

void append_pairs(std::string& out, const Pairs& pairs, unsigned width) {
  std::size_t name_width = 0;
  for (const auto& [name, text] : pairs)
    name_width = std::max(name_width, std::min(columns_of(name), kWidestName));
  const std::size_t column = kIndent + name_width + 2;
  for (const auto& [name, text] : pairs) {
    out.append(kIndent, ' ');
    out += padded(name, name_width);
    const bool fits = columns_of(name) <= kWidestName;
    if (!fits) out += '\n';
    bool first = fits;
    for (const std::string& line : wrap(text, width > column + 20 ? width - column : 20)) {
      out.append(first ? 2 : column, ' ');
      out += line + '\n';
      first = false;
    }
  }
}

void append_section(std::string& out, std::string_view title, const Pairs& pairs, unsigned width) {
  if (pairs.empty()) return;
  out += '\n';
  out += title;
  out += '\n';
  append_pairs(out, pairs, width);
}

std::string label_of(const OptionSpec& option) {
  std::string label = long_name(option);
  if (const std::string brief = short_name(option); !brief.empty()) label = brief + ", " + label;
  if (!option.value.empty()) label += ' ' + option.value;
  return label;
}

std::string text_of(const OptionSpec& option) {
  std::string text = option.help;
  if (!option.choices.empty() && option.name != "--format,-o") {
    text += text.empty() ? "" : ": ";
    for (std::size_t i = 0; i < option.choices.size(); ++i)
      text += (i > 0 ? ", " : "") + option.choices[i];
  }
  if (option.repeatable) text += " (may be repeated)";
  return text;
}

}  // namespace

std::string usage_of(const CommandSpec& command) {
  std::string usage = "probity " + command.name;
  for (const ArgumentSpec& argument : command.arguments) {
    const std::string name = argument.name + (argument.repeatable ? "…" : "");
    usage += argument.required ? ' ' + name : " [" + name + ']';
  }
  return usage + " [options]";
}

std::string help_for(const CommandSpec& command, const Invocation& invocation, unsigned width) {
  std::string out = usage_of(command) + "\n\n";
  const auto paragraph = [&](const std::string& text) {
    for (const std::string& line : wrap(text, width)) out += line + '\n';
  };
  paragraph(command.help);
  if (!command.details.empty()) {
    out += '\n';
    paragraph(command.details);
  }
  Pairs arguments;
  for (const ArgumentSpec& argument : command.arguments)
    arguments.emplace_back(argument.name, argument.help);
  append_section(out, "Arguments", arguments, width);
  Pairs options;
  for (const OptionSpec& option : options_of(command))
    options.emplace_back(label_of(option), text_of(option));
  append_section(out, "Options", options, width);
  if (command.more_help) out += command.more_help(invocation);
  if (!command.example.empty()) out += "\nExample\n  " + command.example + '\n';
  return out;
}

std::string help_for_all(std::span<const CommandSpec> commands, unsigned width) {
  std::string out =
      "probity: who inspected, who answered, and what was known when\n\n"
      "probity COMMAND [arguments] [options]; alone it tells what the ledger holds\n";
  for (const std::string_view group : kGroups) {
    Pairs pairs;
    for (const CommandSpec& command : commands) {
      if (command.group == group && !command.name.empty())
        pairs.emplace_back(command.name, command.help);
    }
    append_section(out, group, pairs, width);
  }
  out +=
      "\nprobity COMMAND --help tells more, with an example; probity words explains the terms.\n";
  return out;
}

}  // namespace probity::cli
