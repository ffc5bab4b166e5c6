#include "server/import/ValidatorFlags.h"

#include "shared/core/Text.h"

#include <QLatin1StringView>
#include <QLocale>
#include <array>
#include <cmath>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ValidatorFlag
{
    QLatin1StringView name;
    bool takesNumber;
};

constexpr std::array validatorFlags {
    ValidatorFlag {"case_sensitive"_L1, false},          ValidatorFlag {"space_change_sensitive"_L1, false},
    ValidatorFlag {"float_tolerance"_L1, true},          ValidatorFlag {"float_absolute_tolerance"_L1, true},
    ValidatorFlag {"float_relative_tolerance"_L1, true},
};

QString unknownFlag(const QString &word)
{
    QStringList names;
    for (const ValidatorFlag &flag : validatorFlags)
        names.append(QString(flag.name));
    const QString similar = nearest(word, names);
    return u"The default checker has no flag `%1`. %2"_s.arg(
        word.left(80), similar.isEmpty() ? u"It knows %1."_s.arg(listed(names)) : u"Did you mean `%1`?"_s.arg(similar));
}

} // namespace

QString faultOfValidatorFlags(const QString &flags)
{
    const QStringList words = flags.split(u' ', Qt::SkipEmptyParts);
    for (qsizetype index = 0; index < words.size(); ++index) {
        const auto flag = std::find_if(validatorFlags.begin(), validatorFlags.end(),
                                       [&](const ValidatorFlag &row) { return words[index] == row.name; });
        if (flag == validatorFlags.end())
            return unknownFlag(words[index]);
        if (!flag->takesNumber)
            continue;
        bool ok = false;
        const double tolerance = QLocale::c().toDouble(words.value(++index), &ok);
        if (!ok || !std::isfinite(tolerance) || tolerance < 0)
            return u"The flag `%1` needs a number of 0 or more after it, as in `%1 1e-6`."_s.arg(flag->name);
    }
    return {};
}

} // namespace Marathon
