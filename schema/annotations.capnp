@0xd5a1f7c3e0b24981;
# What the schema says of itself beyond types: which field must be present, what form a text has, what an
# event means. schema/json enforces these; `probity record EVENT --help` prints them.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("probity::schema");

struct Range {
  min @0 :Int64;
  max @1 :Int64;
}

annotation says @0xb1c2a9d8e7f60512 (struct, field, enum, enumerant) :Text;
# One line for a reader: what this is, in the field's own words.

annotation required @0xc3d4e5f6a7b80923 (field) :Void;
# The field must be present in the JSON; a text must not be empty.

annotation nonEmpty @0xcb1d2e3f40516273 (field) :Void;
# A list that must have at least one item.

annotation format @0xd4e5f6a7b8c90a34 (field) :Text;
# The form of a text: body, ref, inspection, agreement, slug, uuid, edtf, sha256, decimal, url, instant, digest,
# verifierKey. A text without a format is free text.

annotation range @0xe5f6a7b8c9da0b45 (field) :Range;
# The values that an integer may take in JSON. An optional integer's default lies outside it.

annotation maxBytes @0xf6a7b8c9daeb0c56 (field) :UInt32;
# The longest UTF-8 text, in bytes; without it the limit of every text field holds (65,536).

annotation maxItems @0x87b8c9daebfc0d67 (field) :UInt32;
# The longest list; without it the limit of every list holds (1,024).

annotation stream @0x98c9daebfcad0e78 (field) :Text;
# Of a field of Catalogue: the stream that the event goes to, as a pattern; "*" is any stream.

annotation opening @0xa9daebfcadbe0f89 (field) :Void;
# Of a field of Catalogue: the event may be the first of its stream.

annotation boolean @0xbaebfcadbecf109a (enum) :Void;
# An enum {unset, no, yes} that JSON writes as false and true: a truth value that may be left out.
