// Whether words are an envelope exactly as FORMAT.md has it: what decode_envelope() judges, without
// building anything from it, so that every event of a ledger can be asked. Stricter than that where
// the format is: a struct of another size or a text left out is no envelope of this format. A pure
// function, any thread.
#pragma once

#include <string_view>

#include "eventstore/event.h"

namespace probity::eventstore::verify {

/// What is wrong with them first; empty if they are one.
[[nodiscard]] std::string_view envelope_flaw(WordsView words);

}  // namespace probity::eventstore::verify
