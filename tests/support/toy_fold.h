// A fold that tells everything it was given: which events, in which order, and what was struck. It
// notes every update.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>

#include "projections/fold/fold.h"

namespace probity::test {

class ToyFold final : public projections::Fold {
 public:
  void apply(const projections::FoldEvent& event, projections::FoldContext& context) override {
    told_ += fmt::format("@{} {}{}; ", event.position().value, event.type(),
                         event.erased() ? " (erased)" : "");
    if (event.type() != "UpdateSubmitted") return;
    const auto* struck = context.struck("UpdateSubmitted");
    context.note(event, struck == nullptr
                            ? "an update"
                            : fmt::format("an update, and @{} struck", struck->position().value));
  }
  bool list_events(projections::FoldEvents&) const override { return true; }  // it keeps words
  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    auto row = message.initRoot<schema::ActivityRow>();
    auto head = row.initHead();
    row.setLastType(told_);
    return head;
  }

 private:
  std::string told_;
};

inline constexpr projections::ViewDefinition kToyView{
    "toy", 7, "finding",
    []() -> std::unique_ptr<projections::Fold> { return std::make_unique<ToyFold>(); }};

inline schema::ActivityRow::Reader toy_row(const eventstore::Words& words) {
  return capnp::readMessageUnchecked<schema::ActivityRow>(
      reinterpret_cast<const capnp::word*>(words.data()));
}

}  // namespace probity::test
