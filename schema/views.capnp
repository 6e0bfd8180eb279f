@0xa6c85d3e17f942b1;
# The rows of the views: what a fold of one stream says as of one position and one day. Derived data: a row's form may
# change with the schema version of its view, which then rebuilds itself.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("probity::schema");
using Event = import "event.capnp";
using I = import "inspection.capnp";

struct Act {
  # The event that did it. An Act that is null or whose position is 2^64-1 did not happen.
  position @0 :UInt64 = 0xffffffffffffffff;
  day @1 :Int32;
  # Its sort day: days since 1970-01-01; -2^31 is before all days.
  standing @2 :Event.Standing;
  marking @3 :Event.Marking;
  actor @4 :Text;
  effective @5 :Text;
}

struct Mention {
  position @0 :UInt64;
  text @1 :Text;
  actor @2 :Text;
}

struct Head {
  # What every row has.
  position @0 :UInt64;
  # Of the stream's last event that the row was folded up to (whether it counts or not).
  version @1 :UInt64;
  foldedFor @2 :Int32;
  # The day for which the row was folded.
  rightFrom @12 :Int32;
  rightUntil @3 :Int32;
  # The first and the last day for which the same fold is right; -2^31: always was, 2^31-1: for ever.
  withheld @4 :UInt32;
  marking @5 :Event.Marking;
  # The highest marking among the events that the row used.
  withdrawn @6 :Bool;
  # The stream's opening event is struck.
  begun @10 :Bool;
  # At least one event counts and holds.
  stream @7 :Text;
  possible @8 :List(Mention);
  # Events that may have happened by that day: text is the event's type.
  notes @9 :List(Mention);
  # What the fold met out of order: `closed without a verification (struck @412)`.
  remarks @11 :List(Mention);
  # NoteAdded: what somebody remarked.
}

struct BodyRow {
  head @0 :Head;
  registered @1 :Act;
  name @2 :Text;
  kind @3 :I.BodyKind;
  region @4 :Text;
  members @5 :List(Text);
  oversees @6 :List(Text);
  memberships @7 :Act;
  oversight @8 :Act;
}

struct RoleRow {
  head @0 :Head;
  title @1 :Text;
  holder @2 :Text;
  # Empty while the role is vacant.
  assumed @3 :Act;
  left @4 :Act;
  # Null while somebody holds it.
  leftReason @5 :Text;
}

struct Fieldwork {
  act @0 :Act;
  subjects @1 :List(Text);
  note @2 :Text;
}

struct Applicability {
  act @0 :Act;
  body @1 :Text;
  applies @2 :I.Applies;
  reason @3 :Text;
}

struct InspectionRow {
  head @0 :Head;
  opened @1 :Act;
  title @2 :Text;
  programme @3 :I.Programme;
  inspectorate @4 :Text;
  subjects @5 :List(Text);
  cycle @6 :Text;
  fieldwork @7 :List(Fieldwork);
  published @8 :Act;
  publishedEarliest @9 :Int32;
  reportTitle @10 :Text;
  reference @11 :Text;
  url @12 :Text;
  applicability @13 :List(Applicability);
}

struct Practice {
  act @0 :Act;
  body @1 :Text;
  title @2 :Text;
}

struct PracticeRow {
  head @0 :Head;
  items @1 :List(Practice);
}

struct Statement {
  act @0 :Act;
  speaker @1 :Text;
  summary @2 :Text;
}

struct ResponseRow {
  head @0 :Head;
  inspection @1 :Text;
  body @2 :Text;
  published @3 :Act;
  publishedEarliest @4 :Int32;
  url @5 :Text;
  explanations @6 :List(I.Explanation);
  statements @7 :List(Statement);
}

struct GradeEntry {
  act @0 :Act;
  question @1 :Text;
  grade @2 :I.Grade;
  scale @3 :I.Scale;
  carriedFrom @4 :Text;
}

