#include "cli/audit/verify_state.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/files.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/hash.h"
#include "eventstore/proof/text_form.h"
#include "eventstore/verify/report_bytes.h"

namespace probity::cli {
namespace {

using eventstore::verify::LogState;

constexpr std::string_view kFormat = "probity-verify-state/1";
constexpr std::size_t kStateBytes = std::size_t{64} * 1'048'576;

/// Against accidents: who edits the file deceives themselves alone.
std::string checksum(const std::string& origin, const std::string& body) {
  const auto bytes = [](const std::string& text) {
    return proof::Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  return to_hex(proof::sha256({bytes(origin), bytes(body)}).bytes);
}

}  // namespace

Result<std::optional<LogState>> read_verify_state(const std::string& file,
                                                  const std::optional<std::string>& origin) {
  if (!std::filesystem::exists(file)) return std::optional<LogState>{};
  const auto text = read_file(file, kStateBytes);
  if (!text) return std::unexpected(text.error());
  proof::LineReader lines(*text);
  const bool ours = lines.next() == kFormat;
  const std::string of(lines.next().value_or(""));
  const std::string body(lines.next().value_or(""));
  const auto bytes = proof::base64_decode(body);
  const bool whole = lines.next() == checksum(of, body) && lines.rest().empty();
  auto state = ours && whole && bytes ? eventstore::verify::state_from(*bytes) : std::nullopt;
  if (!state) {
    return fail(ErrorKind::kMalformed,
                "this file holds no state of an earlier check, or is damaged",
                "name another, or a new one", file);
  }
  if (origin && of != *origin) {
    return fail(ErrorKind::kMalformed, fmt::format("this state is of {}, not of {}", of, *origin),
                "name another, or a new one", file);
  }
  return state;
}

Result<void> write_verify_state(const std::string& file, const std::string& origin,
                                const LogState& state) {
  const std::string beside = file + ".new";
  const std::string body = proof::base64_encode(eventstore::verify::to_bytes(state));
  auto written = write_file(
      beside, fmt::format("{}\n{}\n{}\n{}\n", kFormat, origin, body, checksum(origin, body)));
  if (!written) return written;
  std::error_code failed;
  std::filesystem::rename(beside, file, failed);
  if (!failed) return {};
  return fail(ErrorKind::kMalformed, "the state of the check cannot be written there", {}, file);
}

}  // namespace probity::cli
