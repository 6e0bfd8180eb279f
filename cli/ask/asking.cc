#include "cli/ask/asking.h"

#include "cli/render.h"
#include "cli/session.h"

namespace probity::cli {

int ask(const Invocation& invocation, Context& context, const Question& question) {
  auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  auto answer = question(*(*asking)->world);
  if (!answer) return report(context, answer.error());
  return print_answer(*answer, invocation, context);
}

}  // namespace probity::cli
