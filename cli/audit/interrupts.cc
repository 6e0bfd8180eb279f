#include "cli/audit/interrupts.h"

#include <signal.h>

namespace probity::cli {
namespace {

volatile std::sig_atomic_t kept = 0;

}  // namespace

HeedInterrupts::HeedInterrupts() {
  kept = 0;
  struct sigaction heed{};
  heed.sa_handler = [](int) { kept = 1; };
  heed.sa_flags = SA_RESTART;
  sigaction(SIGINT, &heed, &interrupt_);
  sigaction(SIGTERM, &heed, &terminate_);
}

HeedInterrupts::~HeedInterrupts() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
}

bool HeedInterrupts::interrupted() { return kept != 0; }

}  // namespace probity::cli
