// `status REF`, `evidence [REF]`.
#include "projections/questions/findings/status.h"
#include "cli/ask/asking.h"
#include "cli/ask/findings_commands.h"
#include "cli/ask/proving.h"
#include "projections/questions/findings/evidence.h"

namespace probity::cli {

namespace {

using projections::World;

int run_status(const Invocation& invocation, Context& context) {
  const std::string ref = invocation.get("REF");
  return ask_and_prove(
      invocation, context,
      [&](World& world) { return projections::ask_status(world, {.ref = ref}); },
      [&](EvidenceMaker& maker, World& world) -> Result<proof::Evidence> {
        const auto stream = stream_meant(ref);
        if (!stream) return std::unexpected(stream.error());
        return maker.status(*stream, world.moment().size, world.moment().day);
      });
}

int run_evidence(const Invocation& invocation, Context& context) {
  return ask(invocation, context, [&](World& world) {
    return projections::ask_evidence(world, {.ref = invocation.get("REF"),
                                             .body = invocation.get("--body"),
                                             .for_body = invocation.get("--for")});
  });
}

}  // namespace

CommandSpec status_command() {
  return {.group = "ask",
          .name = "status",
          .help = "where a finding stands with each addressee, and on whose word",
          .details =
              "The finding's own status is its least advanced addressee's. Claimed, signed off, "
              "verified and assured "
              "are counted apart: they are acts of different bodies. Exit 1 if there is no such "
              "finding, or it was "
              "not yet raised.",
          .example = "probity status em-soc-2023-coc-1 --effective 2024-04-17",
          .arguments = {{"REF", "the finding, such as em-soc-2023-coc-1", true, false}},
          .options = proving_options(),
          .takes_moment = true,
          .takes_format = true,
          .run = run_status};
}

CommandSpec evidence_command() {
  return {.group = "ask",
          .name = "evidence",
          .help = "documents bound to findings by SHA-256 and length",
          .details = "Evidence that was withdrawn is struck, not left out.",
          .example = "probity evidence em-soc-2023-coc-1",
          .arguments = {{"REF", "of that finding; of all if left out", false, false}},
          .options =
              {{"--body", "BODY", "that concerns that addressee", false, {}},
               {"--for", "BODY", "that concerns it or a unit that it is a member of", false, {}}},
          .takes_moment = true,
          .takes_format = true,
          .run = run_evidence};
}

}  // namespace probity::cli
