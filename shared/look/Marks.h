#pragma once

#include "shared/look/Tokens.h"

namespace Marathon {

/// A state that is told by a shape, a colour and a word together; never by colour alone.
enum class Mark { None, Info, Low, Medium, High, Critical, Suspended, Disqualified, Good, Bad, Waiting, Offline };

enum class Shape { None, Ring, Dot, Triangle, Diamond, Square, Pause, Hexagon, Check, Cross, Dots };

/// One row per mark: look.md, "Tokens".
struct MarkFact
{
    Mark kind;
    QLatin1StringView name;
    Shape shape;
    Token token;
};

constexpr std::array markFacts {
    MarkFact {Mark::None, "none"_L1, Shape::None, Token::Text},
    MarkFact {Mark::Info, "info"_L1, Shape::Ring, Token::Quiet},
    MarkFact {Mark::Low, "low"_L1, Shape::Dot, Token::Good},
    MarkFact {Mark::Medium, "medium"_L1, Shape::Triangle, Token::Notice},
    MarkFact {Mark::High, "high"_L1, Shape::Diamond, Token::Grave},
    MarkFact {Mark::Critical, "critical"_L1, Shape::Square, Token::Danger},
    MarkFact {Mark::Suspended, "suspended"_L1, Shape::Pause, Token::Out},
    MarkFact {Mark::Disqualified, "disqualified"_L1, Shape::Hexagon, Token::Out},
    MarkFact {Mark::Good, "good"_L1, Shape::Check, Token::Good},
    MarkFact {Mark::Bad, "bad"_L1, Shape::Cross, Token::Danger},
    MarkFact {Mark::Waiting, "waiting"_L1, Shape::Dots, Token::Quiet},
    MarkFact {Mark::Offline, "offline"_L1, Shape::Ring, Token::Notice},
};
static_assert(oneRowPerKindInOrder(markFacts));

template <>
struct EnumNames<Mark>
{
    static constexpr auto &rows = markFacts;
};

constexpr const MarkFact &factOf(Mark mark)
{
    return markFacts[static_cast<std::size_t>(mark)];
}

} // namespace Marathon
