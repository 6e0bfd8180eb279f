@0x9c4e7ab25d16f083;
# The payload of every event: one struct an event, named as the event's type is. No unions, no groups with data, no
# floating point; ordinal 0 of an enum is `unset` and never accepted; an optional integer's default lies outside its
# range. Evolution: README.md beside this file.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("probity::schema");
using import "annotations.capnp".says;
using import "annotations.capnp".required;
using import "annotations.capnp".format;
using import "annotations.capnp".range;
using import "annotations.capnp".maxItems;
using import "annotations.capnp".stream;
using import "annotations.capnp".opening;
using import "annotations.capnp".boolean;
using import "annotations.capnp".nonEmpty;
using import "event.capnp".Marking;

enum Truth $boolean $says("a truth value that may be left out") {
  unset @0;
  no @1;
  yes @2;
}

enum BodyKind $says("what kind of body it is") {
  unset @0;
  inspectorate @1;
  territorialForce @2;
  specialForce @3;
  regionalUnit @4;
  policingBody @5;
  auditCommittee @6;
  policeAndCrimePanel @7;
  auditor @8;
  agency @9;
  government @10;
  registrar @11;
  other @12;
}

enum ClientRole $says("what a client may do") {
  unset @0;
  append @1;
  signOff @2;
  read @3;
  register @4;
  operate @5;
}

enum Programme $says("the programme an inspection belongs to") {
  unset @0;
  peel @1;
  regionalSoc @2;
  thematic @3;
  rolling @4;
  revisit @5;
  internalAudit @6;
  externalAudit @7;
  other @8;
}

enum Applies $says("whether a report applies to a body") {
  unset @0;
  yes @1;
  no @2;
  partly @3;
  unclear @4;
}

enum Grade $says("a grade") {
  unset @0;
  outstanding @1;
  good @2;
  adequate @3;
  requiresImprovement @4;
  inadequate @5;
  ungraded @6;
  notInspected @7;
}

enum Scale $says("the scale a grade is on: four tiers before 2021/22, five since") {
  unset @0;
  fourTier @1;
  fiveTier @2;
}

enum Stage $says("the monitoring stage of a force") {
  unset @0;
  scan @1;
  engage @2;
}

enum Acceptance $says("what an addressee says of a finding") {
  unset @0;
  accepted @1;
  partlyAccepted @2;
  notAccepted @3;
}

enum Basis $says("whose date or decision it is") {
  unset @0;
  inspectorate @1;
  internal @2;
}

enum Rag $says("the colour an addressee gives its progress") {
  unset @0;
  red @1;
  amber @2;
  green @3;
  blue @4;
  none @5;
}

enum Supports $says("what a piece of evidence supports") {
  unset @0;
  claim @1;
  update @2;
  other @3;
}

enum Outcome $says("what a verification found") {
  unset @0;
  verified @1;
  notVerified @2;
}

enum Opinion $says("an auditor's own opinion") {
  unset @0;
  substantial @1;
  reasonable @2;
  limited @3;
  none @4;
  notTested @5;
}

enum ClosingReason $says("why a finding was closed") {
  unset @0;
  verified @1;
  confirmedByChiefOfficer @2;
  noActionExplained @3;
  noLongerApplicable @4;
  carriedToLaterInspection @5;
}

enum AgreementKind $says("what an agreement is about") {
  unset @0;
  collaboration @1;
  funding @2;
  operatingModel @3;
  informationSharing @4;
  other @5;
}

enum Approach $says("one of the four Ps") {
  unset @0;
  pursue @1;
  prevent @2;
  protect @3;
  prepare @4;
}

enum DisruptionLevel $says("how much a disruption disrupted") {
  unset @0;
  major @1;
  moderate @2;
  minor @3;
  unassessed @4;
}

enum DisruptionBasis $says("whether a disruption was reported at the time or reconstructed") {
  unset @0;
  reported @1;
  reconstructed @2;
}

