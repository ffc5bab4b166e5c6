#pragma once

#include "shared/domain/Verdict.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <optional>

namespace Marathon {

/// One program text of a package, LF line ends, at most 256 KiB.
struct PackageSource
{
    QString language; ///< id of a language file, "cpp"
    QString fileName; ///< without folders, "Main.java"
    QString text;
    bool operator==(const PackageSource &) const = default;
};

/// A program of submissions/<verdict>/ and the verdict that it must get; `problem verify` checks it.
struct PackageSubmission
{
    Verdict expected = Verdict::Accepted;
    PackageSource source;
    bool operator==(const PackageSubmission &) const = default;
};

/// A test: the bytes given to the program and the answer that the checker compares with, unchanged from the files.
struct PackageTest
{
    QString group; ///< name of a folder under data/secret, empty for tests that lie directly in it and for samples
    QString name;  ///< file name without .in
    QByteArray input;
    QByteArray answer;
    bool operator==(const PackageTest &) const = default;
};

/// A folder under data/secret. Points come from accept_score in its testdata.yaml.
struct PackageGroup
{
    QString name;
    std::optional<int> points;
    bool operator==(const PackageGroup &) const = default;
};

/// What a program may use, per test.
struct PackageLimits
{
    double timeSeconds = 2.0;
    int memoryMiB = 256;
    int outputMiB = 8;
    bool operator==(const PackageLimits &) const = default;
};

/// An own checker program, output_validators/<name>/.
struct PackageChecker
{
    QString name;
    QList<PackageSource> files; ///< the main file first; headers after it
    bool operator==(const PackageChecker &) const = default;
};

/// One problem as it lies on disk: an ICPC / Kattis problem package (https://www.kattis.com/problem-package-format/,
/// the legacy version) with the additions of Debug Marathon: buggy/ and x-marathon.
struct ProblemPackage
{
    enum class Difficulty { Easy, Medium, Hard };

    QString id; ///< name of its folder: a-z, 0-9 and -
    QString title;
    PackageLimits limits;
    QString validatorFlags;                ///< checked when the default checker is used, free text for an own one
    std::optional<PackageChecker> checker; ///< none: the default checker
    int points = 0;
    Difficulty difficulty = Difficulty::Medium;
    QString bug; ///< class of the bug, for statistics; never shown before the end; may be empty
    QString statementMarkdown;
    QString statementHtml; ///< safe to insert: no raw HTML, links to http, https and mailto only, images inlined
    QString hintsMarkdown; ///< empty without hints.md
    QString hintsHtml;
    QMap<QString, PackageSource> buggy;     ///< by language: what participants get
    QMap<QString, PackageSource> reference; ///< by language: the first of submissions/accepted
    QList<PackageSubmission> submissions;   ///< all of submissions/, the references too
    QList<PackageTest> samples;
    QList<PackageTest> secrets; ///< ordered by group and name; tests without a group first
    QList<PackageGroup> groups; ///< empty when data/secret has no folders
};

template <>
struct EnumNames<ProblemPackage::Difficulty>
{
    static constexpr std::array rows {
        EnumName<ProblemPackage::Difficulty> {ProblemPackage::Difficulty::Easy, "easy"_L1},
        EnumName<ProblemPackage::Difficulty> {ProblemPackage::Difficulty::Medium, "medium"_L1},
        EnumName<ProblemPackage::Difficulty> {ProblemPackage::Difficulty::Hard, "hard"_L1},
    };
    static_assert(oneRowPerKindInOrder(rows));
};

} // namespace Marathon
