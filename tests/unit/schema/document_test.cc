#include "schema/json/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "eventstore/base/limits.h"
#include "tests/support/lines.h"

namespace probity::json {
namespace {

using testing::HasSubstr;

std::string refused(std::string_view text) {
  const auto document = read_document(text);
  return document ? "accepted: " + document->dump() : test::told(document.error());
}

TEST(Document, KeepsTheOrderOfItsMembers) {
  EXPECT_EQ(read_document(R"({"b": 1, "a": [true, null, "x"]})")->dump(),
            R"({"b":1,"a":[true,null,"x"]})");
}

TEST(Document, KeepsEvery64BitIntegerExact) {
  for (const std::string digits : {"18446744073709551615", "9223372036854775807",
                                   "-9223372036854775808", "9007199254740993", "0"}) {
    EXPECT_EQ(read_document(digits)->dump(), digits);
  }
}

TEST(Document, RefusesAnIntegerBeyond64Bits) {
  EXPECT_THAT(refused(R"({"data": {"count": 18446744073709551616}})"),
              HasSubstr("data.count | \"18446744073709551616\" does not fit into 64 bits"));
  EXPECT_THAT(refused(R"([1, -9223372036854775809])"),
              HasSubstr("[1] | \"-9223372036854775809\" does not fit"));
}

TEST(Document, RefusesANumberWithAPointOrAnExponent) {
  EXPECT_THAT(refused(R"({"a": {"b": [0, 1.0]}})"),
              HasSubstr("a.b[1] | \"1.0\" is not written as a whole number"));
  EXPECT_THAT(refused(R"({"a": 1e3})"), HasSubstr("a | \"1e3\" is not written as a whole number"));
}

TEST(Document, RefusesAMemberGivenTwiceAtAnyDepth) {
  EXPECT_THAT(refused(R"({"a": 1, "a": 1})"), HasSubstr("a | is given twice"));
  EXPECT_THAT(refused(R"({"x": [{"b": 1, "c": 2, "b": 3}]})"),
              HasSubstr("x[0].b | is given twice"));
  EXPECT_THAT(refused(R"({"a": 1, "\u0061": 1})"), HasSubstr("a | is given twice"));
  EXPECT_EQ(read_document(R"({"a": {"b": 1}, "b": {"b": 2}})")->dump(),
            R"({"a":{"b":1},"b":{"b":2}})");
}

TEST(Document, SaysAtWhichByteALineWasCut) {
  const std::string whole =
      R"({"stream": "finding/a", "data": {"title": "été", "list": [1, true]}})";
  ASSERT_TRUE(read_document(whole));
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    const auto document = read_document(cut);
    ASSERT_FALSE(document) << cut;
    const bool within_a_letter = document.error().what.find("UTF-8") != std::string::npos;
    if (within_a_letter) continue;
    EXPECT_EQ(document.error().what, "the JSON ends too soon, after byte " + std::to_string(size))
        << cut;
    EXPECT_THAT(document.error().mend, HasSubstr("may have been cut"));
  }
}

TEST(Document, NamesTheFieldInWhichALineWasCut) {
  EXPECT_THAT(refused(R"({"a": 1, "data": {"title": "hal)"),
              HasSubstr("data.title | the JSON ends too soon"));
}

TEST(Document, BlamesNoFieldThatIsComplete) {
  EXPECT_EQ(read_document(R"({"a": 1, x})").error().where, "");
  EXPECT_EQ(read_document(R"({"data": {"b": {"c": 1}, x}})").error().where, "data");
}

TEST(Document, SaysAtWhichByteItIsNoJson) {
  EXPECT_THAT(refused(R"({"a": 1,})"), HasSubstr("is no JSON at byte 9"));
  EXPECT_THAT(refused(R"({"a": 1} x)"), HasSubstr("is no JSON at byte 10"));
  EXPECT_THAT(refused("stream,type"), HasSubstr("is no JSON at byte 1"));
  EXPECT_THAT(refused("{'a': 1}"), HasSubstr("is no JSON at byte 2"));
  EXPECT_THAT(refused("// {}"), HasSubstr("is no JSON at byte 1"));
  EXPECT_THAT(refused(R"({"a": 01})"), HasSubstr("is no JSON at byte 8"));
  EXPECT_THAT(refused(""), HasSubstr("is empty"));
}

TEST(Document, RefusesWhatIsNoUtf8) {
  for (const std::string bytes :
       {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    EXPECT_THAT(refused("{\"a\": \"" + bytes + "\"}"), HasSubstr("a | is no JSON at byte"))
        << bytes;
    EXPECT_THAT(refused("{\"a\": \"" + bytes + "\"}"), HasSubstr("UTF-8")) << bytes;
  }
}

TEST(Document, RefusesASurrogateWithoutItsOtherHalf) {
  EXPECT_THAT(refused(R"({"a": "\ud83d"})"), HasSubstr("surrogate"));
  EXPECT_THAT(refused(R"({"a": "\ud83dx"})"), HasSubstr("surrogate"));
  EXPECT_THAT(refused(R"({"a": "\udca1"})"), HasSubstr("surrogate"));
}

TEST(Document, JoinsSurrogatePairs) {
  EXPECT_EQ((*read_document(R"({"a": "\ud83d\udca1"})"))["a"].get<std::string>(),
            "\xf0\x9f\x92\xa1");
}

TEST(Document, IsBoundedInDepth) {
  const std::string deep = std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']');
  EXPECT_TRUE(read_document(deep));
  EXPECT_THAT(refused('[' + deep + ']'), HasSubstr("is nested more than 8 levels deep"));
  EXPECT_THAT(refused(std::string(1'000'000, '[')), HasSubstr("is nested more than 8 levels deep"));
}

TEST(Document, IsBoundedInMembers) {
  std::string many = "{";
  for (std::size_t i = 0; i < kMaxMembers; ++i)
    many += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\":1";
  EXPECT_TRUE(read_document(many + "}"));
  EXPECT_THAT(refused(R"({"data": )" + many + R"(,"more":1}})"),
              HasSubstr("data | holds more than 64 fields"));
}

TEST(Document, IsBoundedInBytes) {
  const std::string most = '"' + std::string(limits::kImportLineBytes - 2, 'a') + '"';
  EXPECT_TRUE(read_document(most));
  const auto more = read_document(most + ' ');
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ErrorKind::kTooLarge);
  EXPECT_THAT(more.error().what, HasSubstr("1048577 bytes long; the limit is 1048576"));
}

