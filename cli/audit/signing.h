// Making a checkpoint: the seal, the proof that the ledger only grew, the signature, the keeping.
#pragma once

#include <string>

#include "cli/recording.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::cli {

struct CheckpointWish {
  std::string name;       // its label; empty: none
  std::string key_file;   // empty: the ledger's own
  std::string sign_with;  // a command that signs in place of a key file; empty: none
};

struct MadeCheckpoint {
  proof::Checkpoint checkpoint;
  std::string note;
  bool known = false;  // nothing was recorded since the last one, which this is
};

/// Appends HeadsSealed, proves the new head consistent with the last checkpoint kept, signs it and
/// keeps it. Where nothing was recorded since the last checkpoint that one is answered, under the
/// new name if it had none. kRefused where the key is not on record, retired or compromised;
/// kCorrupt where the ledger contradicts what it signed before; else as the writer and
/// keep_checkpoint().
[[nodiscard]] Result<MadeCheckpoint> make_checkpoint(Recording& recording,
                                                     const CheckpointWish& wish, Context& context);

}  // namespace probity::cli
