#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QString>
#include <optional>

namespace Marathon {

/// How the default checker compares: the validator flags of the ICPC / Kattis problem package format.
struct CompareOptions
{
    bool caseSensitive = false;
    bool spaceChangeSensitive = false;
    std::optional<double> absoluteTolerance;
    std::optional<double> relativeTolerance;
    bool operator==(const CompareOptions &) const = default;
};

/// Reads `validator_flags` of problem.yaml: case_sensitive, space_change_sensitive, float_absolute_tolerance X,
/// float_relative_tolerance X, float_tolerance X (both). Error: Invalid, naming the word that is wrong.
Result<CompareOptions> parseValidatorFlags(const QString &flags);

/// True when `output` is right. Tokens are compared one by one, letters without regard to case unless told otherwise
/// and white space by its presence only. With a tolerance, a token of the answer that is a finite decimal number must
/// be matched by one that is near enough, absolutely or relatively. Pure.
bool isRight(const QByteArray &output, const QByteArray &answer, const CompareOptions &options);

} // namespace Marathon
