#include "server/judge/Compare.h"

#include "shared/core/Text.h"

#include <QCoreApplication>
#include <QStringList>
#include <charconv>
#include <cmath>
#include <string_view>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isSpace(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

/// Walks through a text: spaces, token, spaces, token.
class Tokens
{
public:
    explicit Tokens(const QByteArray &text)
        : m_rest(text.constData(), static_cast<std::size_t>(text.size()))
    {}

    std::string_view spaces() { return take(true); }
    std::string_view token() { return take(false); }

private:
    std::string_view take(bool space)
    {
        std::size_t length = 0;
        while (length < m_rest.size() && isSpace(m_rest[length]) == space)
            ++length;
        const std::string_view taken = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return taken;
    }
    std::string_view m_rest;
};

std::optional<double> number(std::string_view token)
{
    // from_chars takes no plus sign; printf can write one.
    if (token.size() > 1 && token[0] == '+' && token[1] != '-')
        token.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc() || end != token.data() + token.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

bool sameText(std::string_view left, std::string_view right, bool caseSensitive)
{
    if (caseSensitive)
        return left == right;
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char one, char other) { return lower(one) == lower(other); });
}

bool sameToken(std::string_view output, std::string_view answer, const CompareOptions &options)
{
    if (options.absoluteTolerance || options.relativeTolerance) {
        if (const std::optional<double> expected = number(answer)) {
            const std::optional<double> given = number(output);
            if (!given)
                return false;
            const double difference = std::abs(*expected - *given);
            return (options.absoluteTolerance && difference <= *options.absoluteTolerance) ||
                   (options.relativeTolerance && difference <= *options.relativeTolerance * std::abs(*expected));
        }
    }
    return sameText(output, answer, options.caseSensitive);
}

} // namespace

bool isRight(const QByteArray &output, const QByteArray &answer, const CompareOptions &options)
{
    Tokens given(output), expected(answer);
    while (true) {
        const std::string_view givenSpaces = given.spaces(), expectedSpaces = expected.spaces();
        if (options.spaceChangeSensitive && givenSpaces != expectedSpaces)
            return false;
        const std::string_view givenToken = given.token(), expectedToken = expected.token();
        if (givenToken.empty() || expectedToken.empty())
            return givenToken.empty() && expectedToken.empty();
        if (!sameToken(givenToken, expectedToken, options))
            return false;
    }
}

Result<CompareOptions> parseValidatorFlags(const QString &flags)
{
    static const QStringList known {u"case_sensitive"_s, u"space_change_sensitive"_s, u"float_absolute_tolerance"_s,
                                    u"float_relative_tolerance"_s, u"float_tolerance"_s};
    CompareOptions options;
    const QStringList words = flags.simplified().split(u' ', Qt::SkipEmptyParts);
    for (qsizetype index = 0; index < words.size(); ++index) {
        const QString &word = words[index];
        if (!known.contains(word)) {
            const QString near = nearest(word, known);
            return Error {ErrorKind::Invalid,
                          QCoreApplication::translate("Judge", "Unknown validator flag \"%1\"; use one of %2.")
                              .arg(word, near.isEmpty() ? listed(known) : near)};
        }
        if (word == known[0]) {
            options.caseSensitive = true;
        } else if (word == known[1]) {
            options.spaceChangeSensitive = true;
        } else {
            const QByteArray text = index + 1 < words.size() ? words[++index].toLatin1() : QByteArray();
            const std::optional<double> tolerance = number({text.constData(), static_cast<std::size_t>(text.size())});
            if (!tolerance || *tolerance < 0)
                return Error {
                    ErrorKind::Invalid,
                    QCoreApplication::translate("Judge", "The validator flag %1 needs a number that is not negative.")
                        .arg(word)};
            if (word != known[3])
                options.absoluteTolerance = tolerance;
            if (word != known[2])
                options.relativeTolerance = tolerance;
        }
    }
    return options;
}

} // namespace Marathon
