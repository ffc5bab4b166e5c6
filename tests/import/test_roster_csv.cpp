#include "server/import/RosterCsv.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray header = "participant_id,name,email,password,college,department,hall,seat\n";

} // namespace

class TestRosterCsv : public QObject
{
    Q_OBJECT

private slots:
    void allFormsOfTheListGiveTheSamePerson_data();
    void allFormsOfTheListGiveTheSamePerson();
    void quotedCellsMayHoldAnything();
    void emptyLinesAreIgnored();
    void valuesAreKeptAsTheyAre();
    void everyMistakeIsNamed_data();
    void everyMistakeIsNamed();
    void allMistakesAreReportedAtOnce();
    void whatIsNoListIsRefused_data();
    void whatIsNoListIsRefused();
};

void TestRosterCsv::allFormsOfTheListGiveTheSamePerson_data()
{
    QTest::addColumn<QByteArray>("csv");
    const QByteArray line = "P01,J\xC3\xA9r\xC3\xB4me,j@x.org,,C,D,H1,A1\n";
    QTest::newRow("plain") << header + line;
    QTest::newRow("no line break at the end") << header + line.chopped(1);
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") + header + line;
    QTest::newRow("CRLF") << QByteArray(header + line).replace("\n", "\r\n");
    QTest::newRow("CR") << QByteArray(header + line).replace("\n", "\r");
    QTest::newRow("semicolons") << QByteArray(header + line).replace(",", ";");
    QTest::newRow("tabulators") << QByteArray(header + line).replace(",", "\t");
    QTest::newRow("separator line") << QByteArray("sep=;\r\n") + QByteArray(header + line).replace(",", ";");
    QTest::newRow("Windows-1252") << header + "P01,J\xE9r\xF4me,j@x.org,,C,D,H1,A1\n";
    QTest::newRow("UTF-16") << QByteArray::fromHex("FFFE") + [&] {
        const QString text = QString::fromUtf8(header + line);
        return QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    }();
    QTest::newRow("capitals and spaces") << QByteArray(
        " Participant_ID ,NAME,Email,Password,College,Department,Hall,Seat\n"
        " P01 , J\xC3\xA9r\xC3\xB4me , J@X.ORG ,, C , D , H1 , A1 \n");
    QTest::newRow("other order") << QByteArray("seat,hall,department,college,email,name,participant_id,password\n"
                                               "A1,H1,D,C,j@x.org,J\xC3\xA9r\xC3\xB4me,P01,\n");
    QTest::newRow("without passwords") << QByteArray("participant_id,name,email,college,department,hall,seat\n"
                                                     "P01,J\xC3\xA9r\xC3\xB4me,j@x.org,C,D,H1,A1\n");
    QTest::newRow("everything quoted") << QByteArray(
        "\"participant_id\",\"name\",\"email\",\"password\",\"college\",\"department\",\"hall\",\"seat\"\n"
        "\"P01\",\"J\xC3\xA9r\xC3\xB4me\",\"j@x.org\",\"\",\"C\",\"D\",\"H1\",\"A1\"\n");
    QTest::newRow("empty cells at the end") << header + "P01,J\xC3\xA9r\xC3\xB4me,j@x.org,,C,D,H1,A1,,,\n";
}

void TestRosterCsv::allFormsOfTheListGiveTheSamePerson()
{
    QFETCH(QByteArray, csv);
    const Result<Roster> roster = readRosterCsv(csv);
    QVERIFY2(
        roster.isOk(),
        qPrintable(roster.isOk() ? QString() : roster.error().message + u' ' + roster.error().fields.value(0).detail));
    QCOMPARE(roster->rows.size(), 1);
    RosterRow row = roster->rows.first();
    row.line = 0;
    QCOMPARE(row, (RosterRow {0, u"P01"_s, u"Jérôme"_s, u"j@x.org"_s, {}, u"C"_s, u"D"_s, u"H1"_s, u"A1"_s}));
}

void TestRosterCsv::quotedCellsMayHoldAnything()
{
    const Result<Roster> roster =
        readRosterCsv(header + "1,\"Doe, \"\"J\"\"\",a@x.org,\"pass;w,\"\"rd\",,,,\n\"2\" ,B,b@x.org,,,,,\n");
    QVERIFY(roster.isOk());
    QCOMPARE(roster->rows[0].name, u"Doe, \"J\""_s);
    QCOMPARE(roster->rows[0].password, u"pass;w,\"rd"_s);
    QCOMPARE(roster->rows[1].participantId, u"2"_s);
    QCOMPARE(roster->rows[1].line, 3);
}

