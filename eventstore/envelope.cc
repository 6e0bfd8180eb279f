#include "eventstore/envelope.h"

#include <capnp/any.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <fmt/format.h>
#include <kj/exception.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "eventstore/base/limits.h"
#include "eventstore/proof/hash.h"
#include "schema/event.capnp.h"

namespace probity::eventstore {
namespace {

constexpr std::size_t kMaxWords = limits::kEnvelopeBytes / sizeof(std::uint64_t);
constexpr std::uint64_t kNoPrevious = ~std::uint64_t{0};
// The word of standing (16 bits), marking (16) and clockHeld (1); the rest of it is nobody's and
// zero.
constexpr std::size_t kFlagsWord = 23;
constexpr unsigned kFlagBits = 33;

/// Ids and hashes lie in words as their bytes in order: word i, stored little-endian, holds bytes
/// 8i to 8i+7.
template <class Id>
std::uint64_t word_of(const Id& id, std::size_t i) {
  std::uint64_t word = 0;
  std::memcpy(&word, id.bytes.data() + i * sizeof word, sizeof word);
  return word;
}

template <class Id>
Id from_words(std::initializer_list<std::uint64_t> words) {
  Id id;
  std::size_t at = 0;
  for (const std::uint64_t word : words) {
    std::memcpy(id.bytes.data() + at, &word, sizeof word);
    at += sizeof word;
  }
  return id;
}

capnp::Text::Reader text_of(const std::string& text) { return {text.c_str(), text.size()}; }

void fill_words(schema::Envelope::Builder envelope, const Header& header,
                const Placement& placement, const Hash& digest) {
  envelope.setPosition(placement.position.value);
  envelope.setVersion(placement.version.value);
  envelope.setRecordedAt(placement.recorded_at.micros);
  envelope.setId0(word_of(header.id, 0));
  envelope.setId1(word_of(header.id, 1));
  envelope.setPreviousPosition(placement.previous ? placement.previous->value : kNoPrevious);
  envelope.setPreviousLeaf0(word_of(placement.previous_leaf, 0));
  envelope.setPreviousLeaf1(word_of(placement.previous_leaf, 1));
  envelope.setPreviousLeaf2(word_of(placement.previous_leaf, 2));
  envelope.setPreviousLeaf3(word_of(placement.previous_leaf, 3));
  envelope.setPayloadDigest0(word_of(digest, 0));
  envelope.setPayloadDigest1(word_of(digest, 1));
  envelope.setPayloadDigest2(word_of(digest, 2));
  envelope.setPayloadDigest3(word_of(digest, 3));
  envelope.setCorrelation0(word_of(header.correlation, 0));
  envelope.setCorrelation1(word_of(header.correlation, 1));
  envelope.setCausation0(word_of(header.causation, 0));
  envelope.setCausation1(word_of(header.causation, 1));
  envelope.setClient0(word_of(header.client, 0));
  envelope.setClient1(word_of(header.client, 1));
  envelope.setClient2(word_of(header.client, 2));
  envelope.setClient3(word_of(header.client, 3));
  envelope.setStanding(static_cast<schema::Standing>(header.standing));
  envelope.setMarking(static_cast<schema::Marking>(header.marking));
  envelope.setClockHeld(placement.clock_held);
}

void fill_list(capnp::List<capnp::Text>::Builder list, const std::vector<std::string>& texts) {
  for (unsigned i = 0; i < list.size(); ++i) list.set(i, text_of(texts[i]));
}

/// In the order of the pointers, each once, so that the message is canonical as it is built.
void fill_texts(schema::Envelope::Builder envelope, const Header& header) {
  if (!header.audience.empty()) {
    fill_list(envelope.initAudience(static_cast<unsigned>(header.audience.size())),
              header.audience);
  }
  if (!header.concerns.empty()) {
    fill_list(envelope.initConcerns(static_cast<unsigned>(header.concerns.size())),
              header.concerns);
  }
  envelope.setStream(text_of(header.stream.text()));
  envelope.setType(text_of(header.type));
  envelope.setEffective(text_of(header.effective));
  envelope.setActor(text_of(header.actor));
  envelope.setRecordedBy(text_of(header.recorded_by));
}

std::vector<std::string> strings_of(capnp::List<capnp::Text>::Reader list) {
  std::vector<std::string> out;
  out.reserve(list.size());
  for (const capnp::Text::Reader text : list) out.emplace_back(text.begin(), text.size());
  return out;
}

std::string string_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

std::unexpected<Error> no_envelope(std::string_view why) {
  return fail(ErrorKind::kCorrupt, fmt::format("the bytes stored are no envelope: {}", why));
}

Placement placement_of(schema::Envelope::Reader envelope) {
  Placement placement;
  placement.position = Position{envelope.getPosition()};
  placement.version = StreamVersion{envelope.getVersion()};
  placement.recorded_at = Instant{envelope.getRecordedAt()};
  if (envelope.getPreviousPosition() != kNoPrevious) {
    placement.previous = Position{envelope.getPreviousPosition()};
  }
  placement.previous_leaf =
      from_words<Hash>({envelope.getPreviousLeaf0(), envelope.getPreviousLeaf1(),
                        envelope.getPreviousLeaf2(), envelope.getPreviousLeaf3()});
  placement.clock_held = envelope.getClockHeld();
  return placement;
}

Header header_of(schema::Envelope::Reader envelope, StreamId stream) {
  return Header{
      .id = from_words<EventId>({envelope.getId0(), envelope.getId1()}),
      .stream = std::move(stream),
      .type = string_of(envelope.getType()),
      .effective = string_of(envelope.getEffective()),
      .actor = string_of(envelope.getActor()),
      .recorded_by = string_of(envelope.getRecordedBy()),
      .standing = static_cast<Standing>(envelope.getStanding()),
      .client = from_words<Hash>({envelope.getClient0(), envelope.getClient1(),
                                  envelope.getClient2(), envelope.getClient3()}),
      .marking = static_cast<Marking>(envelope.getMarking()),
      .audience = strings_of(envelope.getAudience()),
      .correlation = from_words<EventId>({envelope.getCorrelation0(), envelope.getCorrelation1()}),
      .causation = from_words<EventId>({envelope.getCausation0(), envelope.getCausation1()}),
      .concerns = strings_of(envelope.getConcerns()),
  };
}

/// What every envelope that was ever accepted holds.
std::string_view flaw_of(const Header& header, const Placement& placement) {
  if (header.id.is_nil()) return "its id is nil";
  if (header.type.empty() || header.type.size() > limits::kTypeBytes) return "its type has no name";
  if (header.standing == Standing::kUnset || header.standing > Standing::kLedger) {
    return "its standing is none";
  }
  if (header.marking == Marking::kUnset || header.marking > Marking::kOfficialSensitive) {
    return "its marking is none";
  }
  if (placement.version.value == 0) return "its version is 0";
  if ((placement.version.value == 1) == placement.previous.has_value()) {
    return "its version and its previous event contradict each other";
  }
  if (placement.previous && *placement.previous >= placement.position) {
    return "its previous event comes after it";
  }
  return {};
}

enum class Form { kChecked, kTrusted };

Result<DecodedEnvelope> decode_words(WordsView words, Form form) {
  const kj::ArrayPtr<const capnp::word> segment(reinterpret_cast<const capnp::word*>(words.data()),
                                                words.size());
  const kj::ArrayPtr<const capnp::word> segments[] = {segment};
  capnp::SegmentArrayMessageReader message(segments);
  if (form == Form::kChecked && !message.isCanonical())
    return no_envelope("they are not in canonical form");
  if (words.size() <= kFlagsWord || words[kFlagsWord] >> kFlagBits != 0)
    return no_envelope("a field too many is set");
  const auto envelope = message.getRoot<schema::Envelope>();
  auto stream = StreamId::parse(string_of(envelope.getStream()));
  if (!stream) return no_envelope(stream.error().what);
  DecodedEnvelope decoded{
      .header = header_of(envelope, std::move(*stream)),
      .placement = placement_of(envelope),
      .payload_digest =
          from_words<Hash>({envelope.getPayloadDigest0(), envelope.getPayloadDigest1(),
                            envelope.getPayloadDigest2(), envelope.getPayloadDigest3()}),
  };
  if (const auto flaw = flaw_of(decoded.header, decoded.placement); !flaw.empty()) {
    return no_envelope(flaw);
  }
  return decoded;
}

Result<DecodedEnvelope> decode(WordsView words, Form form) {
  if (words.empty() || words.size() > kMaxWords)
    return no_envelope("their number is none of an envelope's");
  try {
    return decode_words(words, form);
  } catch (const kj::Exception& broken) {
    return no_envelope(broken.getDescription().cStr());
  }
}

}  // namespace

Hash payload_digest(const Salt& salt, WordsView payload) {
  return proof::sha256({salt.bytes, bytes_of(payload)});
}

Words encode_envelope(const Header& header, const Placement& placement,
                      const Hash& payload_digest) {
  Words out;
  append_envelope(out, header, placement, payload_digest);
  return out;
}

void append_envelope(Words& out, const Header& header, const Placement& placement,
                     const Hash& payload_digest) {
  // Zeroed again by the builder's destructor, as it must be before its next use.
  thread_local std::vector<capnp::word> scratch(kMaxWords);
  capnp::MallocMessageBuilder message(kj::arrayPtr(scratch.data(), scratch.size()));
  const auto envelope = message.initRoot<schema::Envelope>();
  fill_words(envelope, header, placement, payload_digest);
  fill_texts(envelope, header);
  const auto segments = message.getSegmentsForOutput();
  if (segments.size() != 1) {
    std::fputs("envelope: above its largest size, though every part of it is bounded\n", stderr);
    std::abort();
  }
  const auto* begin = reinterpret_cast<const std::uint64_t*>(segments[0].begin());
  out.insert(out.end(), begin, begin + segments[0].size());
}

Result<DecodedEnvelope> decode_envelope(WordsView words) { return decode(words, Form::kChecked); }

Result<DecodedEnvelope> read_envelope(WordsView words) { return decode(words, Form::kTrusted); }

Result<Event> decode_record(const Record& record) {
  auto envelope = decode_envelope(record.envelope);
  if (!envelope) return pass(envelope);
  const bool erased = record.payload.empty() && record.salt == Salt{};
  if (!erased && payload_digest(record.salt, record.payload) != envelope->payload_digest) {
    return fail(
        ErrorKind::kCorrupt,
        fmt::format("the payload of the event at position {} is not the one that was recorded",
                    envelope->placement.position.value));
  }
  return Event{
      .header = std::move(envelope->header),
      .placement = envelope->placement,
      .payload_digest = envelope->payload_digest,
      .leaf = proof::leaf_hash(bytes_of(record.envelope)),
      .salt = record.salt,
      .payload = Words(record.payload.begin(), record.payload.end()),
  };
}

bool same_content(const Event& stored, const NewEvent& offered) {
  const Header& a = stored.header;
  const Header& b = offered.header;
  const bool same_header = a.stream == b.stream && a.type == b.type && a.effective == b.effective &&
                           a.actor == b.actor && a.marking == b.marking &&
                           a.audience == b.audience && a.correlation == b.correlation &&
                           a.causation == b.causation;
  return same_header && (stored.erased() || stored.payload == offered.payload);
}

}  // namespace probity::eventstore
