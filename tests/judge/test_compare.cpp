#include "server/judge/Compare.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestCompare : public QObject
{
    Q_OBJECT

private slots:
    void outputIsRightOrWrong_data();
    void outputIsRightOrWrong();
    void flagsAreRead_data();
    void flagsAreRead();
    void wrongFlagsAreNamed_data();
    void wrongFlagsAreNamed();
};

void TestCompare::outputIsRightOrWrong_data()
{
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<bool>("right");
    const auto row = [](const char *name, const QString &flags, const char *answer, const char *output, bool right) {
        QTest::newRow(name) << flags << QByteArray(answer) << QByteArray(output) << right;
    };
    row("equal", u""_s, "1 2\n", "1 2\n", true);
    row("missing line feed at the end", u""_s, "1 2\n", "1 2", true);
    row("other white space", u""_s, "1 2\n3\n", "1\t2 3\r\n\n", true);
    row("other letter case", u""_s, "YES\n", "yes\n", true);
    row("other token", u""_s, "1\n", "2\n", false);
    row("no output", u""_s, "1\n", "", false);
    row("both empty", u""_s, "", "\n", true);
    row("trailing output", u""_s, "1\n", "1 2\n", false);
    row("too little output", u""_s, "1 2\n", "1\n", false);
    row("tokens are not joined", u""_s, "12\n", "1 2\n", false);
    row("a prefix is not enough", u""_s, "abc\n", "ab\n", false);
    row("numbers are text without tolerance", u""_s, "1.0\n", "1.00\n", false);
    row("bytes that are no UTF-8", u""_s, "\xff\xfe\n", "\xff\xfe\n", true);
    row("case sensitive", u"case_sensitive"_s, "YES\n", "yes\n", false);
    row("case sensitive, equal", u"case_sensitive"_s, "Yes\n", "Yes\n", true);
    row("space sensitive, equal", u"space_change_sensitive"_s, "1 2\n", "1 2\n", true);
    row("space sensitive, other space", u"space_change_sensitive"_s, "1 2\n", "1  2\n", false);
    row("space sensitive, no line feed", u"space_change_sensitive"_s, "1 2\n", "1 2", false);
    row("space sensitive, space in front", u"space_change_sensitive"_s, "1\n", " 1\n", false);
    row("exactly the absolute tolerance", u"float_absolute_tolerance 0.5"_s, "1.0\n", "1.5\n", true);
    row("over the absolute tolerance", u"float_absolute_tolerance 0.5"_s, "1.0\n", "1.500001\n", false);
    row("exactly the relative tolerance", u"float_relative_tolerance 0.5"_s, "100\n", "150\n", true);
    row("over the relative tolerance", u"float_relative_tolerance 0.01"_s, "100\n", "101.5\n", false);
    row("relative of a negative answer", u"float_relative_tolerance 0.1"_s, "-100\n", "-105\n", true);
    row("either tolerance is enough", u"float_tolerance 1e-2"_s, "1000\n", "1005\n", true);
    row("near zero the absolute one counts", u"float_tolerance 1e-6"_s, "0\n", "0.0000005\n", true);
    row("exponents and plus signs are numbers", u"float_tolerance 1e-9"_s, "1000\n", "+1e3\n", true);
    row("a word where a number belongs", u"float_tolerance 1e-6"_s, "1.0\n", "one\n", false);
    row("words stay words", u"float_tolerance 1e-6"_s, "yes 1.0\n", "YES 1.0000000001\n", true);
    row("a number with a tail is a word", u"float_tolerance 1"_s, "1.0x\n", "1.1x\n", false);
    row("not a number is never near", u"float_tolerance 1e-6"_s, "1.0\n", "nan\n", false);
    row("infinity is never near", u"float_tolerance 1e-6"_s, "1.0\n", "inf\n", false);
    row("infinity as the answer is a word", u"float_tolerance 1e-6"_s, "inf\n", "Inf\n", true);
}

void TestCompare::outputIsRightOrWrong()
{
    QFETCH(QString, flags);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, output);
    const Result<CompareOptions> options = parseValidatorFlags(flags);
    QVERIFY(options.isOk());
    QTEST(isRight(output, answer, *options), "right");
}

void TestCompare::flagsAreRead_data()
{
    QTest::addColumn<QString>("flags");
    QTest::addColumn<bool>("caseSensitive");
    QTest::addColumn<double>("absolute");
    QTest::addColumn<double>("relative");
    QTest::newRow("nothing") << u""_s << false << -1.0 << -1.0;
    QTest::newRow("both tolerances") << u" float_tolerance  1e-6 "_s << false << 1e-6 << 1e-6;
    QTest::newRow("the later one wins") << u"float_tolerance 1e-6 float_absolute_tolerance 1 case_sensitive"_s << true
                                        << 1.0 << 1e-6;
    QTest::newRow("only relative") << u"float_relative_tolerance 0.25"_s << false << -1.0 << 0.25;
}

void TestCompare::flagsAreRead()
{
    QFETCH(QString, flags);
    const Result<CompareOptions> options = parseValidatorFlags(flags);
    QVERIFY(options.isOk());
    QTEST(options->caseSensitive, "caseSensitive");
    QTEST(options->absoluteTolerance.value_or(-1), "absolute");
    QTEST(options->relativeTolerance.value_or(-1), "relative");
}

void TestCompare::wrongFlagsAreNamed_data()
{
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QString>("word");
    QTest::newRow("unknown flag") << u"case_sensitiv"_s << u"case_sensitive"_s;
    QTest::newRow("tolerance without number") << u"float_tolerance"_s << u"float_tolerance"_s;
    QTest::newRow("tolerance that is a word") << u"float_tolerance case_sensitive"_s << u"float_tolerance"_s;
    QTest::newRow("negative tolerance") << u"float_relative_tolerance -1"_s << u"float_relative_tolerance"_s;
    QTest::newRow("tolerance that is not a number") << u"float_tolerance nan"_s << u"float_tolerance"_s;
}

void TestCompare::wrongFlagsAreNamed()
{
    QFETCH(QString, flags);
    QFETCH(QString, word);
    const Result<CompareOptions> options = parseValidatorFlags(flags);
    QVERIFY(!options.isOk());
    QVERIFY2(options.error().message.contains(word), qPrintable(options.error().message));
}

QTEST_APPLESS_MAIN(TestCompare)
#include "test_compare.moc"
