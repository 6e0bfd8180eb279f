#include "eventstore/proof/base64.h"

#include <gtest/gtest.h>

#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

TEST(Base64, GivesThePublishedTexts) {
  // RFC 4648 section 10.
  const std::pair<std::string_view, std::string_view> cases[] = {{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : cases) {
    EXPECT_EQ(base64_encode(bytes(plain)), text);
    const auto decoded = base64_decode(text).value();
    EXPECT_EQ(std::string(decoded.begin(), decoded.end()), plain);
  }
}

TEST(Base64, HasOneTextForEachBytes) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "Z===", "====", "Zg==Zg==", "Zm 9v", "Zm9v\n",
        "Zm-v", "Zm_v", " Zm9", "Zg=a", "=Zm9", "Zm9v="}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
}

TEST(Base64, OfAHashIsOfThirtyTwoBytes) {
  const Hash hash = sha256({bytes("abc")});
  EXPECT_EQ(hash_from_base64(base64_encode(hash.bytes)), hash);
  EXPECT_FALSE(hash_from_base64(base64_encode(std::span(hash.bytes).first(31))));
  EXPECT_FALSE(hash_from_base64("Zm9v"));
}

}  // namespace
}  // namespace probity::proof
