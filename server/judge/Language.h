#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Verdict.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <optional>

namespace Marathon {

/// One language, as its file in resources/languages describes it. Every command is an argument list that starts with an
/// absolute path; no shell and no option of a participant ever comes near it.
struct Language
{
    QString id;
    QString name;
    QStringList probe; ///< run on the host at the start; its first line of output is the version
    QString version;   ///< empty until the probe has run
    QString source;    ///< file name of the program in /box
    QStringList
        compile;        ///< runs in a box with /tmp writable and must leave what runs in /tmp/out; empty: nothing to do
    QString artifact;   ///< the file that must come out; empty: the source itself runs
    QStringList run;    ///< {memory_mib} stands for the problem's memory limit
    QStringList binds;  ///< patterns of further host paths that the runtime reads
    QString precompile; ///< a header that is compiled once per compiler, so that it need not be read each time
    int processes = 16; ///< and threads
    double timeMultiplier = 1;
    int memoryExtraMib = 0;           ///< what the runtime itself needs on top of the problem's limit
    bool limitAddressSpace = false;   ///< see BoxLimits
    QHash<int, Verdict> exitVerdicts; ///< what an exit code of the runtime means
    QHash<int, Verdict> signalVerdicts;
    int compileSeconds = 10;
    int compileMemoryMib = 512;
    int compileScratchMib = 32;
    int compileProcesses = 32;
};

/// Reads one language file. Unknown keys, wrong types and commands without an absolute path are errors that name file,
/// line and key (kind Invalid); a file that cannot be read is NotFound.
Result<Language> loadLanguage(const QString &path);

/// The languages of a folder whose tools are installed, each with its version; `missing` gets the names of the others.
Result<QList<Language>> installedLanguages(const QString &folder, QStringList *missing = nullptr);

/// Where the language files are: beside the programs in an installation, in the source tree in a build.
QString defaultLanguageFolder();

} // namespace Marathon
