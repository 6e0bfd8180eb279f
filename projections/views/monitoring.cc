#include "projections/views/monitoring.h"

#include <array>
#include <vector>

#include "projections/views/common.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Spell = Told<schema::MonitoringStageChanged>;

void write_spell(schema::StageSpell::Builder& row, const Spell& spell) {
  set_act(row.initAct(), *spell.event);
  row.setStage(spell.data().getStage());
  put(row, &schema::StageSpell::Builder::setReason, spell.data().getReason());
}

class MonitoringFold final : public TableFold<MonitoringFold> {
 public:
  static constexpr auto handlers() {
    return std::to_array<Handler<MonitoringFold>>({
        {"MonitoringStageChanged", &MonitoringFold::changed},
    });
  }

  schema::Head::Builder write(capnp::MessageBuilder& message) const override {
    auto row = message.initRoot<schema::MonitoringRow>();
    auto head = row.initHead();
    put_each(row, &schema::MonitoringRow::Builder::initSpells, spells_, write_spell);
    return head;
  }

 private:
  /// Which stage began hangs on the payload: after an erased change the stage stays as it was.
  void changed(const FoldEvent& event, FoldContext&) {
    if (!event.erased()) spells_.emplace_back(event);
  }

  std::vector<Spell> spells_;
};

}  // namespace

std::unique_ptr<Fold> make_monitoring_fold() { return std::make_unique<MonitoringFold>(); }

}  // namespace probity::projections
