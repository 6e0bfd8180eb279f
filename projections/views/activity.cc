#include "projections/views/activity.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "projections/views/common.h"

namespace probity::projections {
namespace {

class ActivityFold final : public Fold {
 public:
  void apply(const FoldEvent& event, FoldContext&) override {
    ++events_;
    if (first_ == nullptr) first_ = &event;
    last_ = &event;
    last_recorded_at_ = std::max(last_recorded_at_, event.stored.placement.recorded_at.micros);
  }

  bool list_events(FoldEvents& out) const override {
    out.insert(out.end(), {first_, last_});
    return true;
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::ActivityRow::Builder;
    auto row = message.initRoot<schema::ActivityRow>();
    auto head = row.initHead();
    row.setEvents(events_);
    put(row, &Row::initFirst, first_);
    put(row, &Row::initLast, last_);
    if (last_ != nullptr) {
      row.setLastType(text(last_->stored.header.type));
      row.setLastRecordedAt(last_recorded_at_);
    }
    return head;
  }

 private:
  std::uint64_t events_ = 0;
  const FoldEvent* first_ = nullptr;
  const FoldEvent* last_ = nullptr;
  std::int64_t last_recorded_at_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace

std::unique_ptr<Fold> make_activity_fold() { return std::make_unique<ActivityFold>(); }

}  // namespace probity::projections
