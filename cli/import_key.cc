#include "cli/import_key.h"

#include "cli/secret_file.h"
#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

constexpr const char* kWhat = "import key";

std::filesystem::path file_in(const std::filesystem::path& ledger) {
  return ledger / "keys" / "import";
}

}  // namespace

Result<ImportKey> make_import_key(const std::filesystem::path& ledger, Entropy& entropy) {
  ImportKey key;
  entropy.fill(key.bytes);
  if (auto made = make_secret_file(file_in(ledger), kWhat, to_hex(key.bytes) + '\n'); !made) {
    return pass(made);
  }
  return key;
}

Result<ImportKey> read_import_key(const std::filesystem::path& ledger) {
  const auto text = read_secret_file(file_in(ledger), kWhat);
  if (!text && text.error().kind == ErrorKind::kNotFound) {
    return fail(ErrorKind::kNotFound, "this ledger's folder has no import key",
                "copy keys/import from where the ledger was made: under another key the same file "
                "would be appended a second time",
                file_in(ledger).string());
  }
  if (!text) return std::unexpected(text.error());
  const auto bytes = hash_from_hex(text->view());
  if (!bytes) {
    return fail(ErrorKind::kMalformed, "is no import key",
                "it is one line of 64 hexadecimal digits", file_in(ledger).string());
  }
  return ImportKey{bytes->bytes};
}

}  // namespace probity::cli
