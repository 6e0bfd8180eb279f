// What an event names must be there: bodies, findings, inspections, agreements, wherever the schema
// says that a text is one. "There" is as recorded so far, the request's own earlier events among
// it, whatever the effective time; a stream whose opening event is struck is not. Throws Fault.
#pragma once

#include <string_view>

#include "eventstore/base/result.h"
#include "projections/admission/bodies.h"
#include "projections/admission/streams.h"
#include "projections/admission/submission.h"

namespace probity::projections::admission {

/// kRefused names the field, the value and the nearest known one.
[[nodiscard]] Result<void> check_references(const Submission& event, Streams& streams);

/// kRefused unless the body is registered; `where` is the field that names it, `noun` what it is
/// there: `actor`.
[[nodiscard]] Result<void> check_body(std::string_view body, std::string_view where,
                                      Streams& streams, std::string_view noun = "body");

/// The ids in a stream's name and the payload's must agree, and name registered bodies where they
/// name bodies.
[[nodiscard]] Result<void> check_stream_ids(const Submission& event, Streams& streams);

/// kRefused: a stream that is not there, with the nearest of its category.
[[nodiscard]] std::unexpected<Error> refuse_unknown_stream(const Submission& event,
                                                           const Streams& streams);

}  // namespace probity::projections::admission
