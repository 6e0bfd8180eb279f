#include "cli/ask/proving.h"

#include <fmt/format.h>

#include <ostream>

#include "cli/render.h"
#include "cli/session.h"

namespace probity::cli {
namespace {

Result<void> leave_evidence(const Invocation& invocation, Context& context,
                            projections::World& world, const Proving& proving) {
  auto maker = EvidenceMaker::open(world.snapshot(), invocation.get("--checkpoint"), {});
  if (!maker) return pass(maker);
  const auto evidence = proving(*maker, world);
  if (!evidence) return std::unexpected(evidence.error());
  const std::string file = invocation.get("--prove");
  if (auto written = write_evidence(file, evidence->text(), context); !written) return written;
  context.words << fmt::format(
      "probity: evidence of {} events under the checkpoint of {}; who holds the verifier key "
      "checks "
      "it with: probity verify-proof {} --key VKEY\n",
      evidence->events.size(), maker->checkpoint().size.value, file);
  return {};
}

}  // namespace

std::vector<OptionSpec> proving_options() {
  return {{"--prove", "FILE", "write evidence of the answer there, for verify-proof", false, {}},
          {"--checkpoint", "NAME", "with --prove: under the checkpoint of that name", false, {}}};
}

int ask_and_prove(const Invocation& invocation, Context& context, const Question& question,
                  const Proving& proving) {
  auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  projections::World& world = *(*asking)->world;
  const auto answer = question(world);
  if (!answer) return report(context, answer.error());
  const int code = print_answer(*answer, invocation, context);
  if (!invocation.has("--prove")) return code;
  const auto left = leave_evidence(invocation, context, world, proving);
  return left ? code : report(context, left.error());
}

}  // namespace probity::cli