enum AssessmentOutcome $says("what an assessment did to a level") {
  unset @0;
  confirmed @1;
  raised @2;
  lowered @3;
  rejected @4;
}

enum PlanKind $says("what kind of plan it is") {
  unset @0;
  delivery4p @1;
  action @2;
  review @3;
  programme @4;
}

enum MeetingKind $says("what kind of meeting it was") {
  unset @0;
  committee @1;
  board @2;
  strategicTasking @3;
  tacticalTasking @4;
  workshop @5;
  oversight @6;
  other @7;
}

enum Qualifier $says("how exact a figure is") {
  unset @0;
  exactly @1;
  moreThan @2;
  lessThan @3;
  about @4;
}

struct Explanation $says("what a response says of one finding") {
  finding @0 :Text $required $format("ref") $says("the finding");
  action @1 :Text $says("what is done");
  reason @2 :Text $says("why nothing is done");
}

struct Attendee $says("who attended, by role") {
  body @0 :Text $required $format("body") $says("the body");
  role @1 :Text $required $says("the role");
}

struct PaperFinding $says("what a paper says of one finding") {
  ref @0 :Text $required $format("ref") $says("the finding");
  body @1 :Text $format("body") $says("the addressee meant");
  statusAsSaid @2 :Text $required $says("the status in the paper's words");
}

struct LedgerCreated $says("the ledger was made") {
  origin @0 :Text $required $says("the ledger's name");
  ceiling @1 :Marking $required $says("the highest marking it takes");
  formatVersion @2 :UInt32
      $required $range((min = 1, max = 4294967295)) $says("version of the format on disk");
}

struct KeyIntroduced $says("a signing key counts from here") {
  verifierKey @0 :Text $required $format("verifierKey") $says("NAME+KEYID+BASE64");
}

struct KeyRetired $says("a signing key signs no more") {
  verifierKey @0 :Text $required $format("verifierKey") $says("NAME+KEYID+BASE64");
  reason @1 :Text $says("why");
}

struct KeyCompromised $says("a signing key may be in other hands") {
  verifierKey @0 :Text $required $format("verifierKey") $says("NAME+KEYID+BASE64");
  validUntilSize @1 :UInt64
      $required $range((min = 0, max = 9223372036854775807)) $says("the last size for which its notes count");
  reason @2 :Text $required $says("why");
}

struct HeadsSealed $says("the stream heads were sealed") {
  size @0 :UInt64
      $required $range((min = 0, max = 9223372036854775807)) $says("the ledger's size just before");
  root @1 :Text $required $format("digest") $says("the root over the stream heads, in hex");
}

struct ClockAccepted $says("the operator accepted the host's clock") {
  from @0 :Text $required $format("instant") $says("the last recorded instant");
  to @1 :Text $required $format("instant") $says("the clock that was accepted");
  reason @2 :Text $required $says("why");
}

struct ClientEnrolled $says("a client may act for its body") {
  body @0 :Text $required $format("body") $says("the body");
  roles @1 :List(ClientRole) $required $nonEmpty $says("what it may do");
  ceiling @2 :Marking $required $says("the highest marking it may read");
  keyDigest @3 :Text
      $required $format("digest") $says("SHA-256 of the certificate's public key, in hex");
}

struct ClientRevoked $says("a client may act no more") {
  reason @0 :Text $required $says("why");
}

struct BodyRegistered $says("a body was entered in the register") {
  name @0 :Text $required $says("its name");
  kind @1 :BodyKind $required $says("what kind of body it is");
  region @2 :Text $format("slug") $says("its region");
}

struct BodyRenamed $says("a body took another name") {
  name @0 :Text $required $says("its new name");
}

struct MembershipSet $says("the members of a unit") {
  members @0 :List(Text) $required $format("body") $says("every member from now on");
}

