#include "shared/core/Clock.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

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

std::optional<Instant> fromRfc3339(const QString &text)
{
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
