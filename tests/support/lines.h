// Import lines for tests: parsed with the real check of dates, and put together from pieces.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "projections/time/edtf.h"
#include "schema/json/line.h"

namespace probity::test {

inline Result<void> check_edtf(std::string_view text) {
  auto edtf = projections::Edtf::parse(text);
  if (!edtf) return pass(edtf);
  return {};
}

inline Result<json::Line> parse(std::string_view text) {
  return json::parse_line(text, check_edtf);
}
inline Result<json::Line> take(const nlohmann::ordered_json& document) {
  return json::parse_document(document, check_edtf);
}

/// The data of a line's payload, as JSON.
inline nlohmann::ordered_json data_of(const json::Line& line) {
  const schema::EventType* const type = schema::find_event_type(line.type);
  if (type == nullptr) throw std::runtime_error("no event type: " + line.type);
  return json::to_json(
      schema::content_of(line.payload).getData().getAs<capnp::DynamicStruct>(type->fields));
}

/// Where an error stands and what it says, in one string.
inline std::string told(const Error& error) {
  return error.where + " | " + error.what + " | " + error.mend;
}

/// The lines of a file that are not empty.
inline std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace probity::test