struct GradeRow {
  head @0 :Head;
  inspection @1 :Text;
  body @2 :Text;
  current @3 :List(GradeEntry);
  # One a question.
}

struct StageSpell {
  act @0 :Act;
  stage @1 :I.Stage;
  reason @2 :Text;
}

struct MonitoringRow {
  head @0 :Head;
  spells @1 :List(StageSpell);
  # In order; the last is the stage now.
}

enum FindingKind {
  unset @0;
  causeOfConcern @1;
  recommendation @2;
  areaForImprovement @3;
}

enum FindingStatus {
  # From the least advanced to the most.
  unset @0;
  awaitingAllocation @1;
  inProgress @2;
  pendingSignOff @3;
  awaitingVerification @4;
  verified @5;
  closed @6;
  superseded @7;
}

struct DueDate {
  act @0 :Act;
  basis @1 :I.Basis;
  due @2 :Text;
  # EDTF; the last date that was set or granted.
  dueLatest @3 :Int32;
  # The day after which it has passed; 2^31-1: it never does.
  original @4 :Text;
  asSaid @5 :Text;
  moved @6 :UInt32;
  # How often it was changed after it was first set.
}

struct Extension {
  act @0 :Act;
  basis @1 :I.Basis;
  due @2 :Text;
  reason @3 :Text;
  # Requests that are still open.
}

enum Separation {
  unset @0;
  # No sign-off.
  notShown @1;
  shown @2;
  sameHand @3;
}

struct Addressee {
  body @0 :Text;
  status @1 :FindingStatus;
  rag @2 :I.Rag;
  percentComplete @3 :UInt8 = 255;
  verificationLevel @4 :UInt8;
  # Of the last verification; 0: not said.
  separation @5 :Separation;
  outcome @6 :I.Outcome;
  opinion @7 :I.Opinion;
  closingReason @8 :I.ClosingReason;
  acceptance @9 :I.Acceptance;
  since @10 :Act;
  # The event that put it in its status.
  owner @11 :Text;
  allocated @12 :Act;
  accepted @13 :Act;
  acceptanceReason @14 :Text;
  dues @15 :List(DueDate);
  # One a basis.
  extensions @16 :List(Extension);
  updated @17 :Act;
  narrative @18 :Text;
  statusAsSaid @19 :Text;
  claimed @20 :Act;
  # The current claim: null again after a return, a verdict of notVerified or a reopening; so is its sign-off.
  claimBody @21 :Text;
  claimNarrative @22 :Text;
  signedOff @23 :Act;
  officer @24 :Text;
  returned @25 :Act;
  # The last claim was sent back, and nothing was claimed since.
  returnReason @26 :Text;
  verification @27 :Act;
  # The last verdict that counts; `outcome` says which.
  assured @28 :Act;
  closed @29 :Act;
  reopened @30 :Act;
  supersededBy @31 :Text;
  disputed @32 :Act;
  # An open dispute.
  disputeGrounds @33 :Text;
}

struct FindingRow {
  head @0 :Head;
  raised @1 :Act;
  kind @2 :FindingKind;
  accelerated @3 :I.Truth;
  verificationLevel @4 :UInt8;
  # 0: not said.
  evidence @5 :UInt32;
  # How many pieces stand.
  inspection @6 :Text;
  title @7 :Text;
  text @8 :Text;
  themes @9 :List(Text);
  causeOfConcern @10 :Text;
  addressees @11 :List(Addressee);
  # In the order in which the finding names them.
}

struct EvidenceItem {
  act @0 :Act;
  body @1 :Text;
  title @2 :Text;
  uri @3 :Text;
  sha256 @4 :Text;
  bytes @5 :UInt64;
  supports @6 :I.Supports;
  withdrawn @7 :Act;
  withdrawnReason @8 :Text;
}

struct EvidenceRow {
  head @0 :Head;
  items @1 :List(EvidenceItem);
}

struct Party {
  body @0 :Text;
  supported @1 :Act;
  approved @2 :Act;
  signed @3 :Act;
}

