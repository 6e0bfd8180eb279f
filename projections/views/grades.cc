#include "projections/views/grades.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

/// GradeCarriedOver has GradeIssued's fields and one more.
struct Graded {
  const FoldEvent* event = nullptr;
  capnp::Text::Reader question;
  schema::Grade grade = schema::Grade::UNSET;
  schema::Scale scale = schema::Scale::UNSET;
  capnp::Text::Reader carried_from;
};

class GradeFold final : public TableFold<GradeFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<GradeFold>>({
        {"GradeIssued", &GradeFold::issued},
        {"GradeCarriedOver", &GradeFold::carried_over},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::GradeRow::Builder;
    auto row = message.initRoot<schema::GradeRow>();
    auto head = row.initHead();
    put(row, &Row::setInspection, text(inspection_));
    put(row, &Row::setBody, text(body_));
    put_each(row, &Row::initCurrent, current_,
             [](schema::GradeEntry::Builder& entry, const Graded& graded) {
               set_act(entry.initAct(), *graded.event);
               entry.setQuestion(graded.question);
               entry.setGrade(graded.grade);
               entry.setScale(graded.scale);
               put(entry, &schema::GradeEntry::Builder::setCarriedFrom, graded.carried_from);
             });
    return head;
  }

 private:
  void issued(const FoldEvent& event, FoldContext&) { take<schema::GradeIssued>(event); }
  void carried_over(const FoldEvent& event, FoldContext&) { take<schema::GradeCarriedOver>(event); }

  /// Later in order replaces. Which question was graded hangs on the payload: an erased grade
  /// changes none.
  template <class Data>
  void take(const FoldEvent& event) {
    if (body_.empty()) {
      inspection_ = segment(event, 1);
      body_ = segment(event, 2);
    }
    if (event.erased()) return;
    const auto data = event.data<Data>();
    const auto found = std::ranges::find(current_, data.getQuestion(), &Graded::question);
    auto& graded = found != current_.end() ? *found : current_.emplace_back();
    graded = {&event, data.getQuestion(), data.getGrade(), data.getScale(), {}};
    if constexpr (requires { data.getCarriedFrom(); }) graded.carried_from = data.getCarriedFrom();
  }

  std::string inspection_;
  std::string body_;
  std::vector<Graded> current_;  // one a question, in the order in which the questions came
};

}  // namespace

std::unique_ptr<Fold> make_grade_fold() { return std::make_unique<GradeFold>(); }

}  // namespace probity::projections