struct OversightSet $says("the bodies that a body oversees") {
  oversees @0 :List(Text) $required $format("body") $says("every body it oversees from now on");
}

struct RoleAssumed $says("somebody took a role") {
  title @0 :Text $required $says("the role's title");
  holder @1 :Text $required $says("who holds it, by office and never by name");
}

struct RoleLeft $says("a role fell vacant") {
  reason @0 :Text $says("why");
}

struct InspectionOpened $says("an inspection began") {
  title @0 :Text $required $says("its title");
  programme @1 :Programme $required $says("the programme it belongs to");
  inspectorate @2 :Text $required $format("body") $says("who inspects");
  subjects @3 :List(Text) $required $nonEmpty $format("body") $says("who is inspected");
  cycle @4 :Text $says("the cycle, such as 2023-25");
}

struct FieldworkRecorded $says("fieldwork took place") {
  subjects @0 :List(Text) $required $nonEmpty $format("body") $says("where");
  note @1 :Text $says("a remark");
}

struct ReportPublished $says("the report was published") {
  title @0 :Text $required $says("its title");
  reference @1 :Text $says("its reference number");
  url @2 :Text $format("url") $says("where it stands");
}

struct PracticeHighlighted $says("the report names good practice") {
  body @0 :Text $required $format("body") $says("whose");
  title @1 :Text $required $says("what");
}

struct ApplicabilityDecided $says("whether the report applies to a body") {
  body @0 :Text $required $format("body") $says("the body");
  applies @1 :Applies $required $says("the decision");
  reason @2 :Text $says("why");
}

struct GradeIssued $says("a grade was issued") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  body @1 :Text $required $format("body") $says("who is graded");
  question @2 :Text $required $format("slug") $says("the question graded");
  grade @3 :Grade $required $says("the grade");
  scale @4 :Scale $required $says("the scale it is on");
}

struct GradeCarriedOver $says("a grade was carried over from an earlier inspection") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  body @1 :Text $required $format("body") $says("who is graded");
  question @2 :Text $required $format("slug") $says("the question graded");
  grade @3 :Grade $required $says("the grade");
  scale @4 :Scale $required $says("the scale it is on");
  carriedFrom @5 :Text $required $format("inspection") $says("the inspection that first issued it");
}

struct MonitoringStageChanged $says("a force's monitoring stage") {
  stage @0 :Stage $required $says("the stage");
  reason @1 :Text $required $says("why");
}

struct CauseOfConcernRaised $says("a cause of concern was raised") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  title @1 :Text $required $says("its title");
  text @2 :Text $required $says("its text");
  addressees @3 :List(Text)
      $required $nonEmpty $maxItems(128) $format("body") $says("who must answer");
  accelerated @4 :Truth $says("raised before the report");
  verificationLevel @5 :UInt8
      $range((min = 1, max = 3)) $says("how the inspectorate verifies: 1 by the force's word, 2 by documents, 3 by a revisit");
  themes @6 :List(Text) $format("slug") $says("themes");
}

struct RecommendationRaised $says("a recommendation was raised") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  title @1 :Text $required $says("its title");
  text @2 :Text $required $says("its text");
  addressees @3 :List(Text)
      $required $nonEmpty $maxItems(128) $format("body") $says("who must answer");
  verificationLevel @4 :UInt8
      $range((min = 1, max = 3)) $says("how the inspectorate verifies: 1 by the force's word, 2 by documents, 3 by a revisit");
  themes @5 :List(Text) $format("slug") $says("themes");
  causeOfConcern @6 :Text $format("ref") $says("the cause of concern it belongs to");
}

struct AreaForImprovementRaised $says("an area for improvement was raised") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  title @1 :Text $required $says("its title");
  text @2 :Text $required $says("its text");
  addressees @3 :List(Text)
      $required $nonEmpty $maxItems(128) $format("body") $says("who must answer");
  verificationLevel @4 :UInt8
      $range((min = 1, max = 3)) $says("how the inspectorate verifies: 1 by the force's word, 2 by documents, 3 by a revisit");
  themes @5 :List(Text) $format("slug") $says("themes");
}

