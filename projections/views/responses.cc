#include "projections/views/responses.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Statement = Told<schema::StatementPublished>;

void write_statement(schema::Statement::Builder& row, const Statement& statement) {
  set_act(row.initAct(), *statement.event);
  put(row, &schema::Statement::Builder::setSpeaker, statement.data().getSpeaker());
  put(row, &schema::Statement::Builder::setSummary, statement.data().getSummary());
}

void write_explanation(schema::Explanation::Builder& row, const schema::Explanation::Reader& said) {
  row.setFinding(said.getFinding());
  put(row, &schema::Explanation::Builder::setAction, said.getAction());
  put(row, &schema::Explanation::Builder::setReason, said.getReason());
}

class ResponseFold final : public TableFold<ResponseFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<ResponseFold>>({
        {"ResponsePublished", &ResponseFold::published},
        {"StatementPublished", &ResponseFold::stated},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    using Row = schema::ResponseRow::Builder;
    auto row = message.initRoot<schema::ResponseRow>();
    auto head = row.initHead();
    put(row, &Row::setInspection, text(inspection_));
    put(row, &Row::setBody, text(body_));
    put(row, &Row::initPublished, first_published_);
    if (first_published_ != nullptr)
      row.setPublishedEarliest(first_published_->bounds.earliest.value);
    put(row, &Row::setUrl, url_);
    put_each(row, &Row::initExplanations, explanations_, write_explanation);
    put_each(row, &Row::initStatements, statements_, write_statement);
    return head;
  }

 private:
  /// The statutory clock stops at the first publication; a later one may explain more, or say it
  /// otherwise.
  void published(const FoldEvent& event, FoldContext&) {
    name(event);
    if (first_published_ == nullptr) first_published_ = &event;
    const auto data = event.data<schema::ResponsePublished>();
    if (data.getUrl().size() > 0) url_ = data.getUrl();
    for (const auto explanation : data.getExplanations()) explain(explanation);
  }
  void stated(const FoldEvent& event, FoldContext&) {
    name(event);
    statements_.emplace_back(event);
  }

  void name(const FoldEvent& event) {
    if (!body_.empty()) return;
    inspection_ = segment(event, 1);
    body_ = segment(event, 2);
  }
  void explain(schema::Explanation::Reader said) {
    const auto found =
        std::ranges::find_if(explanations_, [&](const schema::Explanation::Reader& earlier) {
          return earlier.getFinding() == said.getFinding();
        });
    if (found != explanations_.end()) {
      *found = said;
    } else {
      explanations_.push_back(said);
    }
  }

  std::string inspection_;
  std::string body_;
  const FoldEvent* first_published_ = nullptr;
  capnp::Text::Reader url_;
  std::vector<schema::Explanation::Reader> explanations_;  // one a finding
  std::vector<Statement> statements_;
};

}  // namespace

std::unique_ptr<Fold> make_response_fold() { return std::make_unique<ResponseFold>(); }

}  // namespace probity::projections
