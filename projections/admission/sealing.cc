#include "projections/admission/sealing.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <cstring>
#include <utility>
#include <vector>

#include "eventstore/base/text.h"
#include "eventstore/envelope.h"
#include "eventstore/proof/seal.h"
#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"

namespace probity::projections::admission {
namespace {

eventstore::Words payload_of(const proof::Seal& seal) {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  auto data = content.initData().initAs<schema::HeadsSealed>();
  data.setSize(seal.size.value);
  data.setRoot(to_hex(seal.root.bytes));
  const auto words = capnp::canonicalize(content.asReader());
  eventstore::Words payload(words.size());
  std::memcpy(payload.data(), words.begin(), words.size() * sizeof(capnp::word));
  return payload;
}

}  // namespace

Result<void> seal_heads(eventstore::NewEvent& event, const eventstore::Recorded& recorded) {
  auto heads = recorded.heads();
  if (!heads) return pass(heads);
  std::vector<proof::StreamHead> leaves;
  leaves.reserve(heads->size());
  for (auto& [stream, head] : *heads) leaves.push_back({std::move(stream), head.last});
  auto sealed = proof::SealedHeads::of(std::move(leaves));
  if (!sealed) return pass(sealed);
  event.payload = payload_of({recorded.size(), sealed->root()});
  event.payload_digest = eventstore::payload_digest(event.salt, event.payload);
  return {};
}

}  // namespace probity::projections::admission
