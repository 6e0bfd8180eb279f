// A command as data: a file of cli/commands declares it, one loop gives it to the parser, the help,
// the completion and the test that runs every example. Only cli/parser.cc knows CLI11.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"

namespace probity::cli {

struct OptionSpec {
  std::string name;   // `--body`; a short form may follow: `--output,-o`
  std::string value;  // what a person gives: `BODY`; empty: a flag
  std::string help;
  bool repeatable = false;
  std::vector<std::string> choices;  // empty: free
};

struct ArgumentSpec {
  std::string name;  // `REF`
  std::string help;
  bool required = true;
  bool repeatable = false;
};

/// What was typed, by option name (with its dashes) and argument name.
class Invocation {
 public:
  [[nodiscard]] bool has(std::string_view name) const;
  /// The value of an option or argument, empty if it was not given.
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  /// The words after `probity`, as typed: for `again:`.
  std::vector<std::string> words;
};

struct CommandSpec {
  std::string group;    // `ask`
  std::string name;     // `status`; two words for a verb below a noun: `key new`
  std::string help;     // one line
  std::string details;  // a paragraph; may be empty
  std::string
      example;  // a command line that works on the demo ledger: `probity status em-soc-2023-coc-1`
  std::vector<ArgumentSpec> arguments;
  std::vector<OptionSpec> options;  // its own; the common ones are added by flags below
  bool takes_moment = false;        // --as-of, --effective
  bool takes_format = false;        // -o, --out, --fail-empty
  std::function<int(const Invocation&, Context&)> run;  // the exit code
  /// Help that depends on what was typed (`record EVENT --help`); may be empty, and may give an
  /// empty text.
  std::function<std::string(const Invocation&)> more_help = {};
};

/// Every command, in the order of the help.
[[nodiscard]] const std::vector<CommandSpec>& all_commands();

}  // namespace probity::cli
