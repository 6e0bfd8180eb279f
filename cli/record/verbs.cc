#include "cli/record/verbs.h"

#include <algorithm>
#include <string_view>

#include "cli/record/entry.h"
#include "cli/record/event_help.h"
#include "cli/record/fields.h"
#include "schema/rules.h"

namespace probity::cli {

namespace {

/// An event that a verb records, and what chooses it among the verb's events. The last one without
/// an option is taken where no other is chosen.
struct Choice {
  std::string_view type;
  std::string_view option = {};  // `--kind`
  std::string_view value = {};   // chosen if the option has this value; empty: if it is given
  std::string_view field = {};   // a field that the option sets
  std::string_view text = {};    // to this; empty: to the option's value
};

struct Verb {
  std::string_view name;
  std::string_view help;
  std::string_view details;
  std::string_view example;  // what follows the verb's name
  std::vector<Choice> choices;
};

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> kVerbs{
      {"raise",
       "raise a finding",
       {},
       "em-soc-2023-rec-9 --kind recommendation --actor hmicfrs --inspection em-soc-2023 --title "
       "'Share the intelligence' "
       "--text 'By December the unit should share its intelligence with all five forces.' "
       "--addressees emsou --dry-run",
       {{"CauseOfConcernRaised", "--kind", "cause-of-concern"},
        {"RecommendationRaised", "--kind", "recommendation"},
        {"AreaForImprovementRaised", "--kind", "area-for-improvement"}}},
      {"allocate",
       "name who owns a finding, by role",
       {},
       "em-soc-2023-rec-2 --actor emsou --owner 'Head of Operations' --dry-run",
       {{"FindingAllocated"}}},
      {"accept",
       "say whether an addressee accepts a finding",
       {},
       "em-soc-2023-rec-2 --actor emsou --position accepted --dry-run",
       {{"AcceptanceStated"}}},
      {"due",
       "set a due date",
       {},
       "em-soc-2023-rec-2 --actor hmicfrs --due 2024-12 --basis inspectorate --dry-run",
       {{"DueDateSet"}}},
      {"extend",
       "ask for more time, or decide a request",
       "--approve and --refuse decide; without them it is a request.",
       "em-soc-2023-rec-2 --actor emsou --basis internal --due 2025-03-31 --reason 'waits for "
       "funding' --dry-run",
       {{"ExtensionDecided", "--approve", {}, "approved", "yes"},
        {"ExtensionDecided", "--refuse", {}, "approved", "no"},
        {"ExtensionRequested"}}},
      {"update",
       "report progress",
       {},
       "em-soc-2023-rec-2 --actor emsou --rag amber --narrative 'Three of five posts are filled.' "
       "--dry-run",
       {{"UpdateSubmitted"}}},
      {"claim",
       "claim completion",
       {},
       "em-soc-2023-rec-2 --actor emsou --narrative 'All five posts are filled.' --dry-run",
       {{"CompletionClaimed"}}},
      {"sign-off",
       "sign a claim off",
       {},
       "em-soc-2023-coc-1 --actor emsou --officer 'Chief Officer' --dry-run",
       {{"CompletionSignedOff"}}},
      {"return",
       "send a claim back",
       {},
       "em-soc-2023-coc-1 --actor emsou --reason 'no evidence is attached' --dry-run",
       {{"CompletionReturned"}}},
      {"verification",
       "record the inspectorate's verdict",
       {},
       "em-soc-2023-coc-1 --actor hmicfrs --outcome verified --level 2 --dry-run",
       {{"VerificationRecorded"}}},
      {"assure",
       "record an auditor's own opinion",
       {},
       "em-soc-2023-coc-1 --actor jarap-leicestershire --opinion reasonable --tested 'a sample of "
       "five "
       "files' --dry-run",
       {{"AssuranceGiven"}}},
      {"close",
       "close a finding, with the reason",
       {},
       "em-soc-2023-rec-2 --actor hmicfrs --reason carriedToLaterInspection --dry-run",
       {{"FindingClosed"}}},
      {"reopen",
       "open a finding again",
       {},
       "notts-2024-coc-1 --actor hmicfrs --reason 'the revisit found it undone' "
       "--dry-run",
       {{"FindingReopened"}}},
      {"dispute",
       "dispute a finding, or say how a dispute ended",
       "--resolve records how it ended.",
       "em-soc-2023-rec-2 --actor emsou --grounds 'the post existed at the time' --dry-run",
       {{"DisputeResolved", "--resolve", {}, "outcome"}, {"FindingDisputed"}}},
  };
  return kVerbs;
}

bool chosen(const Choice& choice, const Invocation& invocation) {
  if (choice.option.empty()) return true;
  if (!invocation.has(choice.option)) return false;
  return choice.value.empty() || invocation.get(choice.option) == choice.value;
}

const schema::EventType& type_of(const Choice& choice) {
  return *schema::find_event_type(choice.type);
}

/// The options that choose among a verb's events, one each.
std::vector<OptionSpec> choosing_options(const Verb& verb) {
  std::vector<OptionSpec> options;
  for (const Choice& choice : verb.choices) {
    if (choice.option.empty()) continue;
    auto same = std::find_if(options.begin(), options.end(),
                             [&](const auto& o) { return o.name == choice.option; });
    if (same == options.end()) {
      const bool flag = choice.value.empty() && !choice.text.empty();
      options.push_back({std::string(choice.option),
                         flag                   ? ""
                         : choice.value.empty() ? "TEXT"
                                                : "KIND",
                         std::string(type_of(choice).says),
                         false,
                         {}});
      same = options.end() - 1;
    }
    if (!choice.value.empty()) {
      same->choices.emplace_back(choice.value);
      same->help = "which kind (required)";
    }
  }
  return options;
}

bool set_by_choice(const Verb& verb, std::string_view field, std::string_view type) {
  return std::any_of(verb.choices.begin(), verb.choices.end(), [&](const Choice& choice) {
    return choice.field == field && choice.type == type;
  });
}

std::vector<OptionSpec> options_for(const Verb& verb) {
  std::vector<OptionSpec> options = choosing_options(verb);
  for (const Choice& choice : verb.choices) {
    for (const auto field : type_of(choice).fields.getFields()) {
      OptionSpec option = option_for(field);
      const bool there = std::any_of(options.begin(), options.end(),
                                     [&](const OptionSpec& o) { return o.name == option.name; });
      if (!there && !set_by_choice(verb, field.getProto().getName().cStr(), choice.type))
        options.push_back(option);
    }
  }
  const std::vector<OptionSpec> common = entry_options();
  options.insert(options.end(), common.begin(), common.end());
  return options;
}

/// What the options say of one event's fields. An option that only another of the verb's events has
/// is refused later, as the unknown field that it is.
Result<void> take_options(const Verb& verb, const Choice& choice, const Invocation& invocation,
                          Entry& entry) {
  if (!choice.field.empty()) {
    const std::string text(choice.text.empty() ? invocation.get(choice.option) : choice.text);
    if (auto put = put_text(entry.data, entry.type->fields, choice.field, text); !put)
      return pass(put);
  }
  for (const Choice& any : verb.choices) {
    for (const auto field : type_of(any).fields.getFields()) {
      const std::string name = field.getProto().getName().cStr();
      const std::string option = option_of(name);
      if (!invocation.has(option) || entry.data.contains(name)) continue;
      if (auto put = put_text(entry.data, entry.type->fields, name, invocation.get(option)); !put) {
        put.error().where = option;
        return pass(put);
      }
    }
  }
  return {};
}

int run_verb(const Verb& verb, const Invocation& invocation, Context& context) {
  const auto choice = std::find_if(verb.choices.begin(), verb.choices.end(),
                                   [&](const Choice& one) { return chosen(one, invocation); });
  if (choice == verb.choices.end()) {
    const std::string option(verb.choices.front().option);
    return report(context, {ErrorKind::kMalformed, "is missing: which kind?",
                            "probity " + std::string(verb.name) + " --help", option});
  }
  const std::string ref = invocation.get("REF");
  Entry entry{.type = &type_of(*choice),
              .stream = ref.starts_with("finding/") ? ref : "finding/" + ref,
              .verb = true};
  if (auto taken = take_options(verb, *choice, invocation, entry); !taken)
    return report(context, taken.error());
  return record_entry(entry, invocation.all("field=value"), invocation, context);
}

CommandSpec command_for(const Verb& verb) {
  return {.group = "record",
          .name = std::string(verb.name),
          .help = std::string(verb.help),
          .details = std::string(verb.details),
          .example = "probity " + std::string(verb.name) + ' ' + std::string(verb.example),
          .arguments = {{"REF", "the finding, such as em-soc-2023-rec-2", true, false},
                        {"field=value",
                         "source.locator=… and other fields, as probity record takes them", false,
                         true}},
          .options = options_for(verb),
          .takes_format = true,
          .run = [&verb](const Invocation& invocation, Context& context) {
            return run_verb(verb, invocation, context);
          }};
}

}  // namespace

std::vector<CommandSpec> verb_commands() {
  std::vector<CommandSpec> commands;
  for (const Verb& verb : verbs()) commands.push_back(command_for(verb));
  return commands;
}

}  // namespace probity::cli
