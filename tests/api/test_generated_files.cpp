#include "server/api/Describe.h"

#include <QFile>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestGeneratedFiles : public QObject
{
    Q_OBJECT

private slots:
    void theFileInTheTreeIsWhatTheTablesSay_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("api") << u"docs/api.md"_s;
        QTest::newRow("page-types") << u"resources/participant/src/net/protocol.generated.ts"_s;
    }
    void theFileInTheTreeIsWhatTheTablesSay()
    {
        QFETCH(QString, path);
        const Result<QString> described = describedFile(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(described.isOk());
        QFile file(QStringLiteral(MARATHON_SOURCE_DIR) + u'/' + path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
        const QStringList present = QString::fromUtf8(file.readAll()).split(u'\n');
        const QStringList wanted = described->split(u'\n');
        for (qsizetype line = 0; line < std::max(present.size(), wanted.size()); ++line) {
            QVERIFY2(
                present.value(line) == wanted.value(line),
                qPrintable(
                    u"%1, line %2: \"%3\" should be \"%4\". Run: cmake --build --preset dev --target generated-files"_s
                        .arg(path)
                        .arg(line + 1)
                        .arg(present.value(line), wanted.value(line))));
        }
        QCOMPARE(present.size(), wanted.size());
    }
    void anUnknownDescriptionIsRefusedByName()
    {
        const Result<QString> described = describedFile(u"poem"_s);
        QVERIFY(!described.isOk());
        QVERIFY(described.error().message.contains(u"page-types"_s));
    }
};

QTEST_APPLESS_MAIN(TestGeneratedFiles)
#include "test_generated_files.moc"
