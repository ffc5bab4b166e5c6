#include "server/judge/Precompiler.h"

#include "server/judge/Compiler.h"
#include "server/judge/OwnedDirectory.h"

#include <QDir>
#include <QFile>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestHeader = 256LL << 20;
constexpr std::chrono::minutes longestTime {2};
constexpr auto readableByAll = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
constexpr auto enterableByAll = readableByAll | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;

/// The compile command of a program, turned to the header: same compiler, same flags, since GCC refuses a precompiled
/// header that was made with others (GCC manual, "Using Precompiled Headers").
QStringList headerCommand(const Language &language)
{
    QStringList command = language.compile;
    command.replaceInStrings(u"/tmp/out/"_s + language.artifact, u"/tmp/out/header.gch"_s);
    command.removeAll(language.source);
    command << u"-x"_s << u"c++-header"_s << u"header.h"_s;
    return command;
}

} // namespace

Precompiler::Precompiler(const Sandbox &sandbox, const QList<Language> &languages)
    : m_folder(ownedDirectory(QDir::tempPath()))
{
    if (m_folder.isEmpty())
        return;
    m_thread = std::jthread([this, &sandbox, languages](const std::stop_token &cancel) {
        for (const Language &language : languages) {
            if (!language.precompile.isEmpty())
                make(sandbox, language, cancel);
        }
    });
}

Precompiler::~Precompiler()
{
    m_thread.request_stop();
    wait();
    removeOwnedDirectory(m_folder);
}

void Precompiler::wait()
{
    if (m_thread.joinable())
        m_thread.join();
}

void Precompiler::make(const Sandbox &sandbox, const Language &language, const std::stop_token &cancel) const
{
    BoxRequest request = Compiler::compileBox(language);
    request.command = headerCommand(language);
    request.files.append({u"/box/header.h"_s, "#include <" + language.precompile.toUtf8() + ">\n", false});
    request.limits.scratchBytes = largestHeader;
    request.limits.memoryBytes += 2 * largestHeader;
    request.limits.cpu = longestTime;
    request.limits.wall = 3 * longestTime;
    const BoxReport report = sandbox.run(request, cancel);
    if (report.end == Box::End::Cancelled)
        return;
    if (report.end != Box::End::Exited || report.status != 0 || report.files.size() != 1) {
        qWarning("No precompiled header for %s; compiling is slower. %s%s", qUtf8Printable(language.name),
                 report.errors.constData(), qUtf8Printable(report.failure));
        return;
    }
    // Under another name until it is complete: a compiler never sees half of it.
    const QString unfinished = m_folder + u"/unfinished"_s;
    const QString directory = (unfinished + u'/' + language.precompile).section(u'/', 0, -2);
    QFile header(unfinished + u'/' + language.precompile + u".gch"_s);
    if (!QDir().mkpath(directory) || !header.open(QIODevice::WriteOnly) ||
        header.write(report.files.first().bytes) != report.files.first().bytes.size() || !header.flush())
        return qWarning("The precompiled header for %s cannot be written: %s", qUtf8Printable(language.name),
                        qUtf8Printable(header.errorString()));
    header.setPermissions(readableByAll);
    for (QString place = directory; place != m_folder; place = place.section(u'/', 0, -2))
        QFile::setPermissions(place, enterableByAll);
    QDir().rename(unfinished, m_folder + u'/' + language.id);
}

} // namespace Marathon
