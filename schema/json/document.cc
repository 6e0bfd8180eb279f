#include "schema/json/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "eventstore/base/limits.h"
#include "schema/json/text.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

/// Builds the document while it is parsed, and stops at the first thing refused.
class Builder final : public nlohmann::json_sax<ordered_json> {
 public:
  explicit Builder(std::size_t text_bytes) : text_bytes_(text_bytes) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return refuse("is binary", ""); }

  bool number_float(number_float_t /*value*/, const string_t& digits) override {
    const std::string shown = in_quotes(digits);
    if (digits.find_first_of(".eE") == std::string::npos) {
      return refuse(fmt::format("{} does not fit into 64 bits", shown),
                    "give a number of at most 64 bits");
    }
    return refuse(
        fmt::format("{} is not written as a whole number", shown),
        "give a whole number without point or exponent; a decimal figure is recorded as text");
  }

  bool start_object(std::size_t /*elements*/) override { return open(ordered_json::object()); }
  bool start_array(std::size_t /*elements*/) override { return open(ordered_json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const ordered_json& object = *open_.back();
    key_ = std::move(name);
    if (object.size() == kMaxMembers)
      return refuse(fmt::format("holds more than {} fields", kMaxMembers), "", path(false));
    if (object.contains(key_)) return refuse("is given twice", "leave one of the two out");
    return true;
  }

  bool parse_error(std::size_t byte, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    if (text_bytes_ == 0) return refuse("is empty", "give one JSON object");
    if (byte > text_bytes_) {
      return refuse(fmt::format("the JSON ends too soon, after byte {}", text_bytes_),
                    "the line may have been cut; give one whole JSON object");
    }
    // "[json.exception.…] parse error at line 1, column 9: syntax error while parsing value - what
    // is wrong; last …"
    std::string_view reason = error.what();
    if (const auto dash = reason.find(" - "); dash != std::string_view::npos)
      reason.remove_prefix(dash + 3);
    if (const auto last = reason.find("; last read"); last != std::string_view::npos)
      reason = reason.substr(0, last);
    return refuse(fmt::format("is no JSON at byte {}: {}", byte, reason), "give one JSON object");
  }

  Result<ordered_json> take() && {
    if (error_) return std::unexpected(std::move(*error_));
    return std::move(root_);
  }

 private:
  bool add(ordered_json value) { return place(std::move(value)) != nullptr; }

  bool open(ordered_json container) {
    if (open_.size() == kMaxDepth)
      return refuse(fmt::format("is nested more than {} levels deep", kMaxDepth), "");
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  /// Only the container opened last grows, so the pointers to those around it stay good.
  ordered_json* place(ordered_json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    ordered_json& parent = *open_.back();
    if (parent.is_object()) return &(parent[std::exchange(key_, {})] = std::move(value));
    parent.push_back(std::move(value));
    return &parent.back();
  }

  /// The path of the value that comes next, or of the container around it.
  [[nodiscard]] std::string path(bool with_next = true) const {
    std::string out;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const bool innermost = i + 1 == open_.size();
      if (innermost && !with_next) break;
      const ordered_json& container = *open_[i];
      if (container.is_array()) {
        out += fmt::format("[{}]", innermost ? container.size() : container.size() - 1);
      } else if (innermost || !container.empty()) {
        const std::string_view name =
            innermost ? std::string_view(key_) : std::prev(container.end()).key();
        if (!out.empty() && !name.empty()) out += '.';
        out += is_plain(name) ? std::string(name) : in_quotes(name);
      }
    }
    return out;
  }

  static bool is_plain(std::string_view name) {
    return std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F; }) &&
           name.size() <= 64;
  }

  bool refuse(std::string what, std::string mend) {
    return refuse(std::move(what), std::move(mend), path());
  }
  bool refuse(std::string what, std::string mend, std::string where) {
    if (!error_)
      error_ = Error{ErrorKind::kMalformed, std::move(what), std::move(mend), std::move(where)};
    return false;
  }

  std::size_t text_bytes_;
  ordered_json root_;
  std::vector<ordered_json*> open_;  // from the outside in
  std::string key_;                  // of the value that comes next in the innermost object
  std::optional<Error> error_;
};

}  // namespace

Result<ordered_json> read_document(std::string_view text) {
  if (text.size() > limits::kImportLineBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("the line is {} bytes long; the limit is {}",
                                                  text.size(), limits::kImportLineBytes));
  }
  Builder builder(text.size());
  ordered_json::sax_parse(text, &builder);
  return std::move(builder).take();
}

}  // namespace probity::json
