#include "eventstore/verify/report_bytes.h"

#include <cstring>
#include <string>

namespace probity::eventstore::verify {
namespace {

class Sink {
 public:
  void put(std::uint64_t number) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&number);
    out_.insert(out_.end(), bytes, bytes + sizeof number);
  }
  void put(const std::string& text) {
    put(text.size());
    out_.insert(out_.end(), text.begin(), text.end());
  }
  template <std::size_t N>
  void put(const std::array<std::uint8_t, N>& bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  void put(const Hash& hash) { put(hash.bytes); }
  void put(const EventId& id) { put(id.bytes); }
  void put(Position position) { put(position.value); }
  void put(TreeSize size) { put(size.value); }
  template <class T>
  void put(const std::optional<T>& value) {
    put(std::uint64_t{value.has_value()});
    if (value) put(*value);
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(values.size());
    for (const T& value : values) put(value);
  }
  void put(const Finding& finding) {
    put(static_cast<std::uint64_t>(finding.kind));
    put(finding.table);
    put(finding.key);
    put(finding.position);
    put(finding.expected);
    put(finding.found);
    put(finding.sentence);
  }
  void put(const AbsentPayload& absent) {
    put(absent.id);
    put(absent.position);
    put(absent.stream);
  }
  void put(const LogState& state) {
    put(state.peaks.size());
    put(state.peaks.hashes());
    put(static_cast<std::uint64_t>(state.recorded_at.micros));
    put(state.request_events);
    put(state.absent);
  }
  [[nodiscard]] MessageBytes take() { return std::move(out_); }

 private:
  MessageBytes out_;
};

class Source {
 public:
  explicit Source(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  void get(std::uint64_t& number) { copy(&number, sizeof number); }
  void get(std::string& text) {
    const std::uint64_t size = length();
    text.assign(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
  }
  void get(Hash& hash) { copy(hash.bytes.data(), hash.bytes.size()); }
  void get(EventId& id) { copy(id.bytes.data(), id.bytes.size()); }
  void get(Position& position) { get(position.value); }
  void get(TreeSize& size) { get(size.value); }
  template <class T>
  void get(std::optional<T>& value) {
    if (number() != 0) get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    // Every item takes a byte at least.
    const std::uint64_t count = length();
    values.resize(sound_ ? count : 0);
    for (T& value : values) get(value);
  }
  void get(Finding& finding) {
    finding.kind = static_cast<FindingKind>(number());
    get(finding.table);
    get(finding.key);
    get(finding.position);
    get(finding.expected);
    get(finding.found);
    get(finding.sentence);
  }
  void get(AbsentPayload& absent) {
    get(absent.id);
    get(absent.position);
    get(absent.stream);
  }
  void get(LogState& state) {
    TreeSize size;
    std::vector<Hash> hashes;
    get(size);
    get(hashes);
    auto peaks = proof::Peaks::from(size, std::move(hashes));
    sound_ &= peaks.has_value();
    if (peaks) state.peaks = std::move(*peaks);
    state.recorded_at = Instant{static_cast<std::int64_t>(number())};
    get(state.request_events);
    get(state.absent);
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    get(value);
    return value;
  }
  /// Whether all was there and nothing is left.
  [[nodiscard]] bool complete() const { return sound_ && rest_.empty(); }

 private:
  void copy(void* out, std::size_t size) {
    if (size > rest_.size()) sound_ = false;
    if (!sound_) return;
    std::memcpy(out, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }
  std::uint64_t length() {
    const std::uint64_t size = number();
    if (size > rest_.size()) sound_ = false;
    return sound_ ? size : 0;
  }
  std::span<const std::uint8_t> rest_;
  bool sound_ = true;
};

}  // namespace

MessageBytes to_bytes(const ProgressMessage& progress) {
  Sink out;
  out.put(progress.done);
  out.put(progress.of);
  out.put(progress.findings);
  return out.take();
}

std::optional<ProgressMessage> progress_from(std::span<const std::uint8_t> bytes) {
  Source in(bytes);
  ProgressMessage progress;
  in.get(progress.done);
  in.get(progress.of);
  in.get(progress.findings);
  return in.complete() ? std::optional(std::move(progress)) : std::nullopt;
}

MessageBytes to_bytes(const Report& report) {
  Sink out;
  out.put(report.findings.all());
  out.put(report.findings.total());
  out.put(report.size);
  out.put(report.checked);
  out.put(report.root);
  out.put(report.roots);
  out.put(report.seals);
  out.put(std::uint64_t{report.has_index});
  out.put(std::uint64_t{report.ended_early});
  out.put(report.state);
  return out.take();
}

std::optional<Report> report_from(std::span<const std::uint8_t> bytes) {
  Source in(bytes);
  Report report;
  std::vector<Finding> findings;
  in.get(findings);
  for (Finding& finding : findings) report.findings.add(std::move(finding));
  report.findings.count(in.number() - findings.size());
  in.get(report.size);
  in.get(report.checked);
  in.get(report.root);
  in.get(report.roots);
  in.get(report.seals);
  report.has_index = in.number() != 0;
  report.ended_early = in.number() != 0;
  in.get(report.state);
  return in.complete() ? std::optional(std::move(report)) : std::nullopt;
}

MessageBytes to_bytes(const LogState& state) {
  Sink out;
  out.put(state);
  return out.take();
}

std::optional<LogState> state_from(std::span<const std::uint8_t> bytes) {
  Source in(bytes);
  LogState state;
  in.get(state);
  return in.complete() ? std::optional(std::move(state)) : std::nullopt;
}

}  // namespace probity::eventstore::verify
