#include "server/judge/BoxArguments.h"
#include "server/judge/Language.h"
#include "server/judge/LocalJudge.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestLanguageFiles : public QObject
{
    Q_OBJECT

private slots:
    void everyShippedFileIsRead();
    void wrongFileIsNamedWithLineAndKey_data();
    void wrongFileIsNamedWithLineAndKey();
    void languagesWithoutTheirToolAreNotOffered();
    void anEmptyFolderIsAnError();
    void endOfABoxHasAVerdict_data();
    void endOfABoxHasAVerdict();
    void nothingIsWritableWithoutScratch();

private:
    QString write(const QByteArray &text);

    QTemporaryDir m_folder;
};

namespace {

const QByteArray smallest = "id: x\nname: X\nprobe: [/usr/bin/true]\nsource: main.x\nrun: [/box/main.x]\n";

} // namespace

QString TestLanguageFiles::write(const QByteArray &text)
{
    const QString path = m_folder.filePath(u"x.yaml"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(path));
    return path;
}

void TestLanguageFiles::everyShippedFileIsRead()
{
    const QDir folder(QStringLiteral(MARATHON_SOURCE_DIR "/resources/languages"));
    const QStringList files = folder.entryList({u"*.yaml"_s});
    QCOMPARE(files.size(), 5);
    for (const QString &file : files) {
        const Result<Language> language = loadLanguage(folder.filePath(file));
        QVERIFY2(language.isOk(), language ? "" : qPrintable(language.error().message));
        QCOMPARE(language->id + u".yaml"_s, file);
    }
}

void TestLanguageFiles::wrongFileIsNamedWithLineAndKey_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("unknown key with a near one")
        << smallest + "proceses: 3\n"
        << u"x.yaml:6: unknown key \"proceses\"; did you mean \"processes\"?"_s;
    QTest::newRow("unknown key") << smallest + "colour: red\n" << u"x.yaml:6: unknown key \"colour\""_s;
    QTest::newRow("missing key") << QByteArray("id: x\n") << u"\"name\" is missing"_s;
    QTest::newRow("word for a number") << smallest + "processes: many\n" << u"x.yaml:6: the value of \"processes\""_s;
    QTest::newRow("text for a list") << smallest + "compile: gcc main.c\n" << u"x.yaml:6: the value of \"compile\""_s;
    QTest::newRow("no such verdict") << smallest + "exit_verdicts: {3: OOM}\n"
                                     << u"x.yaml:6: the value of \"exit_verdicts\""_s;
    QTest::newRow("bare program name") << smallest + "compile: [gcc, main.c]\n"
                                       << u"\"gcc\" must be an absolute path"_s;
    QTest::newRow("no YAML") << QByteArray("id: [x\n") << u"x.yaml:"_s;
    QTest::newRow("a list") << QByteArray("- id\n") << u"x.yaml:1"_s;
    QTest::newRow("empty") << QByteArray() << u"x.yaml"_s;
}

void TestLanguageFiles::wrongFileIsNamedWithLineAndKey()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, part);
    const Result<Language> language = loadLanguage(write(text));
    QVERIFY(!language.isOk());
    QVERIFY2(language.error().message.contains(part), qPrintable(language.error().message));
}

void TestLanguageFiles::languagesWithoutTheirToolAreNotOffered()
{
    write(QByteArray(smallest).replace("/usr/bin/true", "/usr/bin/no-such-tool"));
    QStringList missing;
    const Result<QList<Language>> languages = installedLanguages(m_folder.path(), &missing);
    QVERIFY(languages.isOk() && languages->isEmpty());
    QCOMPARE(missing, QStringList {u"X"_s});
    write(smallest);
    QCOMPARE(installedLanguages(m_folder.path())->size(), 1);
}

void TestLanguageFiles::anEmptyFolderIsAnError()
{
    const QTemporaryDir empty;
    QVERIFY(!installedLanguages(empty.path()).isOk());
}

void TestLanguageFiles::endOfABoxHasAVerdict_data()
{
    QTest::addColumn<Box::End>("end");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("ended well") << Box::End::Exited << 0 << u"AC"_s;
    QTest::newRow("exit code") << Box::End::Exited << 1 << u"RTE"_s;
    QTest::newRow("exit code with a meaning") << Box::End::Exited << 3 << u"MLE"_s;
    QTest::newRow("signal") << Box::End::Signalled << 11 << u"RTE"_s;
    QTest::newRow("signal with a meaning") << Box::End::Signalled << 6 << u"MLE"_s;
    QTest::newRow("memory") << Box::End::Memory << 0 << u"MLE"_s;
    QTest::newRow("processor time") << Box::End::CpuTime << 0 << u"TLE"_s;
    QTest::newRow("wall time") << Box::End::WallTime << 0 << u"TLE"_s;
    QTest::newRow("output") << Box::End::Output << 0 << u"OLE"_s;
    QTest::newRow("no report") << Box::End::NoReport << 0 << u"RTE"_s;
    QTest::newRow("our fault") << Box::End::Failed << 0 << u"JE"_s;
    QTest::newRow("cancelled") << Box::End::Cancelled << 0 << u"JE"_s;
}

void TestLanguageFiles::endOfABoxHasAVerdict()
{
    QFETCH(Box::End, end);
    QFETCH(int, status);
    Language language;
    language.exitVerdicts = {{3, Verdict::MemoryLimit}};
    language.signalVerdicts = {{6, Verdict::MemoryLimit}};
    BoxReport report;
    report.end = end;
    report.status = status;
    QTEST(nameOf(verdictOf(report, language)), "verdict");
}

void TestLanguageFiles::nothingIsWritableWithoutScratch()
{
    BoxRequest request;
    request.files = {{u"/box/main"_s, "x", true}};
    const QList<QByteArray> options = boxArguments(request).split('\0');
    QVERIFY(!options.contains("--bind") && !options.contains("--dev-bind") && !options.contains("--size"));
    QVERIFY(options.lastIndexOf("--file") < options.lastIndexOf("--remount-ro"));
    QCOMPARE(options[options.lastIndexOf("--remount-ro") + 1], QByteArray("/"));
    request.limits.scratchBytes = 4096;
    QVERIFY(boxArguments(request).contains(QByteArray("--size\0004096\000--tmpfs\000/tmp", 25)));
}

QTEST_GUILESS_MAIN(TestLanguageFiles)
#include "test_language_files.moc"
