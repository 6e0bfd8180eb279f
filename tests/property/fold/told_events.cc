#include "tests/property/fold/told_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "tests/support/events.h"

namespace probity::test {
namespace {

std::string day_text(int day) { return to_text(Day{day_from_text("2024-01-01")->value + day}); }

struct Form {
  const char* type;
  const char* data;
};

Form form_of(Told::What what) {
  switch (what) {
    case Told::What::kRaised:
      return {"RecommendationRaised",
              R"({"inspection": "i", "title": "t", "text": "x", "addressees": ["derbyshire"]})"};
    case Told::What::kUpdate:
      return {"UpdateSubmitted", R"({"body": "derbyshire", "narrative": "n", "rag": "amber"})"};
    case Told::What::kClaim:
      return {"CompletionClaimed", R"({"body": "derbyshire", "narrative": "n"})"};
    case Told::What::kAttach:
      return {"EvidenceAttached",
              R"({"title": "t", "uri": "https://example.org/", "bytes": 1, "sha256":
                  "1111111111111111111111111111111111111111111111111111111111111111"})"};
    case Told::What::kNote:
      return {"NoteAdded", R"({"text": "t"})"};
    case Told::What::kCorrection:
      return {"CorrectionMade", R"({"event": "EVENT", "reason": "r"})"};
    case Told::What::kMarking:
      return {"MarkingChanged", R"({"event": "EVENT", "marking": "MARKING", "reason": "r"})"};
  }
  return {};
}

void replace(std::string& text, std::string_view what, const std::string& by) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
}

}  // namespace

std::string Date::text() const {
  switch (form) {
    case Form::kDay:
      return day_text(first);
    case Form::kBetween:
      return day_text(first) + "/" + day_text(last);
    case Form::kBy:
      return "../" + day_text(last);
    case Form::kFrom:
      return day_text(first) + "/..";
    case Form::kAlways:
      return "..";
  }
  return {};
}

int Date::earliest() const {
  return form == Form::kBy || form == Form::kAlways ? kBeforeAll : first;
}

int Date::latest(int recorded) const {
  if (form == Form::kAlways) return kBeforeAll;
  if (form == Form::kFrom) return std::max(recorded, first);
  return form == Form::kDay ? first : last;
}

std::string Told::type() const { return form_of(what).type; }

std::string Told::line() const {
  std::string data = form_of(what).data;
  const std::string marking = sensitive ? "officialSensitive" : "official";
  replace(data, "EVENT", to_text(id_at(names)));
  replace(data, "MARKING", marking);
  // A marking's own is the lowest, so that what it gives is told from what it has.
  return fmt::format(
      R"({{"stream": "finding/f", "type": "{}", "effective": "{}", "actor": "a",
           "marking": "{}", "data": {}}})",
      type(), date.text(), what == What::kMarking ? "official" : marking, data);
}

std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << fmt::format("{} {} recorded {} names {}{}{}{}", told.type(), told.date.text(),
                            day_text(told.recorded), told.names, told.sensitive ? " sensitive" : "",
                            told.erased ? " erased" : "", told.withheld ? " withheld" : "");
}

eventstore::Event event_of(const Told& told, std::uint64_t index) {
  auto event = event_from(told.line(), {index}, {index + 1}, {.recorded = day_text(told.recorded)});
  if (told.erased) event.payload.clear();
  return event;
}

bool Model::is_any(std::size_t i) const {
  const auto what = told_[i].what;
  return what == Told::What::kNote || what == Told::What::kCorrection ||
         what == Told::What::kMarking;
}

/// Whether what it says can be read: only then does a correction or a marking do anything.
bool Model::acts(std::size_t i) const { return !told_[i].erased && !told_[i].withheld; }

bool Model::counts(std::size_t i) const {
  for (std::size_t later = i + 1; later < known_; ++later) {
    const Told& told = told_[later];
    if (told.what == Told::What::kCorrection && told.names == i && acts(later) && counts(later)) {
      return false;
    }
  }
  return true;
}

std::size_t Model::first() const {
  for (std::size_t i = 0; i < known_; ++i) {
    const bool opens = i == 0 || told_[i].what == Told::What::kRaised;
    if (opens && counts(i) && !told_[i].withheld) return i;
  }
  return known_;
}

bool Model::withdrawn() const {
  for (std::size_t i = 0; i < known_; ++i) {
    if ((i == 0 || told_[i].what == Told::What::kRaised) && counts(i)) return false;
  }
  return true;
}

bool Model::holds(std::size_t i, int day) const {
  return counts(i) && !told_[i].withheld && !is_any(i) && latest(i) <= day;
}

bool Model::possible(std::size_t i, int day) const {
  if (!counts(i) || told_[i].withheld || is_any(i) || holds(i, day)) return false;
  if (told_[i].date.earliest() > day || first() == known_) return false;
  return i == first() || holds(first(), day) || possible(first(), day);
}

std::vector<std::size_t> Model::in_order(std::vector<std::size_t> events) const {
  std::ranges::sort(events, {}, [&](std::size_t i) { return std::pair(latest(i), i); });
  return events;
}

std::vector<std::size_t> Model::held(int day) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < known_; ++i) {
    if (holds(i, day)) out.push_back(i);
  }
  return in_order(out);
}

std::vector<std::size_t> Model::possible(int day) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < known_; ++i) {
    if (possible(i, day)) out.push_back(i);
  }
  return in_order(out);
}

std::vector<std::size_t> Model::remarks() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < known_; ++i) {
    if (told_[i].what == Told::What::kNote && counts(i) && !told_[i].withheld) out.push_back(i);
  }
  return out;
}

std::size_t Model::withheld() const {
  std::size_t out = 0;
  for (std::size_t i = 0; i < known_; ++i) out += told_[i].withheld && counts(i) ? 1 : 0;
  return out;
}

bool Model::sensitive(std::size_t i) const {
  bool out = told_[i].sensitive && told_[i].what != Told::What::kMarking;
  for (std::size_t later = i + 1; later < known_; ++later) {
    const Told& told = told_[later];
    if (told.what == Told::What::kMarking && told.names == i && acts(later) && counts(later)) {
      out = told.sensitive;
    }
  }
  return out;
}

bool Model::used_sensitive(int day) const {
  for (std::size_t i = 0; i < known_; ++i) {
    const bool used =
        holds(i, day) || possible(i, day) || (is_any(i) && counts(i) && !told_[i].withheld);
    if (used && sensitive(i)) return true;
  }
  return false;
}

}  // namespace probity::test
