#include "shared/core/Clock.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>
#include <algorithm>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

Instant SystemClock::now() const
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

QString toRfc3339(Instant instant)
{
    using namespace std::chrono;
    const sys_days day = floor<days>(instant);
    const year_month_day date {day};
    const hh_mm_ss<milliseconds> time {instant - day};
    char text[32];
    const int length =
        std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                      unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                      int(time.minutes().count()), int(time.seconds().count()), int(time.subseconds().count()));
    return QString::fromLatin1(text, length);
}

namespace {

/// Digits [first, first + count) of a text as a number; -1 when there are others.
int digitsAt(const QString &text, int first, int count)
{
    int number = 0;
    for (int index = first; index < first + count; ++index) {
        const int digit = text.at(index).unicode() - u'0';
        if (digit < 0 || digit > 9)
            return -1;
        number = number * 10 + digit;
    }
    return number;
}

/// The form that toRfc3339() writes; nothing for any other. The ledger has one to three in every entry, so this is
/// worth doing without a regular expression.
std::optional<Instant> fromOwnForm(const QString &text)
{
    static constexpr QLatin1StringView form("0000-00-00T00:00:00.000Z");
    if (text.size() != form.size())
        return std::nullopt;
    for (int index : {4, 7, 10, 13, 16, 19, 23}) {
        if (text.at(index) != form.at(index))
            return std::nullopt;
    }
    using namespace std::chrono;
    const int parts[] {digitsAt(text, 0, 4),  digitsAt(text, 5, 2),  digitsAt(text, 8, 2), digitsAt(text, 11, 2),
                       digitsAt(text, 14, 2), digitsAt(text, 17, 2), digitsAt(text, 20, 3)};
    if (std::any_of(std::begin(parts), std::end(parts), [](int part) { return part < 0; }))
        return std::nullopt;
    const year_month_day date {year(parts[0]), month(unsigned(parts[1])), day(unsigned(parts[2]))};
    if (!date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
        return std::nullopt;
    return sys_days(date) + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5]) + milliseconds(parts[6]);
}

} // namespace

std::optional<Instant> fromRfc3339(const QString &text)
{
    if (const std::optional<Instant> own = fromOwnForm(text))
        return own;
    static const QRegularExpression form(
        u"^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?(?:([Zz])|([+-])(\\d\\d):(\\d\\d))$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    using namespace std::chrono;
    const auto number = [&match](int group) { return match.capturedView(group).toInt(); };
    const year_month_day date {year(number(1)), month(unsigned(number(2))), day(unsigned(number(3)))};
    if (!date.ok() || number(4) > 23 || number(5) > 59 || number(6) > 60)
        return std::nullopt;
    const int millisecond = (match.captured(7) + u"000"_s).left(3).toInt();
    Instant instant =
        sys_days(date) + hours(number(4)) + minutes(number(5)) + seconds(number(6)) + milliseconds(millisecond);
    if (match.capturedLength(8) == 0) {
        const minutes offset = hours(number(10)) + minutes(number(11));
        instant += match.capturedView(9) == u"-" ? offset : -offset;
    }
    return instant;
}

} // namespace Marathon
