#include "tests/load/FixLibrary.h"

#include <QDir>
#include <QFileInfo>
#include <QMap>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

Result<QString> contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound, u"%1 cannot be read: %2."_s.arg(path, file.errorString())};
    return QString::fromUtf8(file.readAll());
}

} // namespace

QString languageOfFile(const QString &fileName)
{
    static const QMap<QString, QString> languages {{u"c"_s, u"c"_s},       {u"cpp"_s, u"cpp"_s},
                                                   {u"cc"_s, u"cpp"_s},    {u"py"_s, u"python"_s},
                                                   {u"java"_s, u"java"_s}, {u"js"_s, u"javascript"_s}};
    return languages.value(QFileInfo(fileName).suffix().toLower());
}

QString withRemark(const QString &source, const QString &language, const QString &remark)
{
    const QString mark = language == "python"_L1 ? u"# "_s : u"// "_s;
    return source + (source.endsWith(u'\n') ? QString() : u"\n"_s) + mark + remark + u'\n';
}

Result<FixLibrary> FixLibrary::read(const QString &contestFolder)
{
    FixLibrary library;
    const QDir problems(contestFolder + u"/problems"_s);
    for (const QString &problem : problems.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QDir accepted(problems.filePath(problem + u"/submissions/accepted"_s));
        for (const QString &name : accepted.entryList(QDir::Files, QDir::Name)) {
            const QString language = languageOfFile(name);
            if (language.isEmpty() || !library.right(problem, language).isEmpty())
                continue;
            const Result<QString> source = contentsOf(accepted.filePath(name));
            if (!source)
                return source.error();
            library.addRight(problem, language, *source);
        }
        const QDir buggy(problems.filePath(problem + u"/buggy"_s));
        for (const QString &language : buggy.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            const QDir folder(buggy.filePath(language));
            const QStringList names = folder.entryList(QDir::Files, QDir::Name);
            if (names.isEmpty())
                continue;
            const Result<QString> source = contentsOf(folder.filePath(names.first()));
            if (!source)
                return source.error();
            library.addWrong(problem, language, *source);
        }
    }
    if (library.problemCount() == 0)
        return Error {
            ErrorKind::NotFound,
            u"%1 has no problems/*/submissions/accepted. Name a contest folder, for example resources/samples/debug-marathon."_s
                .arg(contestFolder)};
    return library;
}

} // namespace Marathon
