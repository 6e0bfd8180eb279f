#include "cli/command.h"

namespace probity::cli {

bool Invocation::has(std::string_view name) const { return values.find(name) != values.end(); }

std::string Invocation::get(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() || found->second.empty() ? std::string{} : found->second.back();
}

std::vector<std::string> Invocation::all(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace probity::cli
