// What a text may hold, and how an untrusted text is shown in a message. Pure functions, any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace probity::json {

enum class Lines {
  kOne,   // no control character at all
  kMany,  // newline and tab are text
};

/// What is wrong with `text` as a sentence's end (`is no UTF-8 at byte 3`): not strict UTF-8 (RFC
/// 3629: no surrogates, no overlong forms), or a control character (U+0000 to U+001F, U+007F to
/// U+009F). Nothing if all is well.
[[nodiscard]] std::optional<std::string> fault_of(std::string_view text, Lines lines);

/// The text in double quotes for a message: at most 60 bytes of it, and every byte that is no
/// printable ASCII or valid UTF-8 text as `\xHH`.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace probity::json
