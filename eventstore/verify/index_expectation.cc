#include "eventstore/verify/index_expectation.h"

#include "eventstore/index.h"
#include "eventstore/proof/hash.h"

namespace probity::eventstore::verify {

void IndexExpectation::add(Position position, const EnvelopeView& envelope) {
  ids_.add(envelope.id(), position);
  if (envelope.version().value % kMarkedVersions == 0) marked_.push_back(position);
  size_ = TreeSize{position.value + 1};
}

void IndexExpectation::take(Position position, const SliceEvent& event, const StreamHeads& heads,
                            TreeSize size) {
  if (position.value >= size.value || !event.envelope) return;
  add(position, *event.envelope);
  if (size_ == size) heads_ = heads;
}

Result<void> IndexExpectation::extend(LogView& log, TreeSize size) {
  if (size > size_) {
    return log.scan(Position{size_.value}, size, [&](Position position, const Record& record) {
      const auto envelope = EnvelopeView::over(record.envelope);
      if (!envelope) return true;
      heads_.head(heads_.place(envelope->stream())) = {position, envelope->version(),
                                                       proof::leaf_hash(bytes_of(record.envelope))};
      add(position, *envelope);
      return true;
    });
  }
  return {};
}

}  // namespace probity::eventstore::verify