struct FindingAllocated $says("an owner was named") {
  body @0 :Text $required $format("body") $says("the addressee");
  owner @1 :Text $required $says("the owner, by role");
}

struct AcceptanceStated $says("an addressee said whether it accepts") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  position @1 :Acceptance $required $says("what it says");
  reason @2 :Text $says("why");
}

struct DueDateSet $says("a due date was set") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  due @1 :Text $required $format("edtf") $says("the date");
  basis @2 :Basis $required $says("whose date it is");
  asSaid @3 :Text $says("the date in the source's words");
}

struct ExtensionRequested $says("more time was asked for") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  basis @1 :Basis $required $says("whose date it would move");
  due @2 :Text $required $format("edtf") $says("the date asked for");
  reason @3 :Text $required $says("why");
}

struct ExtensionDecided $says("a request for more time was decided") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  basis @1 :Basis $required $says("whose date it moves");
  approved @2 :Truth $required $says("the decision");
  due @3 :Text $format("edtf") $says("the date granted; left out in a decision, what was asked");
  reason @4 :Text $says("why");
}

struct UpdateSubmitted $says("an addressee reported progress") {
  body @0 :Text $required $format("body") $says("the addressee");
  narrative @1 :Text $required $says("what it says");
  rag @2 :Rag $required $says("the colour it gives");
  percentComplete @3 :UInt8 = 255 $range((min = 0, max = 100)) $says("how far, in per cent");
  statusAsSaid @4 :Text $says("the status in its own words");
}

struct EvidenceAttached $says("a document was bound to the finding") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  title @1 :Text $required $says("what it is");
  uri @2 :Text $required $format("url") $says("where it lies");
  sha256 @3 :Text $required $format("sha256") $says("SHA-256 of its bytes");
  bytes @4 :UInt64
      $required $range((min = 0, max = 9223372036854775807)) $says("its length in bytes");
  supports @5 :Supports $says("what it supports");
}

struct EvidenceWithdrawn $says("a document no longer counts") {
  sha256 @0 :Text $required $format("sha256") $says("SHA-256 of its bytes");
  reason @1 :Text $required $says("why");
}

struct CompletionClaimed $says("an addressee claimed completion") {
  body @0 :Text $required $format("body") $says("the addressee");
  narrative @1 :Text $required $says("what was done");
}

struct CompletionSignedOff $says("a claim was signed off") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  officer @1 :Text $required $says("who signed off, by role");
  narrative @2 :Text $says("a remark");
}

struct CompletionReturned $says("a claim was sent back") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  reason @1 :Text $required $says("why");
}

struct VerificationRecorded $says("the inspectorate's verdict") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  level @1 :UInt8 $range((min = 1, max = 3)) $says("how it was verified");
  outcome @2 :Outcome $required $says("what was found");
  narrative @3 :Text $says("a remark");
}

struct AssuranceGiven $says("an auditor's own opinion") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  opinion @1 :Opinion $required $says("the opinion");
  tested @2 :Text $says("what was tested");
  narrative @3 :Text $says("a remark");
}

struct FindingClosed $says("a finding was closed") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  reason @1 :ClosingReason $required $says("why");
  narrative @2 :Text $says("a remark");
}

struct FindingReopened $says("a finding was opened again") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  reason @1 :Text $required $says("why");
}

struct FindingSuperseded $says("another finding took its place") {
  by @0 :Text $required $format("ref") $says("the finding that took its place");
  inspection @1 :Text $format("inspection") $says("the inspection that says so");
}

struct FindingDisputed $says("an addressee disputes the finding") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  grounds @1 :Text $required $says("on what grounds");
}

struct DisputeResolved $says("a dispute was resolved") {
  body @0 :Text $format("body") $says("the addressee; left out, every addressee");
  outcome @1 :Text $required $says("how");
}

