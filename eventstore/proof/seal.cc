#include "eventstore/proof/seal.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/inclusion.h"
#include "eventstore/proof/words.h"

namespace probity::proof {
namespace {

constexpr std::size_t kDataPointer = 2;  // of Content: source, person, data

std::unexpected<Error> no_absence(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this does not show a stream's absence: {}", why));
}

std::unexpected<Error> no_seal() {
  return fail(ErrorKind::kMalformed, "the payload is not that of HeadsSealed");
}

}  // namespace

Hash head_leaf(const StreamHead& head) {
  std::string data = head.stream.text();
  data += '\0';
  for (std::size_t i = 8; i-- > 0;) data += static_cast<char>(head.last.value >> (8 * i));
  return leaf_hash({reinterpret_cast<const std::uint8_t*>(data.data()), data.size()});
}

Result<SealedHeads> SealedHeads::of(std::vector<StreamHead> heads) {
  const auto unordered = std::ranges::adjacent_find(
      heads, [](const StreamHead& a, const StreamHead& b) { return a.stream >= b.stream; });
  if (unordered != heads.end()) {
    return fail(ErrorKind::kMalformed,
                fmt::format("the stream heads are out of order at {}", unordered->stream.text()));
  }
  std::vector<Hash> leaves;
  leaves.reserve(heads.size());
  for (const StreamHead& head : heads) leaves.push_back(head_leaf(head));
  return SealedHeads(std::move(heads), std::move(leaves));
}

// The reader is memory and asked within its size: it does not fail.
Hash SealedHeads::root() { return tree_root(tree_, tree_.size()).value(); }

SealedHead SealedHeads::proof_at(std::size_t index) {
  return {.head = heads_[index],
          .index = index,
          .count = heads_.size(),
          .hashes = prove_inclusion(tree_, Position{index}, tree_.size()).value()};
}

Result<SealedHead> SealedHeads::prove(const StreamId& stream) {
  const auto at = std::ranges::lower_bound(heads_, stream, {}, &StreamHead::stream);
  if (at == heads_.end() || at->stream != stream) {
    return fail(ErrorKind::kNotFound, fmt::format("no stream {} is sealed", stream.text()));
  }
  return proof_at(static_cast<std::size_t>(at - heads_.begin()));
}

Result<std::vector<SealedHead>> SealedHeads::prove_absent(const StreamId& stream) {
  const auto at = std::ranges::lower_bound(heads_, stream, {}, &StreamHead::stream);
  if (at != heads_.end() && at->stream == stream) {
    return fail(ErrorKind::kConflict, fmt::format("the stream {} is there", stream.text()));
  }
  std::vector<SealedHead> neighbours;
  const auto index = static_cast<std::size_t>(at - heads_.begin());
  if (index > 0) neighbours.push_back(proof_at(index - 1));
  if (index < heads_.size()) neighbours.push_back(proof_at(index));
  return neighbours;
}

Result<void> check_sealed(const SealedHead& sealed, const Hash& root) {
  auto included = check_inclusion(head_leaf(sealed.head), Position{sealed.index},
                                  TreeSize{sealed.count}, sealed.hashes, root);
  if (!included) included.error().where = sealed.head.stream.text();
  return included;
}

Result<void> check_absent(const StreamId& stream, std::span<const SealedHead> neighbours,
                          const Hash& root) {
  for (const SealedHead& neighbour : neighbours) {
    auto sealed = check_sealed(neighbour, root);
    if (!sealed) return sealed;
  }
  if (neighbours.empty()) {
    if (root == empty_root()) return {};
    return no_absence("no neighbour is named, but the seal is of some streams");
  }
  if (neighbours.size() > 2) return no_absence("it names more than two neighbours");
  const SealedHead& first = neighbours.front();
  const SealedHead& last = neighbours.back();
  if (neighbours.size() == 2) {
    if (first.count != last.count || last.index == 0 || first.index != last.index - 1)
      return no_absence("the two streams are no neighbours");
    if (first.head.stream >= stream || stream >= last.head.stream)
      return no_absence("it does not belong between the two streams");
    return {};
  }
  if (first.index == 0 && stream < first.head.stream) return {};
  if (first.index == first.count - 1 && stream > first.head.stream) return {};
  return no_absence("the one stream named is not at the end where it belongs");
}

Result<Seal> parse_seal(Bytes payload) {
  if (payload.size() > limits::kPayloadBytes || payload.size() % WordReader::kWord != 0)
    return no_seal();
  const WordReader words(payload);
  const auto content = words.struct_at(0);
  if (!content || content->pointer_words <= kDataPointer) return no_seal();
  const auto data = words.struct_at(content->pointers + kDataPointer);
  if (!data || data->data_words == 0 || data->pointer_words == 0) return no_seal();
  const auto size = words.word(data->data);
  const auto text = words.text_at(data->pointers);
  const auto root = text ? hash_from_hex(*text) : std::nullopt;
  if (!size || !root) return no_seal();
  return Seal{.size = TreeSize{*size}, .root = *root};
}

}  // namespace probity::proof