void TestRosterCsv::emptyLinesAreIgnored()
{
    const Result<Roster> roster = readRosterCsv("\n" + header + "\n,,,,,,,\n  \n1,A,a@x.org,,,,,\n\n");
    QVERIFY(roster.isOk());
    QCOMPARE(roster->rows.size(), 1);
    QCOMPARE(roster->rows.first().line, 6);
}

void TestRosterCsv::valuesAreKeptAsTheyAre()
{
    const Result<Roster> roster = readRosterCsv(
        header +
        "007,=SUM(A1),Upper@X.Org,0123456,,,,01\n008,B,b@x.org,,,,Hall 2,01\n009,C,c@x.org,,,,,\n010,D,d@x.org,,,,,\n");
    QVERIFY(roster.isOk());
    QCOMPARE(roster->rows[0].participantId, u"007"_s);
    QCOMPARE(roster->rows[0].name, u"=SUM(A1)"_s);
    QCOMPARE(roster->rows[0].email, u"upper@x.org"_s);
    QCOMPARE(roster->rows[0].password, u"0123456"_s);
    QCOMPARE(roster->rows[0].seat, u"01"_s);
}

void TestRosterCsv::everyMistakeIsNamed_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const QByteArray &csv, const char *field, const char *detail) {
        QTest::newRow(name) << csv << QString::fromUtf8(field) << QString::fromUtf8(detail);
    };
    const QByteArray good = "P1,A,a@x.org,,,,H,S1\n";
    row("unknown column", QByteArray(header).replace("email", "e-mail") + good, "line 1",
        "The column `e-mail` is not known. Did you mean `email`?");
    row("column far from all", QByteArray(header).replace("\n", ",telephone\n") + "P1,A,a@x.org,,,,H,S1,1\n", "line 1",
        "The column `telephone` is not known. Remove it; known are participant_id, name, email, password, college, "
        "department, hall and seat.");
    row("missing column", QByteArray(header).replace(",seat", "") + "P1,A,a@x.org,,,,H\n", "line 1",
        "The column `seat` is missing. Add it to the header line.");
    row("column twice", QByteArray(header).replace("\n", ",Name\n") + "P1,A,a@x.org,,,,H,S1,B\n", "line 1",
        "The column `name` occurs twice. Remove one of them.");
    row("no participants", header, "line 1", "There is a header and no participant. Add a line for each.");
    row("too few cells", header + "P1,A,a@x.org\n", "line 2",
        "The line has 3 cells, the header has 8. Add or remove separators, or put quotes round a cell that holds one.");
    row("too many cells", header + "P1,Doe, John,a@x.org,,,,H,S1\n", "line 2",
        "The line has 9 cells, the header has 8. Add or remove separators, or put quotes round a cell that holds one.");
    row("no id", header + ",A,a@x.org,,,,,\n", "line 2, participant_id", "The cell is empty. Fill it in.");
    row("id with a space", header + "P 1,A,a@x.org,,,,,\n", "line 2, participant_id",
        "`P 1` has other characters than A-Z, a-z, 0-9, dot, underscore and hyphen. Remove them.");
    row("id in another script", header + "\xD0\x9F,A,a@x.org,,,,,\n", "line 2, participant_id",
        "`\xD0\x9F` has other characters than A-Z, a-z, 0-9, dot, underscore and hyphen. Remove them.");
    row("id too long", header + QByteArray(65, 'P') + ",A,a@x.org,,,,,\n", "line 2, participant_id",
        "The text has 65 characters; at most 64 are allowed. Shorten it.");
    row("no name", header + "P1, ,a@x.org,,,,,\n", "line 2, name", "The cell is empty. Fill it in.");
    row("name too long", header + "P1," + QByteArray(201, 'n') + ",a@x.org,,,,,\n", "line 2, name",
        "The text has 201 characters; at most 200 are allowed. Shorten it.");
    row("name with a line break", header + "P1,\"A\nB\",a@x.org,,,,,\n", "line 2, name",
        "The text has a line break or another control character. Remove it.");
    row("no email", header + "P1,A,,,,,,\n", "line 2, email", "The cell is empty. Fill it in.");
    row("email without at", header + "P1,A,a.x.org,,,,,\n", "line 2, email",
        "`a.x.org` is no e-mail address. Write it as name@example.org.");
    row("email with two at", header + "P1,A,a@b@x.org,,,,,\n", "line 2, email",
        "`a@b@x.org` is no e-mail address. Write it as name@example.org.");
    row("email ending in a dot", header + "P1,A,a@x.,,,,,\n", "line 2, email",
        "`a@x.` is no e-mail address. Write it as name@example.org.");
    row("password too short", header + "P1,A,a@x.org,12345,,,,\n", "line 2, password",
        "The password has 5 characters; at least 6 are needed. Leave the cell empty to have one generated.");
    row("password with a space at the end", header + "P1,A,a@x.org,1234567 ,,,,\n", "line 2, password",
        "The password begins or ends with a space. Remove it.");
    row("seat too long", header + "P1,A,a@x.org,,,,," + QByteArray(51, 's') + "\n", "line 2, seat",
        "The text has 51 characters; at most 50 are allowed. Shorten it.");
    row("id twice", header + good + "p1,B,b@x.org,,,,,\n", "line 3, participant_id",
        "The id `p1` is in line 2 already. Correct one of them.");
    row("email twice", header + good + "P2,B,A@X.org,,,,,\n", "line 3, email",
        "The address `a@x.org` is in line 2 already. Correct one of them.");
    row("seat twice in a hall", header + good + "P2,B,b@x.org,,,,h,s1\n", "line 3, seat",
        "The seat `s1` of the hall `h` is in line 2 already. Correct one of them.");
    row("quote inside a cell", header + "P1,A \"B\",a@x.org,,,,,\n", "line 2",
        "There is a quote inside a cell that does not begin with one. Write \"say \"\"hello\"\"\" for say \"hello\".");
    row("text after a quote", header + "P1,\"A\" B,a@x.org,,,,,\n", "line 2",
        "There is text after the closing quote of a cell. Write a quote inside a cell twice.");
}

