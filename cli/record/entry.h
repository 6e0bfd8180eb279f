// An event that a person records: from what was typed to an appended event, and what is said of it
// afterwards.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "schema/payload.h"

namespace probity::cli {

struct Entry {
  const schema::EventType* type = nullptr;
  std::string stream;
  nlohmann::ordered_json data =
      nlohmann::ordered_json::object();  // its fields as far as they are known
  /// An everyday verb: its fields are options, a body left out is the actor, and errors name the
  /// option.
  bool verb = false;
};

/// The options of everything that records: --actor, --effective, --source and their like.
[[nodiscard]] std::vector<OptionSpec> entry_options();

/// Takes the `field=value` words (`source.` fields go to the source), judges and appends, brings
/// the views up to date, and prints what was appended. The exit code.
int record_entry(const Entry& entry, const std::vector<std::string>& fields,
                 const Invocation& invocation, Context& context);

/// `percentComplete` as the option `--percent-complete`.
[[nodiscard]] std::string option_of(std::string_view field);

}  // namespace probity::cli
