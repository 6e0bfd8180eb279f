// One event and what judging it takes: what is recorded, the register of bodies, and for a
// finding's event the finding as it stands on the event's sort day. Made for one event; the rules
// read it.
#pragma once

#include <vector>

#include "projections/admission/bodies.h"
#include "projections/admission/concerns.h"
#include "projections/admission/streams.h"
#include "projections/admission/submission.h"
#include "projections/admission/tables.h"

namespace probity::projections::admission {

struct Judged {
  Submission event;
  Streams* streams;
  Bodies bodies;
  Kinds actor;                           // the actor's kind
  const FindingFold* finding = nullptr;  // of a finding's event that does not raise it
  Concern concern = {};                  // of the same

  /// The event that opened the stream; null: this one does.
  [[nodiscard]] const FoldEvent* opening() const {
    const KnownStream* stream = streams->find(event.header->stream);
    return stream == nullptr ? nullptr : stream->opening();
  }
};

}  // namespace probity::projections::admission
