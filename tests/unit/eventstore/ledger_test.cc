#include "eventstore/ledger.h"

#include <gtest/gtest.h>

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

TEST(Ledger, BeginsWithItsFirstEvent) {
  LedgerFolder folder;
  const Snapshot snapshot = folder.ledger->snapshot();
  EXPECT_EQ(snapshot.head().size, TreeSize{1});
  const Event first = snapshot.event(Position{0}).value();
  EXPECT_EQ(first.header.id, id(kFirstNumber));
  EXPECT_EQ(first.placement.version, StreamVersion{1});
  EXPECT_EQ(first.placement.recorded_at, kStart);
  EXPECT_EQ(snapshot.head().root, first.leaf);
  EXPECT_EQ(folder.ledger->origin(), kOrigin);
}

TEST(Ledger, KeepsWhatWasAppendedWhenItIsOpenedAgain) {
  LedgerFolder folder;
  const Receipt receipt = folder.append(request(event(1, "body/emsou"))).value();
  EXPECT_EQ(receipt.size, TreeSize{2});
  folder.reopen();
  const Snapshot snapshot = folder.ledger->snapshot();
  EXPECT_EQ(snapshot.head().root, receipt.root);
  EXPECT_EQ(snapshot.find(id(1)).value(), Position{1});
  EXPECT_EQ(snapshot.stream_head(stream("body/emsou")).value()->last, Position{1});
}

}  // namespace
}  // namespace probity::eventstore::testing
