#include <capnp/serialize.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "tests/property/json/random_line.h"
#include "tests/support/lines.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

Line taken(const ordered_json& document) {
  auto line = test::parse(document.dump());
  if (!line) RC_FAIL(test::told(line.error()) + '\n' + document.dump());
  return std::move(*line);
}

RC_GTEST_PROP(RandomLine, IsGivenBackAsItWasTaken, ()) {
  const ordered_json document = test::any_line();
  const Line line = taken(document);
  RC_ASSERT(test::data_of(line).dump() == document["data"].dump());
  const auto content = schema::content_of(line.payload);
  RC_ASSERT(to_json(content.getSource()).dump() ==
            document.value("source", ordered_json::object()).dump());
  RC_ASSERT(std::string(content.getPerson().cStr()) == document.value("person", ""));
}

RC_GTEST_PROP(RandomLine, HasACanonicalPayload, ()) {
  const Line line = taken(test::any_line());
  const kj::ArrayPtr<const capnp::word> segment(
      reinterpret_cast<const capnp::word*>(line.payload.data()), line.payload.size());
  capnp::SegmentArrayMessageReader message(kj::arrayPtr(&segment, 1));
  RC_ASSERT(message.isCanonical());
}

RC_GTEST_PROP(RandomLine, MakesTheSameBytesInEveryOrderOfItsMembers, ()) {
  const ordered_json document = test::any_line();
  const Line line = taken(document);
  const Line other = taken(test::shuffled(document));
  RC_ASSERT(other.payload == line.payload);
  RC_ASSERT(other.canonical == line.canonical);
}

RC_GTEST_PROP(RandomLine, MakesTheSameBytesFromItsCanonicalForm, ()) {
  const Line line = taken(test::any_line());
  const auto again = test::parse(line.canonical);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->payload == line.payload);
  RC_ASSERT(again->canonical == line.canonical);
}

RC_GTEST_PROP(RandomLine, IsTheSameFromATextAndFromADocument, ()) {
  const ordered_json document = test::any_line();
  const auto line = test::take(document);
  RC_ASSERT(line.has_value());
  RC_ASSERT(line->payload == taken(document).payload);
}

RC_GTEST_PROP(RandomLine, IsRefusedWhenItIsCut, ()) {
  const std::string text = test::any_line().dump();
  RC_ASSERT(
      !test::parse(text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size()))).has_value());
}

RC_GTEST_PROP(RandomLine, IsTakenOrRefusedButNeverMisreadWithBytesChanged, ()) {
  std::string text = test::any_line().dump();
  const int changes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < changes; ++i) {
    text[*rc::gen::inRange<std::size_t>(0, text.size())] =
        static_cast<char>(*rc::gen::inRange(0, 256));
  }
  const auto line = test::parse(text);
  if (!line) {
    RC_ASSERT(!line.error().what.empty());
    return;
  }
  const auto again = test::parse(line->canonical);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->payload == line->payload);
}

}  // namespace
}  // namespace probity::json
