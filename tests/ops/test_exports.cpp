#include "server/ops/ExportTables.h"
#include "tests/support/ContestBuilder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Marathon;

namespace {

/// P1 solved a (after a wrong try) and left the page; P2 was seen twice and excused once; P3 waits for a verdict and is
/// disqualified.
class Story
{
public:
    Story()
    {
        auto directory = std::make_shared<Directory>();
        directory->add(PersonRow {.participant = u"P1"_s,
                                  .name = u"Ada, Countess"_s,
                                  .email = u"ada@x.org"_s,
                                  .college = u"C1"_s,
                                  .department = u"D1"_s});
        directory->add(PersonRow {.participant = u"P2"_s, .name = u"=Bob"_s});
        builder.start();
        builder.wait(std::chrono::minutes(2));
        builder.submit("P1", "a", Verdict::WrongAnswer);
        builder.wait(std::chrono::minutes(1));
        builder.submit("P1", "a", Verdict::Accepted);
        builder.incident("P1", IncidentKind::AwayTab, Duration(20'000), "i1");
        builder.incident("P2", IncidentKind::AwayTab, Duration(61'000), "i2");
        builder.act(StaffActionKind::Excuse, "P2");
        builder.incident("P2", IncidentKind::MenuContext, Duration(1'000), "i3");
        if (!builder.takeAsParticipant(Submit {.participant = ContestBuilder::pid("P3"),
                                               .problem = ProblemId(u"b"_s),
                                               .language = LanguageId(u"c"_s),
                                               .sourceSha = u"abc"_s,
                                               .size = 3,
                                               .clientRef = u"r"_s}))
            qFatal("refused");
        builder.act(StaffActionKind::Disqualify, "P3", "phone");
        snapshot =
            Snapshot {.state = builder.state(), .epoch = u"e"_s, .directory = directory, .boards = {}, .sessions = {}};
    }

    Result<ReportTable> table(ExportKind kind, const ExportFilter &filter = {}) const
    {
        return exportTable(kind, filter, snapshot, builder.now());
    }
    /// Each row as text, the named columns only.
    QStringList rows(ExportKind kind, const QStringList &columns, const ExportFilter &filter = {}) const
    {
        const Result<ReportTable> made = table(kind, filter);
        if (!made)
            return {made.error().message};
        const QJsonArray array = QJsonDocument::fromJson(toJsonRows(*made)).array();
        QStringList list;
        for (const QJsonValue &row : array) {
            QStringList cells;
            for (const QString &column : columns) {
                if (!row.toObject().contains(column))
                    return {u"there is no column "_s + column};
                cells.append(row[column].toVariant().toString());
            }
            list.append(cells.join(u'|'));
        }
        return list;
    }

    ContestBuilder builder;
    Snapshot snapshot;
};

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

} // namespace

class TestExports : public QObject
{
    Q_OBJECT

    Story m_story;

private slots:
    void resultsHaveTheDisqualifiedAtTheEndWithoutARank()
    {
        const QStringList rows = m_story.rows(
            ExportKind::Results, words("rank participant_id name solved time_s status points_a points_b points_c"));
        QCOMPARE(rows, QStringList({u"1|P1|Ada, Countess|1|180|active|20||"_s, u"2|P2|=Bob|0|0|active|||"_s,
                                    u"|P3||0|0|disqualified|||"_s}));
    }

    void resultsOfARoundHaveItsProblemsOnly()
    {
        const Result<ReportTable> table = m_story.table(ExportKind::Results, {.round = 2, .hall = {}});
        QVERIFY(table.isOk());
        QCOMPARE(table->columns.last().name, u"points_d"_s);
        QCOMPARE(table->columns[table->columns.size() - 2].name, u"points_c"_s);
        QCOMPARE(table->columns[table->columns.size() - 3].name, u"status"_s);
    }

    void resultsOfAHallKeepTheRankAmongAll()
    {
        QCOMPARE(m_story.rows(ExportKind::Results, words("rank participant_id"), {.round = {}, .hall = u"H2"_s}),
                 QStringList({u"2|P2"_s}));
    }

    void violationsAreOneRowPerIncident()
    {
        const QStringList rows =
            m_story.rows(ExportKind::Violations, words("participant_id hall seat round incident_id kind level phase "
                                                       "duration_ms source counted excused count"));
        QCOMPARE(rows, QStringList({u"P1|H1|A-1|1|i1|away.tab|medium|closed|20000|page|true|false|1"_s,
                                    u"P2|H2|A-2|1|i2|away.tab|high|closed|61000|page|false|true|1"_s,
                                    u"P2|H2|A-2|1|i3|menu.context|info|closed|1000|page|false|false|1"_s}));
        const Result<ReportTable> table = m_story.table(ExportKind::Violations);
        QStringList names;
        for (const ReportColumn &column : table->columns)
            names.append(column.name);
        for (const QString &agreed : words("seq at participant_id name hall seat round incident_id kind level phase "
                                           "duration_ms points total risk counted source"))
            QVERIFY2(names.contains(agreed), qPrintable(agreed));
    }

    void anExcusedViolationCostsNothing()
    {
        QCOMPARE(m_story.rows(ExportKind::Violations, words("incident_id points"), {.round = 1, .hall = u"H2"_s}),
                 QStringList({u"i2|0"_s, u"i3|0"_s}));
    }

    void violationsAreInTheOrderOfTheLedger()
    {
        const QStringList seqs = m_story.rows(ExportKind::Violations, words("seq"));
        QVERIFY(seqs[0].toLongLong() < seqs[1].toLongLong() && seqs[1].toLongLong() < seqs[2].toLongLong());
        QCOMPARE(m_story.rows(ExportKind::Violations, words("seq"), {.round = 2, .hall = {}}), QStringList());
    }

    void submissionsHaveTheirVerdicts()
    {
        const QStringList rows = m_story.rows(
            ExportKind::Submissions, words("participant_id problem label round language verdict late held counted"));
        QCOMPARE(rows, QStringList({u"P1|a|A|1|c|WA|false|false|true"_s, u"P1|a|A|1|c|AC|false|false|true"_s,
                                    u"P3|b|B|1|c||false|false|true"_s}));
    }

    void participantsAreListedById()
    {
        QCOMPARE(m_story.rows(ExportKind::Participants,
                              words("participant_id email college hall seat status signed_in online")),
                 QStringList({u"P1|ada@x.org|C1|H1|A-1|active|false|true"_s, u"P2|||H2|A-2|active|false|true"_s,
                              u"P3|||H1|A-3|disqualified|false|true"_s}));
    }

    void theSummaryCountsEachKind()
    {
        QCOMPARE(
            m_story.rows(ExportKind::Summary,
                         words("participant_id status reason violations away_tab menu_context clip_paste_external")),
            QStringList({u"P1|active||1|1|0|0"_s, u"P2|active||0|1|1|0"_s, u"P3|disqualified|phone|0|0|0|0"_s}));
    }

    void csvAndJsonHaveTheSameColumns_data()
    {
        QTest::addColumn<ExportKind>("kind");
        for (const auto &row : EnumNames<ExportKind>::rows)
            QTest::newRow(row.name.data()) << row.kind;
    }
    void csvAndJsonHaveTheSameColumns()
    {
        QFETCH(ExportKind, kind);
        const Result<ReportTable> table = m_story.table(kind);
        QVERIFY(table.isOk());
        const QStringList csv = QString::fromUtf8(toPlainCsv(*table)).section(u"\r\n"_s, 0, 0).split(u',');
        const QStringList json = QJsonDocument::fromJson(toJsonRows(*table)).array().first().toObject().keys();
        QCOMPARE(QSet<QString>(csv.begin(), csv.end()), QSet<QString>(json.begin(), json.end()));
        QCOMPARE(csv.size(), json.size());
    }

    void namesThatASpreadsheetWouldRunAreNeutralised()
    {
        const QByteArray csv = toPlainCsv(*m_story.table(ExportKind::Results));
        QVERIFY(csv.contains(",\"Ada, Countess\",") && csv.contains(",'=Bob,"));
    }

    void aFilterThatFitsNothingIsRefused_data()
    {
        QTest::addColumn<ExportKind>("kind");
        QTest::addColumn<int>("round");
        QTest::addColumn<QString>("hall");
        QTest::newRow("unknown round") << ExportKind::Violations << 3 << QString();
        QTest::newRow("unknown hall") << ExportKind::Violations << 1 << u"H3"_s;
        QTest::newRow("round of participants") << ExportKind::Participants << 1 << QString();
    }
    void aFilterThatFitsNothingIsRefused()
    {
        QFETCH(ExportKind, kind);
        QFETCH(int, round);
        QFETCH(QString, hall);
        const Result<ReportTable> table = m_story.table(kind, {round, hall});
        QVERIFY(!table);
        QCOMPARE(table.error().kind, ErrorKind::Invalid);
    }
};

QTEST_APPLESS_MAIN(TestExports)
#include "test_exports.moc"
