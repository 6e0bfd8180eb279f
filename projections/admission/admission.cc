#include "projections/admission/admission.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "projections/admission/corrections.h"
#include "projections/admission/fault.h"
#include "projections/admission/finding_rules.h"
#include "projections/admission/judged.h"
#include "projections/admission/markings.h"
#include "projections/admission/order.h"
#include "projections/admission/references.h"
#include "projections/admission/sealing.h"
#include "projections/admission/who.h"
#include "projections/time/london.h"

namespace probity::projections {
namespace {

using namespace admission;  // NOLINT(google-build-using-namespace): the rules, all of them
using eventstore::NewEvent;

bool is_any(const Submission& event) { return event.type->stream == "*"; }

Result<void> check_taken(const Submission& event) {
  if (!event.is("PayloadErased")) return {};
  return fail(ErrorKind::kRefused, "PayloadErased is not taken yet",
              "The command that erases a payload is still to come; strike the event, or change its "
              "marking.",
              "type");
}

Result<void> check_begun(const Submission& event, const Streams& streams) {
  const bool first = streams.recorded().size().value == 0 && !streams.has_own_events();
  if (!first || event.is("LedgerCreated")) return {};
  return fail(ErrorKind::kRefused, "a ledger's first event is LedgerCreated",
              "Make the ledger with `probity init`.", "type");
}

class Admission final : public eventstore::AdmissionRules {
 public:
  Result<void> admit(const eventstore::Recorded& recorded, std::span<NewEvent> events) override {
    for (NewEvent& event : events) {
      if (event.header.type != "HeadsSealed") continue;
      if (events.size() > 1) {
        return fail(ErrorKind::kRefused, "HeadsSealed is a request of its own",
                    "it seals what stands before it");
      }
      if (auto sealed = seal_heads(event, recorded); !sealed) return sealed;
    }
    streams_.begin(recorded);
    auto judged = judge_all(events);
    streams_.end();
    return judged;
  }

  /// Nothing to forget: what is kept is checked by its leaf hash when it is used, and the request's
  /// own events are gone.
  void forget_uncommitted() override {}

 private:
  Result<void> judge_all(std::span<NewEvent> events) {
    try {
      const Day today = london_day(streams_.recorded().now());
      for (std::size_t i = 0; i < events.size(); ++i) {
        auto judged = judge(events[i], today, events);
        if (!judged) {
          if (events.size() > 1) {
            judged.error().where = fmt::format("events[{}].{}", i, judged.error().where);
          }
          return judged;
        }
        if (i + 1 < events.size()) streams_.add(events[i]);
      }
    } catch (const Fault& fault) {
      return std::unexpected(fault.error());
    }
    return {};
  }

  Result<void> judge(NewEvent& offered, Day today, std::span<const NewEvent> request) {
    auto opened = Submission::open(offered, today);
    if (!opened) return pass(opened);
    const Submission& event = *opened;
    if (auto begun = check_begun(event, streams_); !begun) return begun;
    if (auto marking = ceiling_.check(event, streams_); !marking) return marking;
    if (auto taken = check_taken(event); !taken) return taken;
    auto actor = check_standing(event, streams_);
    if (!actor) return pass(actor);
    if (auto named = check_names(event, request); !named) return named;

    Judged judged{
        .event = event, .streams = &streams_, .bodies = Bodies(streams_), .actor = *actor};
    offered.header.concerns.clear();
    if (event.category() == "finding" && !event.type->opening && !is_any(event)) {
      if (auto found = find_concern(judged); !found) return found;
      fill_concerns(offered.header, judged.concern);
    }
    if (auto who = check_who(judged); !who) return who;
    return judged.finding == nullptr ? Result<void>{} : check_finding(judged);
  }

  Result<void> check_names(const Submission& event, std::span<const NewEvent> request) {
    if (auto body = check_registration(event); !body) return body;
    if (auto known = check_references(event, streams_); !known) return known;
    if (auto order = check_order(event, streams_); !order) return order;
    if (auto ids = check_stream_ids(event, streams_); !ids) return ids;
    return check_named_event(event, streams_, [&](const EventId& id) {
      return std::ranges::any_of(request, [&](const auto& other) { return other.header.id == id; });
    });
  }

  /// The finding as it stands on the event's sort day, and whom of it the event concerns.
  Result<void> find_concern(Judged& judged) {
    KnownStream* stream = streams_.find(judged.event.header->stream);
    judged.finding = &stream->finding.on(stream->history, judged.event.day());
    auto concern = concern_of(judged.event, *judged.finding, judged.bodies);
    if (!concern) return pass(concern);
    judged.concern = std::move(*concern);
    return {};
  }

  static void fill_concerns(eventstore::Header& header, const Concern& concern) {
    if (concern.all) return;
    for (const auto* addressee : concern.addressees) header.concerns.push_back(addressee->body);
  }

  Streams streams_;
  Ceiling ceiling_;
};

}  // namespace

std::unique_ptr<eventstore::AdmissionRules> make_admission() {
  return std::make_unique<Admission>();
}

}  // namespace probity::projections
