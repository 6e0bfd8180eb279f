// The canonical form of a message that was just built: what capnp::canonicalize() gives, in one
// copy and without the checks that it makes of words from elsewhere.
#pragma once

#include <capnp/message.h>

#include "eventstore/event.h"

namespace probity::projections {

/// Writes over `out` the message's words in canonical form
/// (https://capnproto.org/encoding.html#canonicalization): one segment, objects in preorder,
/// structs without trailing zeros. It holds neither capabilities nor far pointers unless it was
/// built in several segments, which takes longer.
void canonical_words(capnp::MessageBuilder& message, eventstore::Words& out);

}  // namespace probity::projections
