#include "eventstore/verify/told_payload.h"

#include <capnp/any.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include "eventstore/base/text.h"
#include "schema/event.capnp.h"

namespace probity::eventstore::verify {
namespace {

/// `read` of the struct that the payload's `data` names; nothing where that is none.
template <class Read>
auto read_data(WordsView payload, Read read) -> decltype(read(capnp::AnyStruct::Reader())) {
  try {
    const kj::ArrayPtr<const capnp::word> segment(
        reinterpret_cast<const capnp::word*>(payload.data()), payload.size());
    const kj::ArrayPtr<const capnp::word> segments[] = {segment};
    capnp::SegmentArrayMessageReader message(segments);
    const auto data = message.getRoot<schema::Content>().getData();
    if (!data.isStruct()) return std::nullopt;
    return read(data.getAs<capnp::AnyStruct>());
  } catch (const kj::Exception&) {
    return std::nullopt;
  }
}

std::string first_text(capnp::AnyStruct::Reader data) {
  const auto pointers = data.getPointerSection();
  if (pointers.size() == 0) return {};
  const capnp::Text::Reader text = pointers[0].getAs<capnp::Text>();
  return {text.begin(), text.size()};
}

}  // namespace

std::optional<std::string> told_origin(WordsView payload) {
  return read_data(payload, [](capnp::AnyStruct::Reader data) -> std::optional<std::string> {
    return first_text(data);
  });
}

std::optional<EventId> told_erased(WordsView payload) {
  return read_data(
      payload, [](capnp::AnyStruct::Reader data) { return event_id_from_text(first_text(data)); });
}

}  // namespace probity::eventstore::verify
