#include "server/ProgressLine.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestProgressLine : public QObject
{
    Q_OBJECT

private slots:
    void aFileGetsALineForEveryTenth()
    {
        QString out;
        QTextStream stream(&out);
        {
            ProgressLine line(stream, ProgressLine::Screen::Lines, u"Copying"_s);
            for (int done = 0; done <= 1000; ++done)
                line.show(done, 1000);
        }
        QCOMPARE(out.count(u'\n'), 10);
        QVERIFY(out.startsWith("Copying: 10 %\nCopying: 20 %\n"_L1));
        QVERIFY(out.endsWith("Copying: 100 %\n"_L1));
        QVERIFY(!out.contains(u'\r'));
    }

    void aTerminalGetsABarThatIsDrawnOverItself()
    {
        QString out;
        QTextStream stream(&out);
        {
            ProgressLine line(stream, ProgressLine::Screen::Terminal, u"Copying"_s);
            line.show(1, 1000);
            QCOMPARE(out, QString());
            line.show(500, 1000);
            line.show(1000, 1000);
        }
        QCOMPARE(out, u"\rCopying [####################....................]  50 %"
                      "\rCopying [########################################] 100 %\n"_s);
    }

    void littleWorkIsDoneAtOnce_data()
    {
        QTest::addColumn<qint64>("done");
        QTest::addColumn<qint64>("total");
        QTest::newRow("nothing to do") << qint64(0) << qint64(0);
        QTest::newRow("one step") << qint64(1) << qint64(1);
        QTest::newRow("more than was thought") << qint64(7) << qint64(5);
    }
    void littleWorkIsDoneAtOnce()
    {
        QFETCH(qint64, done);
        QFETCH(qint64, total);
        QString out;
        QTextStream stream(&out);
        ProgressLine(stream, ProgressLine::Screen::Lines, u"Copying"_s).show(done, total);
        QCOMPARE(out, u"Copying: 100 %\n"_s);
    }
};

QTEST_APPLESS_MAIN(TestProgressLine)
#include "test_progress_line.moc"
