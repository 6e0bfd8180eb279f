// The row that a view makes of a stream, kept with its words.
#pragma once

#include <capnp/serialize.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/fold/fold.h"
#include "projections/world.h"
#include "tests/support/events.h"

namespace probity::test {

inline constexpr std::string_view kLongAfter = "2030-01-01";

template <class Row>
class Folded {
 public:
  Folded(const Stream& stream, std::string_view day, std::size_t prefix)
      : words_(projections::fold_row(*projections::find_view(projections::view_of<Row>()),
                                     stream.history(), *day_from_text(day), prefix)) {}
  typename Row::Reader operator*() const {
    return capnp::readMessageUnchecked<Row>(reinterpret_cast<const capnp::word*>(words_.data()));
  }
  [[nodiscard]] const eventstore::Words& words() const { return words_; }

 private:
  eventstore::Words words_;
};

/// The row as of the stream's last event, on a day.
template <class Row>
Folded<Row> fold(const Stream& stream, std::string_view day = kLongAfter) {
  return Folded<Row>(stream, day, stream.history().events().size());
}

inline std::string str(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

inline std::vector<std::string> strs(capnp::List<capnp::Text>::Reader list) {
  std::vector<std::string> texts;
  for (const auto text : list) texts.push_back(str(text));
  return texts;
}

/// `@3 closed without a verification`, in order.
inline std::vector<std::string> notes(schema::Head::Reader head) {
  std::vector<std::string> texts;
  for (const auto note : head.getNotes()) {
    texts.push_back(fmt::format("@{} {}", note.getPosition(), str(note.getText())));
  }
  return texts;
}

inline constexpr std::uint64_t kNever = 0xffffffffffffffff;

using Texts = std::vector<std::string>;

}  // namespace probity::test
