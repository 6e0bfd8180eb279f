// The public record, compiled in, so that `probity demo` works wherever the binary is.
#pragma once

#include <span>
#include <string_view>

namespace probity::cli {

struct DemoFile {
  std::string_view name;
  std::string_view lines;  // event lines, as `import` takes them
};

/// In the order in which they are imported.
[[nodiscard]] std::span<const DemoFile> demo_files();

}  // namespace probity::cli
