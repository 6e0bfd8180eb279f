// A fault of the ledger met while judging (kCorrupt, kNewer, kStorage), on its way out of the
// rules. The rules handle refusals, which are values; a fault is none of their business and is
// caught in admit() alone.
#pragma once

#include <exception>
#include <type_traits>
#include <utility>

#include "eventstore/base/result.h"

namespace probity::projections::admission {

class Fault : public std::exception {
 public:
  explicit Fault(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const char* what() const noexcept override { return error_.what.c_str(); }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
};

template <class T>
T or_fault(Result<T> result) {
  if (!result) throw Fault(std::move(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace probity::projections::admission