void TestRosterCsv::everyMistakeIsNamed()
{
    QFETCH(QByteArray, csv);
    QFETCH(QString, field);
    QFETCH(QString, detail);
    const Result<Roster> roster = readRosterCsv(csv);
    QVERIFY(!roster.isOk());
    QCOMPARE(roster.error().kind, ErrorKind::Invalid);
    QCOMPARE(roster.error().fields.first().field, field);
    QCOMPARE(roster.error().fields.first().detail, detail);
}

void TestRosterCsv::allMistakesAreReportedAtOnce()
{
    const Result<Roster> roster = readRosterCsv(header + "P1,A,nobody,,,,,\nP 2,,b@x.org,,,,,\nP3,C,c@x.org,,,,,\n");
    QVERIFY(!roster.isOk());
    QStringList fields;
    for (const FieldError &field : roster.error().fields)
        fields.append(field.field);
    QCOMPARE(fields, (QStringList {u"line 2, email"_s, u"line 3, name"_s, u"line 3, participant_id"_s}));
    QCOMPARE(roster.error().message,
             u"The list of participants has 3 mistakes. Nothing was imported. Correct them and import again."_s);
}

void TestRosterCsv::whatIsNoListIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("message");
    QTest::newRow("nothing")
        << QByteArray() << ErrorKind::Invalid
        << u"The list of participants is empty. Its first line must be the header participant_id,name,email,password,college,department,hall,seat."_s;
    QTest::newRow("spreadsheet") << QByteArray("PK\x03\x04rest") << ErrorKind::Malformed
                                 << u"This is a spreadsheet file. Save it as CSV (UTF-8) and import that."_s;
    QTest::newRow("zero bytes")
        << QByteArray("a\0b", 3) << ErrorKind::Malformed
        << u"The list of participants is no text file. Save it as CSV (UTF-8) and import that."_s;
    QTest::newRow("neither UTF-8 nor Windows-1252")
        << QByteArray("a\x81") << ErrorKind::Malformed
        << u"The list of participants is no text file. Save it as CSV (UTF-8) and import that."_s;
    QTest::newRow("too large") << QByteArray(16 * 1024 * 1024 + 1, 'x') << ErrorKind::TooLarge
                               << u"The list of participants has more than 16 MiB. Split it."_s;
    QTest::newRow("too many people") << header + QByteArray("a,b,c@d,,,,,\n").repeated(100'001) << ErrorKind::TooLarge
                                     << u"The list has more than 100000 participants. Split it."_s;
}

void TestRosterCsv::whatIsNoListIsRefused()
{
    QFETCH(QByteArray, bytes);
    const Result<Roster> roster = readRosterCsv(bytes);
    QVERIFY(!roster.isOk());
    QTEST(roster.error().kind, "kind");
    QTEST(roster.error().message, "message");
}

Q_DECLARE_METATYPE(Marathon::ErrorKind)
QTEST_GUILESS_MAIN(TestRosterCsv)
#include "test_roster_csv.moc"