struct AgreementRow {
  head @0 :Head;
  proposed @1 :Act;
  title @2 :Text;
  kind @3 :I.AgreementKind;
  periodStart @4 :Text;
  periodEnd @5 :Text;
  supersedes @6 :Text;
  parties @7 :List(Party);
  commenced @8 :Act;
  commencedNote @9 :Text;
  ended @10 :Act;
  endReason @11 :Text;
}

struct DisruptionRow {
  head @0 :Head;
  recorded @1 :Act;
  lead @2 :Text;
  supporting @3 :List(Text);
  threat @4 :Text;
  approaches @5 :List(I.Approach);
  level @6 :I.DisruptionLevel;
  basis @7 :I.DisruptionBasis;
  operation @8 :Text;
  assessed @9 :Act;
  assessor @10 :Text;
  outcome @11 :I.AssessmentOutcome;
  dropped @12 :Act;
  # DisruptionWithdrawn.
  dropReason @13 :Text;
  recordedEarliest @14 :Int32;
}

struct ThreatRank {
  act @0 :Act;
  threat @1 :Text;
  rank @2 :UInt32;
}

struct PriorityRow {
  head @0 :Head;
  body @1 :Text;
  threats @2 :List(ThreatRank);
}

struct Review {
  act @0 :Act;
  forum @1 :Text;
  note @2 :Text;
}

struct PlanRow {
  head @0 :Head;
  adopted @1 :Act;
  title @2 :Text;
  kind @3 :I.PlanKind;
  lead @4 :Text;
  approaches @5 :List(I.Approach);
  findings @6 :List(Text);
  reviews @7 :List(Review);
}

struct Paper {
  act @0 :Act;
  title @1 :Text;
  author @2 :Text;
  sha256 @3 :Text;
  bytes @4 :UInt64 = 0xffffffffffffffff;
  atSize @5 :UInt64 = 0xffffffffffffffff;
  root @6 :Text;
  findings @7 :List(I.PaperFinding);
}

struct MeetingRow {
  head @0 :Head;
  held @1 :Act;
  forum @2 :Text;
  kind @3 :I.MeetingKind;
  attendees @4 :List(I.Attendee);
  decisions @5 :List(Text);
  findings @6 :List(Text);
  papers @7 :List(Paper);
}

struct Figure {
  act @0 :Act;
  name @1 :Text;
  value @2 :Text;
  unit @3 :Text;
  qualifier @4 :I.Qualifier;
  numerator @5 :Text;
  denominator @6 :Text;
  window @7 :Text;
  note @8 :Text;
  earliest @9 :Int32;
  latest @10 :Int32;
  # The days that it covers: its window's, else its effective time's.
}

struct ReportedDisruptions {
  act @0 :Act;
  lead @1 :Text;
  window @2 :Text;
  threat @3 :Text;
  count @4 :UInt64;
  shareAsSaid @5 :Text;
  earliest @6 :Int32;
  latest @7 :Int32;
}

struct MeasureRow {
  head @0 :Head;
  figures @1 :List(Figure);
  disruptions @2 :List(ReportedDisruptions);
}

struct Enrolment {
  act @0 :Act;
  recordedBy @1 :Text;
  keyDigest @2 :Text;
}

struct ClientRow {
  head @0 :Head;
  body @1 :Text;
  roles @2 :List(I.ClientRole);
  ceiling @3 :Event.Marking;
  keyDigest @4 :Text;
  enrolments @5 :List(Enrolment);
  revoked @6 :Act;
  revokeReason @7 :Text;
}

struct ActivityRow {
  # What happened: the events that count and hold, but for corrections, notes, markings and erasures.
  head @0 :Head;
  events @1 :UInt64;
  first @2 :Act;
  last @3 :Act;
  # First and last in the order of sort days.
  lastType @4 :Text;
  lastRecordedAt @5 :Int64;
  # When the ledger last heard of any of them; microseconds since 1970.
}
