#include "projections/views/meetings.h"

#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Paper = Told<schema::PaperPresented>;

void write_paper(schema::Paper::Builder& row, const Paper& paper) {
  using Row = schema::Paper::Builder;
  set_act(row.initAct(), *paper.event);
  put(row, &Row::setTitle, paper.data().getTitle());
  put(row, &Row::setAuthor, paper.data().getAuthor());
  put(row, &Row::setSha256, paper.data().getSha256());
  row.setBytes(paper.data().getBytes());
  row.setAtSize(paper.data().getAtSize());
  put(row, &Row::setRoot, paper.data().getRoot());
  put(row, &Row::setFindings, paper.data().getFindings());
}

class MeetingFold final : public TableFold<MeetingFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<MeetingFold>>({
        {"MeetingHeld", &MeetingFold::held},
        {"PaperPresented", &MeetingFold::presented},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::MeetingRow::Builder;
    auto row = message.initRoot<schema::MeetingRow>();
    auto head = row.initHead();
    put(row, &Row::initHeld, held_.event);
    put(row, &Row::setForum, held_.data().getForum());
    row.setKind(held_.data().getKind());
    put(row, &Row::setAttendees, held_.data().getAttendees());
    put(row, &Row::setDecisions, held_.data().getDecisions());
    put(row, &Row::setFindings, held_.data().getFindings());
    put_each(row, &Row::initPapers, papers_, write_paper);
    return head;
  }

 private:
  void held(const FoldEvent& event, FoldContext&) { held_.take(event); }
  void presented(const FoldEvent& event, FoldContext&) { papers_.emplace_back(event); }

  Told<schema::MeetingHeld> held_;
  std::vector<Paper> papers_;
};

}  // namespace

std::unique_ptr<Fold> make_meeting_fold() { return std::make_unique<MeetingFold>(); }

}  // namespace probity::projections
