// The fastest way that this machine has to hash many messages at once.
#pragma once

#include "eventstore/proof/hash_many.h"

namespace probity::eventstore {

/// In lanes of AVX-512, AVX2 or SSE registers (Intel's multi-buffer library) where the program was
/// built with it; else OpenSSL, one after the other.
[[nodiscard]] proof::HashMany hash_many();

}  // namespace probity::eventstore
