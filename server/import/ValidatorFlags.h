#pragma once

#include <QString>

namespace Marathon {

/// What is wrong with the flags of the default checker, with advice, or an empty text. Known are case_sensitive,
/// space_change_sensitive and float_tolerance, float_absolute_tolerance, float_relative_tolerance, each with a number
/// (Kattis problem package format, "Default validator").
QString faultOfValidatorFlags(const QString &flags);

} // namespace Marathon
