// The forms that a text may have to take, by the names that the schema's `format` annotation uses.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "eventstore/base/result.h"
#include "schema/json/line.h"

namespace probity::json {

struct Format {
  std::string_view name;
  std::string_view expects;  // what a person is told: `64 hexadecimal digits`
  std::size_t max_bytes;
  bool lower_case;                 // stored in lower case, whatever was given
  bool (*fits)(std::string_view);  // of a text that is printable UTF-8 and not empty
};

/// Null: the schema names a format that this program does not know, which a test rules out.
[[nodiscard]] const Format* find_format(std::string_view name);

/// Checks a text and gives the form in which it is stored. The error has no `where`: the caller
/// knows the path. EDTF is checked by `edtf`, whose error is handed on.
[[nodiscard]] Result<std::string> apply_format(const Format& format, std::string_view text,
                                               const EdtfCheck& edtf);

}  // namespace probity::json
