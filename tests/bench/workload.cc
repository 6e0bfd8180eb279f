#include "tests/bench/workload.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <fmt/format.h>

#include <cstring>
#include <map>

#include "eventstore/envelope.h"
#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"
#include "tests/support/new_events.h"

namespace probity::bench {
namespace {

constexpr std::size_t kSmallText = 250;
constexpr std::size_t kLargeText = 4'000;
constexpr unsigned kLargeEvery = 20;
constexpr std::size_t kRequestEvents = 250;

eventstore::Words make_payload(std::mt19937_64& random, std::size_t text_bytes) {
  std::string text(text_bytes, 'x');
  for (std::size_t i = 0; i < text.size(); i += 7) text[i] = static_cast<char>('a' + random() % 26);
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  auto update = content.initData().initAs<schema::UpdateSubmitted>();
  update.setBody("emsou");
  update.setNarrative(text);
  update.setRag(schema::Rag::AMBER);
  const auto words = capnp::canonicalize(content.asReader());
  eventstore::Words out(words.size());
  std::memcpy(out.data(), words.begin(), words.size() * sizeof(capnp::word));
  return out;
}

template <class Bytes>
void fill(Bytes& bytes, std::mt19937_64& random) {
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
}

}  // namespace

Workload::Workload(std::uint64_t seed, std::uint64_t streams) : random_(seed), versions_(streams) {}

std::vector<Item> Workload::take(std::size_t count, bool records) {
  std::vector<Item> items;
  items.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t stream = random_() % versions_.size();
    auto name = StreamId::parse(fmt::format("finding/bench-{}", stream));
    Item item{.event = test::new_note(*name, {}, {}),
              .stream = stream,
              .expected_version = versions_[stream]++,
              .record = {}};
    item.event.header.type = "UpdateSubmitted";
    item.event.payload =
        make_payload(random_, random_() % kLargeEvery == 0 ? kLargeText : kSmallText);
    fill(item.event.header.id.bytes, random_);
    fill(item.event.salt.bytes, random_);
    item.event.payload_digest = eventstore::payload_digest(item.event.salt, item.event.payload);
    if (records) {
      const eventstore::Words envelope =
          eventstore::encode_envelope(item.event.header, {}, item.event.payload_digest);
      item.record.resize((envelope.size() + item.event.payload.size()) * 8);
      std::memcpy(item.record.data(), envelope.data(), envelope.size() * 8);
      std::memcpy(item.record.data() + envelope.size() * 8, item.event.payload.data(),
                  item.event.payload.size() * 8);
    }
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<eventstore::Request> as_requests(const std::vector<Item>& items, std::size_t from,
                                             std::size_t count) {
  std::vector<eventstore::Request> requests;
  for (std::size_t i = from; i < from + count; i += kRequestEvents) {
    eventstore::Request request;
    std::map<StreamId, std::uint64_t> first;
    for (std::size_t k = i; k < std::min(i + kRequestEvents, from + count); ++k) {
      first.try_emplace(items[k].event.header.stream, items[k].expected_version);
      request.events.push_back(items[k].event);
    }
    for (const auto& [stream, version] : first) {
      request.expected.emplace_back(stream, eventstore::ExactVersion{StreamVersion{version}});
    }
    requests.push_back(std::move(request));
  }
  return requests;
}

}  // namespace probity::bench