TEST(Document, NeverShowsRawBytesOfAnUnknownName) {
  EXPECT_THAT(refused("{\"a\\u001b[31m\": {\"b\": 1.5}}"), HasSubstr("\"a\\x1b[31m\".b | "));
}

// RFC 8785 section 3.2.3: the order of its sample.
TEST(Canonical, SortsMembersByTheirUtf16CodeUnits) {
  const auto document = read_document(
      R"({"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",)"
      R"( "1": "One", "\ud83d\ude00": "Emoji", "\u0080": "Control", "\u00f6": "O With Diaeresis"})");
  EXPECT_EQ(canonical_text(*document),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"ö\":\"O With "
            "Diaeresis\","
            "\"€\":\"Euro Sign\",\"\xf0\x9f\x98\x80\":\"Emoji\",\"\xef\xac\xb3\":\"Hebrew Letter "
            "Dalet With Dagesh\"}");
}

// RFC 8785 section 3.2.2: its sample without the numbers that are not whole.
TEST(Canonical, EscapesNoMoreThanItMust) {
  const auto document = read_document(
      R"({"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false], "n": -0})");
  EXPECT_EQ(
      canonical_text(*document),
      "{\"literals\":[null,true,false],\"n\":0,\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  EXPECT_EQ(canonical_text(*read_document(R"("\b\t\f\u007f")")), "\"\\b\\t\\f\x7f\"");
}

TEST(Canonical, WritesLargeIntegersExactly) {
  EXPECT_EQ(canonical_text(*read_document("[18446744073709551615, -9223372036854775808]")),
            "[18446744073709551615,-9223372036854775808]");
}

TEST(Canonical, IsTheSameForEveryOrderAndSpacing) {
  EXPECT_EQ(
      canonical_text(*read_document(R"({"b":{"d":1,"c":"\u0041"},"a":[]})")),
      canonical_text(*read_document("{ \"a\" : [ ],\n \"b\" : {\"c\" : \"A\", \"d\" : 1} }")));
}

}  // namespace
}  // namespace probity::json
