#include "server/judge/Precompiler.h"

#include "server/judge/Compiler.h"

#include <QDir>
#include <QFile>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestHeader = 256LL << 20;
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
{
    if (!m_folder.isValid() || !QFile::setPermissions(m_folder.path(), enterableByAll))
        return;
    for (const Language &language : languages) {
        if (!language.precompile.isEmpty() && make(sandbox, language))
            m_any = true;
    }
}

QString Precompiler::folder() const
{
    return m_any ? m_folder.path() : QString();
}

bool Precompiler::make(const Sandbox &sandbox, const Language &language)
{
    BoxRequest request = Compiler::compileBox(language);
    request.command = headerCommand(language);
    request.files.append({u"/box/header.h"_s, "#include <" + language.precompile.toUtf8() + ">\n", false});
    request.limits.scratchBytes = largestHeader;
    request.limits.memoryBytes += 2 * largestHeader;
    const BoxReport report = sandbox.run(request, {});
    if (report.end != Box::End::Exited || report.status != 0 || report.files.size() != 1) {
        qWarning("No precompiled header for %s; compiling is slower. %s%s", qUtf8Printable(language.name),
            report.errors.constData(), qUtf8Printable(report.failure));
        return false;
    }
    const QString file = m_folder.filePath(language.id + u'/' + language.precompile + u".gch"_s);
    const QString directory = file.section(u'/', 0, -2);
    if (!QDir().mkpath(directory))
        return false;
    for (QString place = directory; place != m_folder.path(); place = place.section(u'/', 0, -2))
        QFile::setPermissions(place, enterableByAll);
    QFile header(file);
    return header.open(QIODevice::WriteOnly) && header.write(report.files.first().bytes) == report.files.first().bytes.size()
        && header.setPermissions(readableByAll);
}

} // namespace Marathon
