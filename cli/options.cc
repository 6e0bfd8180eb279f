#include "cli/options.h"

namespace probity::cli {

namespace {

const std::vector<OptionSpec>& moment_options() {
  static const std::vector<OptionSpec> kOptions{
      {"--as-of",
       "T",
       "what the ledger knew then: RFC 3339, a day, today, yesterday, \"2 days ago\", @POSITION, "
       "@checkpoint:NAME",
       false,
       {}},
      {"--effective",
       "DAY",
       "how the world stood on that day: a day, today, yesterday, \"2 days ago\"",
       false,
       {}},
  };
  return kOptions;
}

const std::vector<OptionSpec>& format_options() {
  static const std::vector<OptionSpec> kOptions{
      {"--format,-o",
       "FORMAT",
       "table (for people), plain, json, jsonl or csv",
       false,
       {"table", "plain", "json", "jsonl", "csv"}},
      {"--out", "FILE", "write into a file", false, {}},
      {"--fail-empty", "", "exit 1 if there are no rows", false, {}},
  };
  return kOptions;
}

const std::vector<OptionSpec>& common_options() {
  static const std::vector<OptionSpec> kOptions{
      {"--ledger", "DIR", "the ledger's folder; else PROBITY_LEDGER, else ./ledger", false, {}},
      {"--help,-h", "", "this help", false, {}},
  };
  return kOptions;
}

}  // namespace

std::vector<OptionSpec> options_of(const CommandSpec& command) {
  std::vector<OptionSpec> all = command.options;
  const auto add = [&all](const std::vector<OptionSpec>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  if (command.takes_moment) add(moment_options());
  if (command.takes_format) add(format_options());
  add(common_options());
  return all;
}

std::string long_name(const OptionSpec& option) {
  return option.name.substr(0, option.name.find(','));
}

std::string short_name(const OptionSpec& option) {
  const std::size_t comma = option.name.find(',');
  return comma == std::string::npos ? std::string{} : option.name.substr(comma + 1);
}

}  // namespace probity::cli