struct ResponsePublished $says("a policing body published its response") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  body @1 :Text $required $format("body") $says("who responds");
  url @2 :Text $format("url") $says("where it stands");
  explanations @3 :List(Explanation) $required $says("what it says of each finding");
}

struct StatementPublished $says("a statement, which is no response") {
  inspection @0 :Text $required $format("inspection") $says("the inspection");
  body @1 :Text $required $format("body") $says("whose");
  speaker @2 :Text $required $says("who spoke, by role");
  summary @3 :Text $required $says("what was said");
}

struct AgreementProposed $says("an agreement was proposed") {
  title @0 :Text $required $says("its title");
  kind @1 :AgreementKind $required $says("what it is about");
  parties @2 :List(Text) $required $nonEmpty $format("body") $says("who must sign");
  periodStart @3 :Text $format("edtf") $says("from when");
  periodEnd @4 :Text $format("edtf") $says("until when");
  supersedes @5 :Text $format("agreement") $says("the agreement it follows");
}

struct AgreementSupported $says("a party supports it") {
  party @0 :Text $required $format("body") $says("the party");
}

struct AgreementApproved $says("a party approved it") {
  party @0 :Text $required $format("body") $says("the party");
}

struct AgreementSigned $says("a party signed it") {
  party @0 :Text $required $format("body") $says("the party");
}

struct AgreementCommenced $says("it came into force") {
  note @0 :Text $says("a remark");
}

struct AgreementEnded $says("it ended") {
  reason @0 :Text $required $says("why");
}

struct DisruptionRecorded $says("a disruption was recorded") {
  lead @0 :Text $required $format("body") $says("who led");
  supporting @1 :List(Text) $format("body") $says("who supported");
  threat @2 :Text $required $format("slug") $says("the threat");
  approaches @3 :List(Approach) $required $says("which of the four Ps");
  level @4 :DisruptionLevel $required $says("how much it disrupted");
  operation @5 :Text $format("slug") $says("an opaque reference, never an operation's name");
  basis @6 :DisruptionBasis $required $says("reported then or reconstructed");
}

struct DisruptionAssessed $says("a disruption's level was assessed") {
  level @0 :DisruptionLevel $required $says("the level found");
  assessor @1 :Text $required $format("body") $says("who assessed");
  outcome @2 :AssessmentOutcome $required $says("what it did to the level");
}

struct DisruptionWithdrawn $says("a disruption was withdrawn") {
  reason @0 :Text $required $says("why");
}

struct ThreatPrioritised $says("a body ranked a threat") {
  body @0 :Text $required $format("body") $says("the body");
  threat @1 :Text $required $format("slug") $says("the threat");
  rank @2 :UInt32 $required $range((min = 1, max = 4294967295)) $says("1 is the highest");
}

struct PlanAdopted $says("a plan was adopted") {
  title @0 :Text $required $says("its title");
  kind @1 :PlanKind $required $says("what kind it is");
  lead @2 :Text $says("who leads it, by role");
  approaches @3 :List(Approach) $says("which of the four Ps");
  findings @4 :List(Text) $format("ref") $says("the findings it serves");
}

struct PlanReviewed $says("a plan was reviewed") {
  forum @0 :Text $required $says("where");
  note @1 :Text $says("a remark");
}

struct MeetingHeld $says("a meeting was held") {
  forum @0 :Text $required $says("the forum");
  kind @1 :MeetingKind $required $says("what kind it was");
  attendees @2 :List(Attendee) $required $says("who attended");
  decisions @3 :List(Text) $required $says("what was decided");
  findings @4 :List(Text) $required $format("ref") $says("the findings that came up");
}

