#include "projections/views/practice.h"

#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Highlight = Told<schema::PracticeHighlighted>;

void write_practice(schema::Practice::Builder& row, const Highlight& highlight) {
  set_act(row.initAct(), *highlight.event);
  put(row, &schema::Practice::Builder::setBody, highlight.data().getBody());
  put(row, &schema::Practice::Builder::setTitle, highlight.data().getTitle());
}

class PracticeFold final : public TableFold<PracticeFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<PracticeFold>>({
        {"PracticeHighlighted", &PracticeFold::highlighted},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    auto row = message.initRoot<schema::PracticeRow>();
    auto head = row.initHead();
    put_each(row, &schema::PracticeRow::Builder::initItems, items_, write_practice);
    return head;
  }

 private:
  void highlighted(const FoldEvent& event, FoldContext&) { items_.emplace_back(event); }

  std::vector<Highlight> items_;
};

}  // namespace

std::unique_ptr<Fold> make_practice_fold() { return std::make_unique<PracticeFold>(); }

}  // namespace probity::projections
