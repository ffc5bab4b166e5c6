#include "server/import/ProblemFolder.h"

#include "server/import/MarkdownPage.h"
#include "server/import/PackageTests.h"
#include "server/import/ProblemKeys.h"
#include "shared/core/Text.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Folders of submissions/ and the verdicts that their programs must get (package format, "Example submissions").
struct SubmissionFolder
{
    QLatin1StringView name;
    Verdict verdict;
};

constexpr std::array submissionFolders {
    SubmissionFolder {"accepted"_L1, Verdict::Accepted},
    SubmissionFolder {"wrong_answer"_L1, Verdict::WrongAnswer},
    SubmissionFolder {"time_limit_exceeded"_L1, Verdict::TimeLimit},
    SubmissionFolder {"run_time_error"_L1, Verdict::RunTimeError},
};

QString didYouMean(const QString &word, const QStringList &known)
{
    const QString similar = nearest(word, known);
    return similar.isEmpty() ? u"Use one of %1."_s.arg(listed(known)) : u"Did you mean `%1`?"_s.arg(similar);
}

/// Reads the parts of one package, each into the problem that it fills.
class PackageReading
{
public:
    PackageReading(FolderReader &folder, QString prefix, const KnownNames &known)
        : m_folder(folder)
        , m_prefix(std::move(prefix))
        , m_known(known)
    {}

    ProblemPackage read(const QString &id);

private:
    QString path(const QString &name) const { return joinPath(m_prefix, name); }
    void report(const QString &place, const QString &detail) { m_folder.findings().add(place, detail); }
    QString render(const QString &markdown, const QString &textFolder, const QString &file);
    void readSettings();
    void readStatement();
    void readHints();
    QString readSource(const QString &file);
    void readBuggy();
    void readSubmissions();
    void readSubmission(const QString &file, const QString &name, Verdict expected);
    void readChecker();

    FolderReader &m_folder;
    QString m_prefix;
    const KnownNames &m_known;
    ProblemPackage m_problem;
    bool m_hasOwnChecker = false;
};

ProblemPackage PackageReading::read(const QString &id)
{
    static const QRegularExpression form(u"\\A[a-z0-9][a-z0-9-]{0,63}\\z"_s);
    if (!form.match(id).hasMatch())
        report(m_prefix.isEmpty() ? id : m_prefix,
               u"The name of a problem's folder is its identifier. Use 1 to 64 of a-z, 0-9 and -."_s);
    readSettings();
    m_problem.id = id;
    readStatement();
    readHints();
    readBuggy();
    readSubmissions();
    readChecker();
    readPackageTests(m_folder, m_prefix, m_problem);
    return m_problem;
}

void PackageReading::readSettings()
{
    const QString file = path(u"problem.yaml"_s);
    const std::optional<QString> text = m_folder.text(file, FileKind::Settings);
    const std::optional<YamlValue> document =
        text ? YamlValue::parse(text->toUtf8(), file, m_folder.findings()) : std::nullopt;
    if (!document)
        return;
    ProblemSettings settings;
    readProblemKeys(*document, settings);
    m_problem = settings.problem;
    m_hasOwnChecker = settings.hasOwnChecker;
}

QString PackageReading::render(const QString &markdown, const QString &textFolder, const QString &file)
{
    const ImageLoader load = [this, &textFolder](const QString &name) {
        return m_folder.bytes(joinPath(textFolder, name), FileKind::Image);
    };
    return renderMarkdown(markdown, file, load, m_folder.findings());
}

void PackageReading::readStatement()
{
    QStringList found;
    for (const QString &name : {u"problem_statement"_s, u"statement"_s}) {
        if (m_folder.hasFile(path(name + u"/problem.en.md"_s)))
            found.append(path(name));
    }
    if (found.isEmpty()) {
        report(path(u"problem_statement/problem.en.md"_s),
               u"The statement is missing. Write it in Markdown in this file."_s);
        return;
    }
    if (found.size() > 1)
        report(found.last() + u"/problem.en.md"_s,
               u"There is a second statement in `%1`. Keep one of them."_s.arg(found.first()));
    const QString file = found.first() + u"/problem.en.md"_s;
    const std::optional<QString> text = m_folder.text(file, FileKind::Statement);
    m_problem.statementMarkdown = text.value_or(QString());
    if (text && text->trimmed().isEmpty())
        report(file, u"The statement is empty. Write what the program should do."_s);
    m_problem.statementHtml = render(m_problem.statementMarkdown, found.first(), file);
}

void PackageReading::readHints()
{
    const QString file = path(u"hints.md"_s);
    if (!m_folder.hasFile(file))
        return;
    m_problem.hintsMarkdown = m_folder.text(file, FileKind::Statement).value_or(QString());
    m_problem.hintsHtml = render(m_problem.hintsMarkdown, m_prefix, file);
}