struct PaperPresented $says("a paper was presented") {
  title @0 :Text $required $says("its title");
  author @1 :Text $required $says("who wrote it, by role");
  sha256 @2 :Text $format("sha256") $says("SHA-256 of its bytes");
  bytes @3 :UInt64 = 18446744073709551615
      $range((min = 0, max = 9223372036854775807)) $says("its length in bytes");
  atSize @4 :UInt64 = 18446744073709551615
      $range((min = 0, max = 9223372036854775807)) $says("the ledger's size it was drawn from");
  root @5 :Text $format("digest") $says("the ledger's root at that size, in hex");
  findings @6 :List(PaperFinding) $required $says("what it says of each finding");
}

struct MeasureRecorded $says("a figure, as a source gives it") {
  name @0 :Text $required $says("what is measured");
  value @1 :Text $required $format("decimal") $says("the figure, as decimal text");
  unit @2 :Text $required $says("its unit");
  qualifier @3 :Qualifier $says("how exact it is");
  numerator @4 :Text $format("decimal") $says("of a share");
  denominator @5 :Text $format("decimal") $says("of a share");
  window @6 :Text $format("edtf") $says("the time it covers");
  note @7 :Text $says("a remark");
}

struct DisruptionsReported $says("a published count of disruptions") {
  lead @0 :Text $required $format("body") $says("who led them");
  window @1 :Text $required $format("edtf") $says("the time it covers");
  threat @2 :Text $required $format("slug") $says("the threat");
  count @3 :UInt64 $required $range((min = 0, max = 9223372036854775807)) $says("how many");
  shareAsSaid @4 :Text $says("the share, as published");
}

struct CorrectionMade $says("an earlier event of the stream is struck") {
  event @0 :Text $required $format("uuid") $says("the event struck");
  reason @1 :Text $required $says("why");
  replacement @2 :Text $format("uuid") $says("the event that stands in its place");
}

struct NoteAdded $says("a remark") {
  text @0 :Text $required $says("the remark");
}

struct MarkingChanged $says("an event's marking changed") {
  event @0 :Text $required $format("uuid") $says("the event");
  marking @1 :Marking $required $says("its new marking");
  audience @2 :List(Text)
      $maxItems(128) $format("body") $says("its new audience; empty, every enrolled client");
  reason @3 :Text $required $says("why");
}

struct PayloadErased $says("an event's payload was lawfully erased") {
  event @0 :Text $required $format("uuid") $says("the event");
  basis @1 :Text $required $says("the lawful basis");
}

