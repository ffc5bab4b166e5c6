#include "shared/report/ReportTable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestReport : public QObject
{
    Q_OBJECT

    static QByteArray cellOf(const ReportCell &cell)
    {
        const QByteArray csv = toCsv({.title = u"t"_s, .columns = {{u"x"_s, u"X"_s}}, .rows = {{cell}}});
        return csv.mid(3).chopped(2);
    }

private slots:
    void textThatWouldRunIsNeutralised_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("a name") << u"Asha Rao"_s << "Asha Rao"_ba;
        QTest::newRow("equals sign") << u"=1+1"_s << "'=1+1"_ba;
        QTest::newRow("plus") << u"+49 30 1"_s << "'+49 30 1"_ba;
        QTest::newRow("minus") << u"-2+3"_s << "'-2+3"_ba;
        QTest::newRow("at") << u"@SUM(A1)"_s << "'@SUM(A1)"_ba;
        QTest::newRow("tab") << u"\t=1"_s << "'\t=1"_ba;
        QTest::newRow("space before") << u" =1"_s << "' =1"_ba;
        QTest::newRow("full width") << u"\uFF1D1"_s << u"'\uFF1D1"_s.toUtf8();
        QTest::newRow("formula with quotes and commas")
            << u"=HYPERLINK(\"a\",\"b\")"_s << "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\""_ba;
        QTest::newRow("an equals sign inside") << u"a=b"_s << "a=b"_ba;
        QTest::newRow("empty") << QString() << QByteArray();
    }
    void textThatWouldRunIsNeutralised()
    {
        QFETCH(QString, text);
        QTEST(cellOf(text), "written");
    }

    void cellsAreQuotedOnlyWhereNeeded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("comma") << u"a,b"_s << "\"a,b\""_ba;
        QTest::newRow("quote") << u"a\"b"_s << "\"a\"\"b\""_ba;
        QTest::newRow("line break") << u"a\nb"_s << "\"a\nb\""_ba;
        QTest::newRow("outer space") << u"a "_s << "\"a \""_ba;
        QTest::newRow("other scripts") << u"Zoë 王"_s << u"Zoë 王"_s.toUtf8();
    }
    void cellsAreQuotedOnlyWhereNeeded()
    {
        QFETCH(QString, text);
        QTEST(cellOf(text), "written");
    }

    void numbersStayNumbers()
    {
        QCOMPARE(cellOf(qint64(-5)), "-5"_ba);
        QCOMPARE(cellOf(0.25), "0.25"_ba);
        QCOMPARE(cellOf(true), "true"_ba);
        QCOMPARE(cellOf(std::monostate {}), ""_ba);
        QCOMPARE(cellOf(Instant(Duration(1'769'666'370'134))), "2026-01-29T05:59:30.134Z"_ba);
    }

    void aSpreadsheetGetsAByteOrderMark()
    {
        const ReportTable table {
            .title = u"t"_s, .columns = {{u"a"_s, u"A"_s}, {u"b"_s, u"B"_s}}, .rows = {{qint64(1), u"x"_s}}};
        QCOMPARE(toCsv(table), "a,b\r\n1,x\r\n"_ba);
        QCOMPARE(toCsv(table, CsvReader::Spreadsheet), "\xEF\xBB\xBF"
                                                       "a,b\r\n1,x\r\n"_ba);
    }

    void jsonIsAnArrayOfRowsWithTheSameNames()
    {
        const ReportTable table {.title = u"t"_s,
                                 .columns = {{u"points"_s, u"Points"_s}, {u"name"_s, u"Name"_s}},
                                 .rows = {{qint64(3), u"=x"_s}, {std::monostate {}, u"y"_s}}};
        const QJsonArray rows = QJsonDocument::fromJson(toJsonRows(table)).array();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].toObject(), (QJsonObject {{u"points"_s, 3}, {u"name"_s, u"=x"_s}}));
        QVERIFY(rows[1].toObject().value(u"points"_s).isNull());
    }

    void formatsAreFoundByName()
    {
        QCOMPARE(reportFormat(u"csv"_s)->write({.title = {}, .columns = {{u"a"_s, {}}}, .rows = {}}), "a\r\n"_ba);
        QVERIFY(reportFormat(u"json"_s));
        QVERIFY(!reportFormat(u"exe"_s));
    }
};

QTEST_APPLESS_MAIN(TestReport)
#include "test_report.moc"
