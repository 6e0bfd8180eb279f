#include "cli/audit/verify_state.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "eventstore/proof/base64.h"
#include "eventstore/proof/text_form.h"
#include "eventstore/verify/report_bytes.h"

namespace probity::cli {
namespace {

using eventstore::verify::LogState;

constexpr std::string_view kFormat = "probity-verify-state/1";

}  // namespace

Result<std::optional<LogState>> read_verify_state(const std::string& file,
                                                  const std::optional<std::string>& origin) {
  if (!std::filesystem::exists(file)) return std::optional<LogState>{};
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  proof::LineReader lines(text);
  const bool ours = lines.next() == kFormat;
  const std::string of(lines.next().value_or(""));
  const auto bytes = proof::base64_decode(lines.next().value_or(""));
  auto state = ours && bytes ? eventstore::verify::state_from(*bytes) : std::nullopt;
  if (!state || !lines.rest().empty()) {
    return fail(ErrorKind::kMalformed, "this file holds no state of an earlier check",
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
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out << fmt::format("{}\n{}\n{}\n", kFormat, origin,
                     proof::base64_encode(eventstore::verify::to_bytes(state)));
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(beside, file, failed);
  if (out && !failed) return {};
  return fail(ErrorKind::kMalformed, "the state of the check cannot be written there", {}, file);
}

}  // namespace probity::cli
