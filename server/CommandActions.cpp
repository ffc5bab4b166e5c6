#include "server/CommandWords.h"
#include "server/ops/ProblemVerify.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSaveFile>

/// The commands that do more than pass words on.
namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestInput = 16 * 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

QString text(const std::string &word)
{
    return QString::fromStdString(word);
}

Result<QByteArray> readInput(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound, tr("%1 cannot be read: %2.").arg(path, file.errorString())};
    if (file.size() > largestInput)
        return Error {ErrorKind::TooLarge, tr("%1 has more than %2 MiB.").arg(path).arg(largestInput >> 20)};
    return file.readAll();
}

enum class Secrecy { Open, OwnerOnly };

Result<void> writeOutput(const QString &path, const QByteArray &bytes, Secrecy secrecy)
{
    QSaveFile file(path);
    const bool opened = file.open(QIODevice::WriteOnly) &&
                        (secrecy == Secrecy::Open || file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    if (opened && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return Error {ErrorKind::Unavailable, tr("%1 cannot be written: %2.").arg(path, file.errorString())};
}

} // namespace

ExitCode CommandLine::changePolicy(const Words &words)
{
    QJsonObject request {{"command"_L1, "policy"_L1}};
    if (!words.preset.empty())
        request.insert("preset"_L1, text(words.preset));
    if (!words.policyFile.empty()) {
        const Result<QByteArray> bytes = readInput(text(words.policyFile));
        if (!bytes)
            return refuse(bytes.error());
        const Result<QJsonObject> settings = parseObject(*bytes);
        if (!settings)
            return refuse(settings.error());
        request.insert("policy"_L1, *settings);
    }
    return perform(words, request);
}

ExitCode CommandLine::importParticipants(const Words &words)
{
    const Result<QByteArray> bytes = readInput(text(words.path));
    if (!bytes)
        return refuse(bytes.error());
    const QString passwordsOut = text(words.passwordsOut);
    // Before anything changes: a generated password that cannot be written down is lost.
    if (!passwordsOut.isEmpty() && !words.dryRun) {
        if (const Result<void> writable = writeOutput(passwordsOut, {}, Secrecy::OwnerOnly); !writable)
            return refuse(writable.error());
    }
    const QJsonObject request {{"command"_L1, "participants.import"_L1},
                               {"csv_base64"_L1, QString::fromLatin1(bytes->toBase64())},
                               {"dry_run"_L1, words.dryRun}};
    const Result<QJsonObject> answer = administer(storeOf(words), request);
    if (!answer)
        return refuse(answer.error());
    m_world.out << answer->value("message"_L1).toString() << '\n';
    const QString generated = answer->value("generated"_L1).toString();
    const bool hasGenerated = answer->value("generated_count"_L1).toInt() > 0;
    if (!passwordsOut.isEmpty() && !words.dryRun) {
        if (const Result<void> written = writeOutput(passwordsOut, generated.toUtf8(), Secrecy::OwnerOnly); !written) {
            m_world.out << generated << Qt::flush;
            return refuse(written.error());
        }
        m_world.out << tr("The generated passwords are in %1.").arg(passwordsOut) << '\n';
    } else if (hasGenerated) {
        m_world.out << tr("These passwords are shown once:") << '\n' << generated;
    }
    m_world.out.flush();
    return ExitCode::Done;
}

ExitCode CommandLine::addStaff(const Words &words)
{
    const Result<QString> password = m_world.readPassword();
    if (!password)
        return refuse(password.error());
    QJsonArray halls;
    for (const QString &hall : text(words.halls).split(u',', Qt::SkipEmptyParts))
        halls.append(hall.trimmed());
    QJsonObject request {{"command"_L1, "staff.add"_L1},
                         {"username"_L1, text(words.username)},
                         {"role"_L1, text(words.role)},
                         {"password"_L1, *password},
                         {"halls"_L1, halls}};
    if (!words.name.empty())
        request.insert("name"_L1, text(words.name));
    return perform(words, request, MissingDirectory::Make);
}

ExitCode CommandLine::makeExport(const Words &words)
{
    QJsonObject request {{"command"_L1, "export"_L1}, {"kind"_L1, text(words.kind)}, {"format"_L1, text(words.format)}};
    if (words.round != 0)
        request.insert("round"_L1, words.round);
    if (!words.hall.empty())
        request.insert("hall"_L1, text(words.hall));
    const Result<QJsonObject> answer = administer(storeOf(words), request);
    if (!answer)
        return refuse(answer.error());
    const QString content = answer->value("content"_L1).toString();
    if (words.out.empty()) {
        m_world.out << content << Qt::flush;
    } else if (const Result<void> written = writeOutput(text(words.out), content.toUtf8(), Secrecy::Open); !written) {
        return refuse(written.error());
    }
    // Standard output has the rows and nothing else.
    m_world.err << answer->value("message"_L1).toString() << '\n' << Qt::flush;
    return ExitCode::Done;
}

ExitCode CommandLine::describeFile(const Words &words)
{
    const Result<QString> described = m_world.describe(text(words.kind));
    if (!described)
        return refuse(described.error());
    if (words.out.empty())
        m_world.out << *described << Qt::flush;
    else if (const Result<void> written = writeOutput(text(words.out), described->toUtf8(), Secrecy::Open); !written)
        return refuse(written.error());
    return ExitCode::Done;
}

ExitCode CommandLine::verifyProblems(const Words &words)
{
    qsizetype count = 0;
    const Result<bool> held =
        verifyProblemFolder(QFileInfo(text(words.path)).absoluteFilePath(), [this, &count](const ProgramCheck &check) {
            const QString mark = check.held ? tr("ok") : tr("WRONG");
            m_world.out << mark.leftJustified(6) << check.problem.leftJustified(20) << check.program.leftJustified(44)
                        << check.expected.leftJustified(8) << nameOf(check.verdict).leftJustified(5)
                        << QString::number(check.time.count()).rightJustified(6) << " ms  "_L1 << check.detail << '\n'
                        << Qt::flush;
            ++count;
        });
    if (!held)
        return refuse(held.error());
    if (!*held)
        return refuse({ErrorKind::Invalid,
                       tr("Not every program got the verdict that it should. Look at the lines that say WRONG.")});
    m_world.out << tr("All %1 programs got the verdict that they should.").arg(count) << '\n' << Qt::flush;
    return ExitCode::Done;
}

} // namespace Marathon
