// The composition root: the host's clock and randomness, the terminal, the environment; and the
// last boundary for exceptions.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/context.h"
#include "cli/parser.h"
#include "eventstore/lmdb.h"

namespace {

using probity::cli::Context;

std::filesystem::path ledger_folder() {
  const char* folder = std::getenv("PROBITY_LEDGER");
  return folder != nullptr && *folder != '\0' ? folder : "./ledger";
}

void look_at_terminal(Context& context) {
  const char* no_colour = std::getenv("NO_COLOR");
  const bool plain = no_colour != nullptr && *no_colour != '\0';
  context.progress = !plain && ::isatty(STDERR_FILENO) == 1;
  context.terminal = ::isatty(STDOUT_FILENO) == 1;
  if (!context.terminal) return;
  context.colour = !plain;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return;
  if (size.ws_col >= 40) context.width = size.ws_col;
  context.lines = size.ws_row;
}

int run(const std::vector<std::string>& words, Context& context) {
  try {
    return probity::cli::run_words(probity::cli::all_commands(), words, context);
  } catch (const probity::eventstore::lmdb::StorageFault& fault) {
    return report(context, fault.error());
  } catch (const std::exception& error) {
    context.words << "probity: something went wrong that should not have: " << error.what()
                  << "\nThis is a bug; the ledger keeps what was acknowledged. Please report it "
                     "with the command you "
                     "typed.\n";
    return probity::cli::kBug;
  }
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that goes away (`| head`) ends the process quietly, as it does every other tool.
  std::signal(SIGPIPE, SIG_DFL);
  std::ios::sync_with_stdio(false);
  probity::HostClock clock;
  probity::HostEntropy entropy;
  Context context{.ledger = ledger_folder(),
                  .out = std::cout,
                  .words = std::cerr,
                  .clock = clock,
                  .entropy = entropy};
  look_at_terminal(context);
  const int code = run({argv + 1, argv + argc}, context);
  std::cout.flush();
  if (!std::cout && code == probity::cli::kYes) {
    std::cerr << "probity: the output could not be written\n";
    return probity::cli::kStorage;
  }
  return code;
}