QString PackageReading::readSource(const QString &file)
{
    const std::optional<QString> text = m_folder.text(file, FileKind::Source);
    if (text && text->trimmed().isEmpty())
        report(file, u"The program is empty. Write it, or remove the file."_s);
    return text.value_or(QString());
}

void PackageReading::readBuggy()
{
    const QString buggy = path(u"buggy"_s);
    const QStringList languages = m_folder.foldersOf(buggy);
    for (const QString &file : m_folder.filesOf(buggy))
        report(joinPath(buggy, file),
               u"A buggy program belongs into a folder of its language, as in buggy/c/. Move it."_s);
    if (languages.isEmpty())
        report(buggy, u"There is no buggy program. Add one as buggy/<language>/<file>."_s);
    for (const QString &language : languages) {
        const QString place = joinPath(buggy, language);
        const QStringList files = m_folder.filesOf(place);
        const QStringList folders = m_folder.foldersOf(place);
        if (!m_known.languageIds().contains(language)) {
            report(place,
                   u"The language `%1` is not known. %2"_s.arg(language, didYouMean(language, m_known.languageIds())));
            continue;
        }
        // A faulty program is entered too, so that a round which offers its language does not report it once more.
        PackageSource &source = m_problem.buggy[language];
        if (files.size() == 1 && folders.isEmpty())
            source = {language, files.first(), readSource(joinPath(place, files.first()))};
        else
            report(place, u"Exactly one file is expected here. There are %1 files and %2 folders."_s.arg(files.size())
                              .arg(folders.size()));
    }
}

void PackageReading::readSubmissions()
{
    const QString submissions = path(u"submissions"_s);
    QStringList names;
    for (const SubmissionFolder &row : submissionFolders)
        names.append(QString(row.name));
    for (const QString &name : m_folder.foldersOf(submissions)) {
        if (!names.contains(name))
            report(joinPath(submissions, name), u"No verdict is called `%1`. %2"_s.arg(name, didYouMean(name, names)));
    }
    for (const SubmissionFolder &row : submissionFolders) {
        const QString place = joinPath(submissions, QString(row.name));
        for (const QString &name : m_folder.foldersOf(place))
            report(joinPath(place, name), u"A submission is one file. Move the file out of this folder."_s);
        for (const QString &name : m_folder.filesOf(place))
            readSubmission(joinPath(place, name), name, row.verdict);
    }
}

void PackageReading::readSubmission(const QString &file, const QString &name, Verdict expected)
{
    const QString language = m_known.languageOfFile(name);
    if (language.isEmpty()) {
        report(file, u"The language is not known from the file's ending. Languages are %1."_s.arg(
                         listed(m_known.languageIds())));
        return;
    }
    const PackageSource source {language, name, readSource(file)};
    m_problem.submissions.append({expected, source});
    if (expected == Verdict::Accepted && !m_problem.reference.contains(language))
        m_problem.reference.insert(language, source);
}

void PackageReading::readChecker()
{
    const QString validators = path(u"output_validators"_s);
    const QStringList names = m_folder.foldersOf(validators);
    if (!m_hasOwnChecker) {
        if (!names.isEmpty())
            report(validators,
                   u"There is a checker that is not used. Set `validation: custom` in problem.yaml, or remove it."_s);
        return;
    }
    if (names.size() != 1) {
        report(validators,
               u"`validation: custom` needs exactly one folder with a checker program here. There are %1."_s.arg(
                   names.size()));
        return;
    }
    const QString place = joinPath(validators, names.first());
    PackageChecker checker {names.first(), {}};
    for (const QString &name : m_folder.filesOf(place)) {
        const QString language = m_known.languageOfFile(name);
        const PackageSource source {language, name, readSource(joinPath(place, name))};
        checker.files.insert(language.isEmpty() ? checker.files.size() : 0, source);
    }
    const auto programs = std::count_if(checker.files.begin(), checker.files.end(),
                                        [](const PackageSource &source) { return !source.language.isEmpty(); });
    if (programs != 1)
        report(place,
               u"A checker is one program file, with headers beside it if needed. There are %1 program files."_s.arg(
                   programs));
    m_problem.checker = checker;
}

} // namespace

ProblemPackage readProblemPackage(FolderReader &folder, const QString &prefix, const QString &id,
                                  const KnownNames &known)
{
    return PackageReading(folder, prefix, known).read(id);
}

Result<ProblemPackage> readProblemFolder(const QString &dir, const KnownNames &known)
{
    const QString canonical = QFileInfo(dir).canonicalFilePath();
    if (canonical.isEmpty() || !QFileInfo(canonical).isDir())
        return Error {ErrorKind::NotFound,
                      u"There is no folder `%1`. Name the folder that holds problem.yaml."_s.arg(dir)};
    ImportFindings findings;
    FolderReader folder(canonical, findings);
    ProblemPackage problem = readProblemPackage(folder, {}, QDir(canonical).dirName(), known);
    if (!findings.isEmpty())
        return findings.error(u"The problem folder `%1`"_s.arg(dir));
    return problem;
}

} // namespace Marathon
