#include "projections/views/evidence.h"

#include <algorithm>
#include <array>

namespace probity::projections {
namespace {

void write_piece(schema::EvidenceItem::Builder& row, const Evidence& piece) {
  using Row = schema::EvidenceItem::Builder;
  const auto data = piece.attached.data();
  set_act(row.initAct(), *piece.attached.event);
  put(row, &Row::setBody, data.getBody());
  put(row, &Row::setTitle, data.getTitle());
  put(row, &Row::setUri, data.getUri());
  put(row, &Row::setSha256, data.getSha256());
  row.setBytes(data.getBytes());
  row.setSupports(data.getSupports());
  put(row, &Row::initWithdrawn, piece.withdrawn.event);
  put(row, &Row::setWithdrawnReason, piece.withdrawn.data().getReason());
}

class EvidenceFold final : public TableFold<EvidenceFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<EvidenceFold>>({
        {"EvidenceAttached", &EvidenceFold::attached},
        {"EvidenceWithdrawn", &EvidenceFold::withdrawn},
    });
  }

  bool list_events(FoldEvents& out) const override {
    list_.list(out);
    return true;
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    auto row = message.initRoot<schema::EvidenceRow>();
    auto head = row.initHead();
    put_each(row, &schema::EvidenceRow::Builder::initItems, list_.pieces(), write_piece);
    return head;
  }

 private:
  void attached(const FoldEvent& event, FoldContext&) { list_.attach(event); }
  void withdrawn(const FoldEvent& event, FoldContext& context) {
    if (!list_.withdraw(event) && !event.erased()) {
      context.note(event, "evidence withdrawn that was not attached");
    }
  }

  EvidenceList list_;
};

}  // namespace

bool EvidenceList::withdraw(const FoldEvent& event) {
  if (event.erased()) return false;
  const Told<schema::EvidenceWithdrawn> withdrawn(event);
  bool stood = false;
  for (auto& piece : pieces_) {
    if (piece.withdrawn || piece.attached.event->erased()) continue;
    if (piece.attached.data().getSha256() != withdrawn.data().getSha256()) continue;
    piece.withdrawn = withdrawn;
    stood = true;
  }
  return stood;
}

std::uint32_t EvidenceList::standing() const {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(pieces_, [](const Evidence& piece) { return !piece.withdrawn; }));
}

void EvidenceList::list(FoldEvents& out) const {
  for (const auto& [attached, withdrawn] : pieces_) {
    attached.list(out);
    withdrawn.list(out);
  }
}

std::unique_ptr<Fold> make_evidence_fold() { return std::make_unique<EvidenceFold>(); }

}  // namespace probity::projections
