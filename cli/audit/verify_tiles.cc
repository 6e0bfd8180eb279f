#include "cli/audit/verify_tiles.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/files.h"
#include "cli/render.h"
#include "eventstore/base/limits.h"
#include "eventstore/proof/tile_tree.h"

namespace probity::cli {
namespace {

/// What a tree of tiles is not checked for.
Result<void> check_tiles_alone(const Invocation& invocation) {
  for (const char* other : {"--quick", "--log", "--deep", "--all-seals", "--resume", "--against",
                            "--against-line", "--contradiction", "--sealed"}) {
    if (!invocation.has(other)) continue;
    return fail(ErrorKind::kMalformed, fmt::format("{} is for a ledger, not for tiles", other),
                "verify --tiles DIR --key VKEY", other);
  }
  return {};
}

}  // namespace

int verify_tiles(const Invocation& invocation, const std::vector<proof::PinnedKey>& pinned,
                 Context& context) {
  if (auto alone = check_tiles_alone(invocation); !alone) return report(context, alone.error());
  const std::filesystem::path folder = invocation.get("--tiles");
  if (!std::filesystem::is_directory(folder)) {
    return report(context, {ErrorKind::kMalformed, "there is no such folder",
                            "probity export tiles DIR makes one", folder.string()});
  }
  const proof::ReadFile read = [&](const std::string& path) -> Result<std::vector<std::uint8_t>> {
    if (!std::filesystem::is_regular_file(folder / path)) {
      return fail(ErrorKind::kNotFound, "there is no such file", {}, path);
    }
    const auto text = read_file((folder / path).string(), limits::kEvidenceBytes);
    if (!text) return fail(ErrorKind::kStorage, text.error().what, {}, path);
    return std::vector<std::uint8_t>(text->begin(), text->end());
  };
  const auto verified = proof::verify_tile_tree(read, pinned);
  if (!verified) return report(context, verified.error());
  projections::Answer answer;
  answer.schema = "probity.verified-tiles/1";
  answer.title = "Sound";
  answer.facts = {{"origin", "ledger", verified->checkpoint.origin},
                  {"events", "events", static_cast<std::int64_t>(verified->checkpoint.size.value)},
                  {"key", "signed by", verified->key.text()}};
  answer.size = verified->checkpoint.size;
  answer.root = verified->checkpoint.root;
  return print_answer(answer, invocation, context);
}

}  // namespace probity::cli
