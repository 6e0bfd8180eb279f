#include "projections/questions/registers/decimal.h"

#include <algorithm>

namespace probity::projections::registers {

namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string plain_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view number = negative ? text.substr(1) : text;
  const std::size_t point = number.find('.');
  std::string_view whole = number.substr(0, point);
  std::string_view part = point == std::string_view::npos ? "0" : number.substr(point + 1);
  if (!all_digits(whole) || !all_digits(part)) return std::string(text);
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  part = part.substr(0, part.find_last_not_of('0') + 1);
  std::string plain(whole.empty() ? "0" : whole);
  if (!part.empty()) plain.append(".").append(part);
  return negative && plain != "0" ? "-" + plain : plain;
}

}  // namespace probity::projections::registers