struct Catalogue {
  # Never stored: names every event type, the stream it goes to and whether it may be that stream's first event.
  ledgerCreated @0 :LedgerCreated $stream("ledger/self") $opening;
  keyIntroduced @1 :KeyIntroduced $stream("ledger/self");
  keyRetired @2 :KeyRetired $stream("ledger/self");
  keyCompromised @3 :KeyCompromised $stream("ledger/self");
  headsSealed @4 :HeadsSealed $stream("ledger/self");
  clockAccepted @5 :ClockAccepted $stream("ledger/self");
  clientEnrolled @6 :ClientEnrolled $stream("client/BODY/NAME") $opening;
  clientRevoked @7 :ClientRevoked $stream("client/BODY/NAME");
  bodyRegistered @8 :BodyRegistered $stream("body/ID") $opening;
  bodyRenamed @9 :BodyRenamed $stream("body/ID");
  membershipSet @10 :MembershipSet $stream("body/ID");
  oversightSet @11 :OversightSet $stream("body/ID");
  roleAssumed @12 :RoleAssumed $stream("role/BODY/SLUG") $opening;
  roleLeft @13 :RoleLeft $stream("role/BODY/SLUG");
  inspectionOpened @14 :InspectionOpened $stream("inspection/ID") $opening;
  fieldworkRecorded @15 :FieldworkRecorded $stream("inspection/ID");
  reportPublished @16 :ReportPublished $stream("inspection/ID");
  practiceHighlighted @17 :PracticeHighlighted $stream("inspection/ID");
  applicabilityDecided @18 :ApplicabilityDecided $stream("inspection/ID");
  gradeIssued @19 :GradeIssued $stream("grade/INSPECTION/BODY") $opening;
  gradeCarriedOver @20 :GradeCarriedOver $stream("grade/INSPECTION/BODY") $opening;
  monitoringStageChanged @21 :MonitoringStageChanged $stream("monitoring/FORCE") $opening;
  causeOfConcernRaised @22 :CauseOfConcernRaised $stream("finding/REF") $opening;
  recommendationRaised @23 :RecommendationRaised $stream("finding/REF") $opening;
  areaForImprovementRaised @24 :AreaForImprovementRaised $stream("finding/REF") $opening;
  findingAllocated @25 :FindingAllocated $stream("finding/REF");
  acceptanceStated @26 :AcceptanceStated $stream("finding/REF");
  dueDateSet @27 :DueDateSet $stream("finding/REF");
  extensionRequested @28 :ExtensionRequested $stream("finding/REF");
  extensionDecided @29 :ExtensionDecided $stream("finding/REF");
  updateSubmitted @30 :UpdateSubmitted $stream("finding/REF");
  evidenceAttached @31 :EvidenceAttached $stream("finding/REF");
  evidenceWithdrawn @32 :EvidenceWithdrawn $stream("finding/REF");
  completionClaimed @33 :CompletionClaimed $stream("finding/REF");
  completionSignedOff @34 :CompletionSignedOff $stream("finding/REF");
  completionReturned @35 :CompletionReturned $stream("finding/REF");
  verificationRecorded @36 :VerificationRecorded $stream("finding/REF");
  assuranceGiven @37 :AssuranceGiven $stream("finding/REF");
  findingClosed @38 :FindingClosed $stream("finding/REF");
  findingReopened @39 :FindingReopened $stream("finding/REF");
  findingSuperseded @40 :FindingSuperseded $stream("finding/REF");
  findingDisputed @41 :FindingDisputed $stream("finding/REF");
  disputeResolved @42 :DisputeResolved $stream("finding/REF");
  responsePublished @43 :ResponsePublished $stream("response/INSPECTION/BODY") $opening;
  statementPublished @44 :StatementPublished $stream("response/INSPECTION/BODY") $opening;
  agreementProposed @45 :AgreementProposed $stream("agreement/ID") $opening;
  agreementSupported @46 :AgreementSupported $stream("agreement/ID");
  agreementApproved @47 :AgreementApproved $stream("agreement/ID");
  agreementSigned @48 :AgreementSigned $stream("agreement/ID");
  agreementCommenced @49 :AgreementCommenced $stream("agreement/ID");
  agreementEnded @50 :AgreementEnded $stream("agreement/ID");
  disruptionRecorded @51 :DisruptionRecorded $stream("disruption/ID") $opening;
  disruptionAssessed @52 :DisruptionAssessed $stream("disruption/ID");
  disruptionWithdrawn @53 :DisruptionWithdrawn $stream("disruption/ID");
  threatPrioritised @54 :ThreatPrioritised $stream("priority/BODY") $opening;
  planAdopted @55 :PlanAdopted $stream("plan/BODY/SLUG") $opening;
  planReviewed @56 :PlanReviewed $stream("plan/BODY/SLUG");
  meetingHeld @57 :MeetingHeld $stream("meeting/FORUM/DATE") $opening;
  paperPresented @58 :PaperPresented $stream("meeting/FORUM/DATE");
  measureRecorded @59 :MeasureRecorded $stream("measure/BODY/SLUG") $opening;
  disruptionsReported @60 :DisruptionsReported $stream("measure/BODY/SLUG") $opening;
  correctionMade @61 :CorrectionMade $stream("*");
  noteAdded @62 :NoteAdded $stream("*");
  markingChanged @63 :MarkingChanged $stream("*");
  payloadErased @64 :PayloadErased $stream("*");
}
