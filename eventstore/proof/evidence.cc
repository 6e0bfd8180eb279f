#include "eventstore/proof/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/envelope.h"
#include "eventstore/proof/path_lines.h"

namespace probity::proof {
namespace {

constexpr std::string_view kFormat = "probity-evidence/";
constexpr std::string_view kVersion = "1";
constexpr std::string_view kProofFile = "c2sp.org/tlog-proof@";

/// What a claim needs.
struct ClaimForm {
  ClaimKind kind;
  std::string_view word;
  bool names_type;
  bool names_moment;
  bool names_stream;
  std::size_t events_least;
  std::size_t events_most;
  std::size_t heads_least;
  std::size_t heads_most;
  bool sealed;
};

constexpr std::size_t kMany = ~std::size_t{0};
constexpr std::array kClaims{
    ClaimForm{ClaimKind::kEvent, "event", false, false, false, 1, 1, 0, 0, false},
    ClaimForm{ClaimKind::kLast, "last", false, false, true, 1, 1, 1, 1, true},
    ClaimForm{ClaimKind::kStream, "stream", false, false, true, 1, kMany, 1, 1, true},
    ClaimForm{ClaimKind::kNoType, "no-type", true, false, true, 1, kMany, 1, 1, true},
    ClaimForm{ClaimKind::kStatus, "status", false, true, true, 1, kMany, 1, 1, true},
    ClaimForm{ClaimKind::kNoStream, "no-stream", false, false, true, 0, 0, 0, 2, true},
};

const ClaimForm& form_of(ClaimKind kind) {
  return *std::ranges::find(kClaims, kind, &ClaimForm::kind);
}

std::unexpected<Error> no_evidence(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no evidence file: {}", why));
}

std::string claim_line(const Claim& claim) {
  std::string out = fmt::format("claim {}", form_of(claim.kind).word);
  if (!claim.type.empty()) out += ' ' + claim.type;
  if (claim.asked) {
    out += fmt::format(" {} {}", claim.asked->as_of.value, to_text(claim.asked->day));
  }
  if (claim.stream) out += ' ' + claim.stream->text();
  return out + '\n';
}

Result<Claim> parse_claim(std::string_view text) {
  const std::string_view word = take_word(text);
  const auto form = std::ranges::find(kClaims, word, &ClaimForm::word);
  if (form == kClaims.end()) return no_evidence("its claim is unknown here");
  Claim claim{.kind = form->kind};
  if (form->names_type) claim.type = take_word(text);
  if (form->names_moment) {
    const auto as_of = number_from_decimal(take_word(text));
    const auto day = day_from_text(take_word(text));
    if (!as_of || !day) return no_evidence("its claim names no position or no day");
    claim.asked = Asked{Position{*as_of}, *day};
  }
  if (form->names_stream) {
    auto stream = StreamId::parse(take_word(text));
    if (!stream) return pass(stream);
    claim.stream = std::move(*stream);
  }
  return claim;
}

void write_content(std::string& out, const EvidenceRecord& record) {
  out += fmt::format("record\nenvelope {}\n", base64_encode(record.envelope));
  if (!record.content) return;
  out += fmt::format("salt {}\npayload {}\n", base64_encode(record.content->salt.bytes),
                     base64_encode(record.content->payload));
}

void write_record(std::string& out, const EvidenceRecord& record) {
  write_content(out, record);
  write_path(out, record.index.value, record.hashes);
}

/// The bytes of a line `WORD BASE64`; nothing where it is none, empty or above the limit.
std::optional<std::vector<std::uint8_t>> read_bytes(LineReader& lines, std::string_view word,
                                                    std::size_t most) {
  const auto text = lines.next_after(word);
  auto bytes = text ? base64_decode(*text) : std::nullopt;
  if (!bytes || bytes->empty() || bytes->size() > most) return std::nullopt;
  return bytes;
}

/// What follows the line `record`, up to its path.
Result<EvidenceRecord> read_content(LineReader& lines) {
  EvidenceRecord record;
  auto envelope = read_bytes(lines, "envelope", limits::kLeafBytes);
  if (!envelope) return no_evidence("a record has no envelope");
  record.envelope = std::move(*envelope);
  if (!lines.peek().value_or("").starts_with("salt ")) return record;
  Disclosure content;
  const auto salt = read_bytes(lines, "salt", content.salt.bytes.size());
  if (!salt || salt->size() != content.salt.bytes.size())
    return no_evidence("a salt is not of 16 bytes");
  std::ranges::copy(*salt, content.salt.bytes.begin());
  auto payload = read_bytes(lines, "payload", limits::kPayloadBytes);
  if (!payload) return no_evidence("a salt has no payload, or one above the limit");
  content.payload = std::move(*payload);
  record.content = std::move(content);
  return record;
}

Result<SealedHead> read_head(std::string_view text, LineReader& lines) {
  auto stream = StreamId::parse(take_word(text));
  if (!stream) return pass(stream);
  const auto last = number_from_decimal(take_word(text));
  const auto count = number_from_decimal(text);
  if (!last || !count) return no_evidence("a head has no position or no count");
  auto path = read_path(lines);
  if (!path) return pass(path);
  return SealedHead{.head = {std::move(*stream), Position{*last}},
                    .index = path->index,
                    .count = *count,
                    .hashes = std::move(path->hashes)};
}

/// Reads records and heads up to the proof file that ends the text. The last record is the seal
/// where the claim needs one.
Result<void> read_parts(LineReader& lines, Evidence& out) {
  while (true) {
    if (const auto head_text = lines.next_after("head")) {
      auto head = read_head(*head_text, lines);
      if (!head) return pass(head);
      out.heads.push_back(std::move(*head));
      continue;
    }
    if (lines.next() != "record") return no_evidence("a line is neither a record's nor a head's");
    auto record = read_content(lines);
    if (!record) return pass(record);
    if (!lines.peek().value_or("").starts_with(kProofFile)) {
      auto path = read_path(lines);
      if (!path) return pass(path);
      record->index = Position{path->index};
      record->hashes = std::move(path->hashes);
      out.events.push_back(std::move(*record));
      continue;
    }
    auto proof = ProofFile::parse(lines.rest());
    if (!proof) return pass(proof);
    record->index = proof->index;
    record->hashes = std::move(proof->hashes);
    out.checkpoint = std::move(proof->checkpoint);
    if (form_of(out.claim.kind).sealed) {
      out.seal = std::move(*record);
    } else {
      out.events.push_back(std::move(*record));
    }
    return {};
  }
}

}  // namespace

std::string Evidence::text() const {
  std::string out = fmt::format("{}{}\n", kFormat, kVersion) + claim_line(claim);
  // Without a seal the only event comes last.
  const EvidenceRecord& last = seal ? *seal : events.back();
  for (const EvidenceRecord& event : events) {
    if (&event != &last) write_record(out, event);
  }
  for (const SealedHead& sealed : heads) {
    out += fmt::format("head {} {} {}\n", sealed.head.stream.text(), sealed.head.last.value,
                       sealed.count);
    write_path(out, sealed.index, sealed.hashes);
  }
  write_content(out, last);
  return out + proof_file_of(last, checkpoint).text();
}

Result<Evidence> Evidence::parse(std::string_view text) {
  if (text.size() > limits::kEvidenceBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("an evidence file of {} bytes; the limit is {}",
                                                  text.size(), limits::kEvidenceBytes));
  }
  LineReader lines(text);
  const auto first = lines.next();
  if (!first || !first->starts_with(kFormat)) return no_evidence("its first line is another");
  if (first->substr(kFormat.size()) != kVersion) {
    return fail(ErrorKind::kNewer, fmt::format("the evidence file is of version {}, not {}",
                                               first->substr(kFormat.size()), kVersion));
  }
  Evidence out;
  const auto claimed = lines.next_after("claim");
  if (!claimed) return no_evidence("it claims nothing");
  auto claim = parse_claim(*claimed);
  if (!claim) return pass(claim);
  out.claim = std::move(*claim);
  auto read = read_parts(lines, out);
  if (!read) return pass(read);
  auto complete = check_parts(out);
  if (!complete) return pass(complete);
  // One text for one evidence: what was read in another order or form is not passed on.
  if (out.text() != text) return no_evidence("its parts are not in their order or their form");
  return out;
}

Result<void> check_parts(const Evidence& evidence) {
  const ClaimForm& form = form_of(evidence.claim.kind);
  const std::size_t events = evidence.events.size();
  const std::size_t heads = evidence.heads.size();
  if (form.names_stream != evidence.claim.stream.has_value() ||
      form.names_type != !evidence.claim.type.empty() ||
      form.names_moment != evidence.claim.asked.has_value() ||
      (form.names_type && !is_type_name(evidence.claim.type)))
    return no_evidence("its claim does not name what it is about");
  if (events < form.events_least || events > form.events_most)
    return no_evidence(fmt::format("{} events do not make the claim '{}'", events, form.word));
  if (heads < form.heads_least || heads > form.heads_most)
    return no_evidence(fmt::format("{} heads do not make the claim '{}'", heads, form.word));
  if (form.sealed != evidence.seal.has_value())
    return no_evidence(fmt::format("the claim '{}' is of another kind than its parts", form.word));
  return {};
}

ProofFile proof_file_of(const EvidenceRecord& record, std::string checkpoint) {
  return {.extra = std::nullopt,
          .index = record.index,
          .hashes = record.hashes,
          .checkpoint = std::move(checkpoint)};
}

}  // namespace probity::proof
