#pragma once

#include "shared/core/EnumTable.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// What a colour is for. The console's palette and the page's CSS take their colours from this one table.
enum class Token { Ground, Surface, Raised, Line, Text, Quiet, Accent, Good, Notice, Grave, Danger, Out };

enum class Scheme { Light, Dark };
template <>
struct EnumNames<Scheme>
{
    static constexpr std::array rows {EnumName<Scheme> {Scheme::Light, "light"_L1},
                                      EnumName<Scheme> {Scheme::Dark, "dark"_L1}};
};

/// Where a colour appears, and so how much it must stand out (WCAG 2.2, 1.4.3 and 1.4.11).
enum class TokenUse {
    Ground, ///< behind text
    Line,   ///< borders and grids; carries no meaning
    Text,   ///< text and marks on any ground: 4.5 : 1
};

/// One row per token; colours as 0xRRGGBB.
struct TokenFact
{
    Token kind;
    QLatin1StringView name;
    quint32 light;
    quint32 dark;
    TokenUse use;
};

constexpr std::array tokenFacts {
    TokenFact {Token::Ground, "ground"_L1, 0xF6F7F9, 0x14171C, TokenUse::Ground},
    TokenFact {Token::Surface, "surface"_L1, 0xFFFFFF, 0x1C2027, TokenUse::Ground},
    TokenFact {Token::Raised, "raised"_L1, 0xEDF0F4, 0x262C36, TokenUse::Ground},
    TokenFact {Token::Line, "line"_L1, 0xD3D9E1, 0x363E4A, TokenUse::Line},
    TokenFact {Token::Text, "text"_L1, 0x1B2430, 0xE7EBF1, TokenUse::Text},
    TokenFact {Token::Quiet, "quiet"_L1, 0x566273, 0x9CA8B8, TokenUse::Text},
    TokenFact {Token::Accent, "accent"_L1, 0x2B5CCF, 0x7FA6FF, TokenUse::Text},
    TokenFact {Token::Good, "good"_L1, 0x17795A, 0x4CC79A, TokenUse::Text},
    TokenFact {Token::Notice, "notice"_L1, 0x8F5F00, 0xF0B84B, TokenUse::Text},
    TokenFact {Token::Grave, "grave"_L1, 0xB83F0B, 0xFF8F52, TokenUse::Text},
    TokenFact {Token::Danger, "danger"_L1, 0xB4232C, 0xFF7078, TokenUse::Text},
    TokenFact {Token::Out, "out"_L1, 0x5B2A86, 0xC7A0FF, TokenUse::Text},
};
static_assert(oneRowPerKindInOrder(tokenFacts));

template <>
struct EnumNames<Token>
{
    static constexpr auto &rows = tokenFacts;
};

constexpr quint32 colourOf(Token token, Scheme scheme)
{
    const TokenFact &fact = tokenFacts[static_cast<std::size_t>(token)];
    return scheme == Scheme::Light ? fact.light : fact.dark;
}

/// The colour of text that stands on a filled accent, danger or other text-coloured ground.
constexpr quint32 onFilled(Scheme scheme)
{
    return scheme == Scheme::Light ? colourOf(Token::Surface, scheme) : colourOf(Token::Ground, scheme);
}

/// Contrast ratio of two colours (0xRRGGBB), 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
double contrastRatio(quint32 one, quint32 other);

/// Sizes in device-independent pixels.
namespace Size {
constexpr int step = 4; ///< spacing goes in steps of it
constexpr int corner = 6;
constexpr int tableText = 13;
constexpr int formText = 14;
constexpr int titleText = 20;
constexpr int clockText = 28;
constexpr int smallIcon = 16;
constexpr int icon = 20;
constexpr int tableRow = 28;
} // namespace Size

} // namespace Marathon
