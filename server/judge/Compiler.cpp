#include "server/judge/Compiler.h"

#include <QDir>
#include <QFileInfo>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype largestDiagnostics = 64 * 1024;
constexpr qint64 mebibyte = 1LL << 20;
/// More than this of diagnostics is an attack on whoever stores them: the compiler is stopped.
constexpr qint64 diagnosticsLimit = mebibyte;

/// The host's paths which the patterns of a language match, shown at the same place.
QList<BoxBind> expanded(const QStringList &patterns)
{
    QList<BoxBind> binds;
    for (const QString &pattern : patterns) {
        const QFileInfo info(pattern);
        const QStringList names = info.dir().entryList({info.fileName()}, QDir::AllEntries | QDir::NoDotAndDotDot);
        for (const QString &name : names) {
            const QString path = info.dir().filePath(name);
            binds.append({path, path});
        }
    }
    return binds;
}

} // namespace

QString cleanText(const QByteArray &bytes, qsizetype largest)
{
    const QString text = QString::fromUtf8(bytes.first(std::min(bytes.size(), largest)));
    QString clean;
    clean.reserve(text.size());
    for (const QChar character : text) {
        if (character == u'\n' || character == u'\t' ||
            !(character < u' ' || (character >= u'\x7f' && character < u'\xa0')))
            clean.append(character);
    }
    return clean;
}

Compiler::Compiler(const Sandbox &sandbox, QString headers)
    : m_sandbox(sandbox)
    , m_headers(std::move(headers))
{}

BoxRequest Compiler::compileBox(const Language &language)
{
    BoxRequest request;
    request.command = language.compile;
    request.binds = expanded(language.binds);
    request.collect = true;
    request.limits.cpu = std::chrono::seconds(language.compileSeconds);
    request.limits.wall = 3 * request.limits.cpu;
    request.limits.memoryBytes = language.compileMemoryMib * mebibyte;
    request.limits.scratchBytes = language.compileScratchMib * mebibyte;
    request.limits.outputBytes = diagnosticsLimit;
    request.limits.errorBytes = diagnosticsLimit;
    request.limits.processes = language.compileProcesses;
    return request;
}

Compilation Compiler::compile(const Language &language, const QString &source, const std::stop_token &cancel) const
{
    const BoxFile sourceFile {u"/box/"_s + language.source, source.toUtf8(), false};
    if (language.compile.isEmpty())
        return CompiledProgram {sourceFile};

    BoxRequest request = compileBox(language);
    request.files.append(sourceFile);
    const QString header = m_headers + u'/' + language.id;
    if (!m_headers.isEmpty() && !language.precompile.isEmpty() && QFileInfo::exists(header))
        request.binds.append({header, u"/headers"_s});
    const BoxReport report = m_sandbox.run(request, cancel);
    const QString diagnostics = cleanText(report.output + report.errors, largestDiagnostics);
    const auto failure = [&](const QString &reason) { return CompileFailure {reason + u"\n"_s + diagnostics}; };

    switch (report.end) {
    case Box::End::Failed:
        return CompileFault {report.failure};
    case Box::End::Cancelled:
        return CompileFault {tr("cancelled")};
    case Box::End::Memory:
        return failure(tr("The compiler needed more than %1 MiB of memory.").arg(language.compileMemoryMib));
    case Box::End::CpuTime:
    case Box::End::WallTime:
        return failure(tr("The compiler took longer than %1 s.").arg(language.compileSeconds));
    case Box::End::Output:
        return failure(tr("The compiler printed too much; this is the beginning."));
    case Box::End::NoReport:
    case Box::End::Signalled:
        return failure(tr("The compiler was ended by the system."));
    case Box::End::Exited:
        break;
    }
    if (report.status != 0)
        return CompileFailure {diagnostics};
    if (language.artifact.isEmpty())
        return CompiledProgram {sourceFile};
    CompiledProgram program;
    bool found = false;
    for (const BoxFile &file : report.files) {
        program.append({u"/box/"_s + file.path, file.bytes, file.executable});
        found = found || file.path == language.artifact;
    }
    if (!found)
        return failure(tr("The compiler left no file \"%1\" (at most %2 MiB).")
                           .arg(language.artifact)
                           .arg(language.compileScratchMib));
    return program;
}

} // namespace Marathon
