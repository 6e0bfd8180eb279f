// What `./dev bench [NAME]` runs.
#pragma once

#include <cstdint>

#include "eventstore/ledger.h"

namespace probity::bench {

void bench_append();
void bench_scan();
void bench_ask();
void bench_verify();

/// The sum of three fields of every event.
std::uint64_t scan_ledger(const eventstore::Ledger& ledger);

}  // namespace probity::bench
