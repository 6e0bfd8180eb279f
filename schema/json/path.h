// Where in a document the walk stands: a chain of steps on the stack, written out only when
// something is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace probity::json {

class Path {
 public:
  /// The document itself.
  Path() = default;
  /// A field of `parent`, or its item at `index`; `parent` and `name` outlive this.
  Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index), is_item_(true) {}
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

  /// `data.addressees[2]`; empty for the document itself.
  [[nodiscard]] std::string text() const {
    if (parent_ == nullptr) return {};
    std::string out = parent_->text();
    if (is_item_) return out + '[' + std::to_string(index_) + ']';
    if (!out.empty()) out += '.';
    return out.append(name_);
  }

 private:
  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  bool is_item_ = false;
};

}  // namespace probity::json
