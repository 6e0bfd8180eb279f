// Included ahead of everything when clang compiles code that uses Cap'n Proto 0.9.2: from C++20 on,
// KJ leaves the comparison of a C string with a StringPtr to the compiler, which clang (P2468, for
// StringPtr has an operator!= too) does not make up. GCC 12 does.
#pragma once

#if defined(__clang__) && defined(__cpp_impl_three_way_comparison)
#include <kj/string.h>

namespace kj {
inline bool operator==(const char* a, const StringPtr& b) { return b == StringPtr(a); }
inline bool operator!=(const char* a, const StringPtr& b) { return b != StringPtr(a); }
}  // namespace kj
#endif
