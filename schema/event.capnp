@0xe3a9c1b7d5f20864;
# The envelope: what the Merkle leaf covers, and what order, admission and proof need. Byte offsets of the
# fixed fields are stated in eventstore/FORMAT.md; the data section is never truncated by canonical form because
# its last word holds `standing`, which is never zero, and the pointer section because `recordedBy` is never null.
#
# Hashes, digests and ids are UInt64 words that hold the bytes in order (the first word, stored little-endian,
# holds bytes 0 to 7), so that a reader without Cap'n Proto finds them at fixed offsets.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("probity::schema");
using import "annotations.capnp".says;
using import "annotations.capnp".required;
using import "annotations.capnp".format;
using import "annotations.capnp".maxBytes;

enum Standing {
  unset @0;
  own @1 $says("the actor's own authenticated client");
  reported @2 $says("another body records the actor's act, with a source");
  operator @3 $says("entered at the ledger's host, nobody authenticated");
  ledger @4 $says("the ledger's own act");
}

enum Marking {
  unset @0;
  official @1;
  officialSensitive @2;
}

struct Envelope {
  position @0 :UInt64;
  version @1 :UInt64;
  # 1-based, in its stream.
  recordedAt @2 :Int64;
  # Microseconds since 1970-01-01T00:00:00Z.
  id0 @3 :UInt64;
  id1 @4 :UInt64;
  previousPosition @5 :UInt64;
  # Of the stream's previous event; 2^64-1 where version is 1.
  previousLeaf0 @6 :UInt64;
  previousLeaf1 @7 :UInt64;
  previousLeaf2 @8 :UInt64;
  previousLeaf3 @9 :UInt64;
  payloadDigest0 @10 :UInt64;
  payloadDigest1 @11 :UInt64;
  payloadDigest2 @12 :UInt64;
  payloadDigest3 @13 :UInt64;
  correlation0 @14 :UInt64;
  correlation1 @15 :UInt64;
  # The nil UUID: none.
  causation0 @16 :UInt64;
  causation1 @17 :UInt64;
  client0 @18 :UInt64;
  client1 @19 :UInt64;
  client2 @20 :UInt64;
  client3 @21 :UInt64;
  # SHA-256 of the client certificate's public key; all zero: the operator or the ledger itself.
  standing @22 :Standing;
  marking @23 :Marking;
  clockHeld @24 :Bool;
  # The host's clock stood behind the last recordedAt, which was used again.
  audience @25 :List(Text);
  concerns @26 :List(Text);
  stream @27 :Text;
  type @28 :Text;
  effective @29 :Text;
  actor @30 :Text;
  recordedBy @31 :Text;
}

struct Source {
  document @0 :Text $required $maxBytes(1024) $says("the document that says so");
  locator @1 :Text $maxBytes(1024) $says("where in it: page, paragraph");
  url @2 :Text $format("url") $says("where it was published");
  sha256 @3 :Text $format("sha256") $says("SHA-256 of the document's bytes");
}

struct Content {
  # The payload: whatever can name a person or a secret. Canonical as one message.
  source @0 :Source;
  person @1 :Text;
  data @2 :AnyPointer;
  # The struct of inspection.capnp that the envelope's type names.
}
