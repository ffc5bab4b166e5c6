#include "server/auth/Tokens.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestTokens : public QObject
{
    Q_OBJECT

private slots:
    void aTokenHas256BitsAndFitsIntoAHeaderAndACookie()
    {
        static const QRegularExpression urlSafe(u"^[A-Za-z0-9_-]{43}$"_s);
        QSet<QByteArray> seen;
        for (int number = 0; number < 1000; ++number) {
            const QByteArray token = newToken();
            QVERIFY2(urlSafe.match(QString::fromLatin1(token)).hasMatch(), token.constData());
            QCOMPARE(QByteArray::fromBase64(token, QByteArray::Base64UrlEncoding).size(), 32);
            seen.insert(token);
        }
        QCOMPARE(seen.size(), 1000);
    }

    void everyByteOfATokenVaries()
    {
        QList<QSet<char>> values(32);
        for (int number = 0; number < 200; ++number) {
            const QByteArray bytes = QByteArray::fromBase64(newToken(), QByteArray::Base64UrlEncoding);
            for (int position = 0; position < 32; ++position)
                values[position].insert(bytes[position]);
        }
        // 200 draws of 256 values: about 139 different ones; fewer than 80 do not happen by chance.
        for (const QSet<char> &seen : values)
            QVERIFY(seen.size() > 80);
    }

    void whatIsStoredIsItsSha256()
    {
        // FIPS 180-4, example "abc".
        QCOMPARE(tokenHash("abc"), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
    }

    void aDeviceMarkHoldsForOneAccountAndOneServer()
    {
        const QByteArray mark = deviceMark("secret", u"participant:P1"_s);
        QCOMPARE(deviceMark("secret", u"participant:P1"_s), mark);
        QVERIFY(deviceMark("secret", u"participant:P2"_s) != mark);
        QVERIFY(deviceMark("secret", u"staff:P1"_s) != mark);
        QVERIFY(deviceMark("another", u"participant:P1"_s) != mark);
        QVERIFY(!mark.contains('=') && !mark.contains('/') && !mark.contains('+'));
    }
};

QTEST_APPLESS_MAIN(TestTokens)
#include "test_tokens.moc"
