// The terms, a line each: for a person who meets them first on the command line.
#include "cli/setup/words.h"

#include <array>
#include <ostream>
#include <string_view>

#include "cli/text.h"

namespace probity::cli {

namespace {

struct Term {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array kTerms{
    Term{"finding",
         "what an inspection asks for: a cause of concern, a recommendation or an area for "
         "improvement"},
    Term{"cause of concern",
         "a serious failing that the inspectorate reports; its recommendations are findings of "
         "their own"},
    Term{"recommendation",
         "what a report asks its addressees to do; an answer is owed, obedience is not"},
    Term{"area for improvement",
         "something to do better; often closed by the chief officer's own confirmation"},
    Term{"addressee", "a body that must answer a finding; each has a status of its own"},
    Term{"claimed", "an addressee says that it is done (CompletionClaimed)"},
    Term{"signed off", "a senior officer of the addressee agrees (CompletionSignedOff)"},
    Term{"verified", "the inspectorate looked and found it done (VerificationRecorded)"},
    Term{"assured", "an auditor gave an opinion of its own (AssuranceGiven); it changes no status"},
    Term{"closed", "ended, with the reason that was given"},
    Term{"overdue", "the current due date has passed and the addressee has not signed off"},
    Term{"status",
         "awaitingAllocation, inProgress, pendingSignOff, awaitingVerification, verified, closed, "
         "superseded"},
    Term{"grade", "the inspectorate's judgement of one question, on a scale of four or five tiers"},
    Term{"monitoring stage", "scan (routine) or engage (enhanced), for each force"},
    Term{"response",
         "what a policing body publishes within 56 days beginning with the day of publication"},
    Term{"body",
         "an organisation in the register: an inspectorate, a force, a unit, a policing body, an "
         "auditor"},
    Term{"actor", "the body whose act an event is"},
    Term{"recorded by",
         "the body that put the event into the ledger; operator: entered at the ledger's own host"},
    Term{"standing",
         "own (the actor's own client), reported (by another body, with a source), operator "
         "(nobody was authenticated)"},
    Term{"event", "one thing that was said or done, never changed afterwards"},
    Term{"stream", "the events about one thing, in order: finding/em-soc-2023-coc-1"},
    Term{"position", "an event's number in the whole ledger, from 0 without a gap: @217"},
    Term{"version", "an event's number in its stream, from 1"},
    Term{"recorded", "when the ledger took the event; --as-of asks what it knew then"},
    Term{"effective",
         "when the thing happened, as exactly as it is known; --effective asks how the world stood "
         "on a day"},
    Term{"possible", "may have happened by that day, but is not certain: listed, never counted in"},
    Term{"correction",
         "an event that strikes an earlier one of its stream; the old answer stays reachable with "
         "--as-of"},
    Term{"marking", "official or officialSensitive; higher markings are refused"},
    Term{"withheld", "events that the reader may not see: counted, so that totals still agree"},
    Term{"fingerprint",
         "64 hex digits that stand for every event up to a position; two equal ones mean two equal "
         "ledgers"},
    Term{"view",
         "rows made from the events so that questions are quick; may be thrown away at any time"},
};

}  // namespace

CommandSpec words_command() {
  return {.group = "set up",
          .name = "words",
          .help = "the terms, a line each",
          .details = {},
          .example = "probity words",
          .arguments = {},
          .options = {},
          .run = [](const Invocation&, Context& context) -> int {
            constexpr std::size_t kNameWidth = 20;
            for (const Term& term : kTerms) {
              std::string_view name = term.name;
              for (const std::string& line : wrap(term.meaning, context.width - kNameWidth - 2)) {
                context.out << padded(name, kNameWidth) << "  " << line << '\n';
                name = {};
              }
            }
            return kYes;
          }};
}

}  // namespace probity::cli
