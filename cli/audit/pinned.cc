#include "cli/audit/pinned.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "eventstore/proof/text_form.h"

namespace probity::cli {
namespace {

Result<void> add_key(std::string_view text, const std::string& where,
                     std::vector<proof::PinnedKey>& keys) {
  std::optional<TreeSize> up_to;
  const std::string_view name = proof::take_word(text);
  if (!text.empty()) {
    const auto size = proof::number_from_decimal(text);
    if (!size) {
      return fail(ErrorKind::kMalformed,
                  "behind a key stands nothing, or the size up to which it counts", {}, where);
    }
    up_to = TreeSize{*size};
  }
  auto key = proof::VerifierKey::parse(name);
  if (!key) {
    key.error().where = where;
    if (key.error().mend.empty()) {
      key.error().mend = "a verifier key is NAME+KEYID+BASE64, as probity key show prints it";
    }
    return pass(key);
  }
  keys.push_back({.key = std::move(*key), .up_to = up_to});
  return {};
}

Result<void> add_file(const std::string& name, std::vector<proof::PinnedKey>& keys) {
  std::ifstream file(name);
  if (!file || std::filesystem::is_directory(name)) {
    return fail(ErrorKind::kMalformed, "is neither a verifier key nor a file that can be read",
                "a verifier key is NAME+KEYID+BASE64, as probity key show prints it",
                fmt::format("--key {}", name));
  }
  std::string line;
  for (std::uint64_t number = 1; std::getline(file, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.starts_with('#')) continue;
    if (auto added = add_key(line, fmt::format("{}, line {}", name, number), keys); !added) {
      return added;
    }
  }
  return {};
}

}  // namespace

OptionSpec pinned_option() {
  return {"--key",
          "VKEY|FILE",
          "a verifier key that you hold, or a file with one a line; behind it, where it was given "
          "away, "
          "the size up to which it counts",
          true,
          {}};
}

Result<std::vector<proof::PinnedKey>> pinned_keys(const Invocation& invocation) {
  std::vector<proof::PinnedKey> keys;
  for (const std::string& given : invocation.all("--key")) {
    const bool is_key =
        std::ranges::count(given, '+') >= 2 && !std::filesystem::is_regular_file(given);
    auto added = is_key ? add_key(given, "--key", keys) : add_file(given, keys);
    if (!added) return pass(added);
  }
  return keys;
}

void bound_by_record(std::vector<proof::PinnedKey>& pinned,
                     const std::vector<RecordedKey>& recorded) {
  for (proof::PinnedKey& key : pinned) {
    const RecordedKey* found = find_key(recorded, key.key.text());
    const auto bound = found == nullptr ? std::nullopt : found->up_to();
    if (bound) key.up_to = std::min(*bound, key.up_to.value_or(*bound));
  }
}

}  // namespace probity::cli
