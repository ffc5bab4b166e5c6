#include "server/auth/PasswordHash.h"
#include "server/auth/PasswordRules.h"

#include <QSet>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

class TestPasswords : public QObject
{
    Q_OBJECT

private slots:
    void aHashIsArgon2idWithTheAgreedCost()
    {
        const Result<QString> hash = hashPassword("correct horse"_ba);
        QVERIFY(hash.isOk());
        QVERIFY2(hash->startsWith("$argon2id$v=19$m=19456,t=2,p=1$"_L1), qPrintable(*hash));
    }

    void onlyTheSamePasswordMatches_data()
    {
        QTest::addColumn<QByteArray>("tried");
        QTest::addColumn<bool>("matches");
        QTest::newRow("the same") << u"pässwörd"_s.toUtf8() << true;
        QTest::newRow("another case") << u"Pässwörd"_s.toUtf8() << false;
        QTest::newRow("longer") << u"pässwörd "_s.toUtf8() << false;
        QTest::newRow("empty") << ""_ba << false;
    }
    void onlyTheSamePasswordMatches()
    {
        static const QString hash = *hashPassword(u"pässwörd"_s.toUtf8());
        QFETCH(QByteArray, tried);
        QFETCH(bool, matches);
        QCOMPARE(verifyPassword(hash, tried), matches);
    }

    void twoHashesOfOnePasswordDiffer() { QVERIFY(*hashPassword("x"_ba) != *hashPassword("x"_ba)); }

    void whatIsNoHashMatchesNothing_data()
    {
        QTest::addColumn<QString>("hash");
        QTest::newRow("empty") << u""_s;
        QTest::newRow("text") << u"secret"_s;
        QTest::newRow("cut") << u"$argon2id$v=19$m=19456,t=2,p=1$"_s;
        QTest::newRow("too long") << QString(500, u'a');
    }
    void whatIsNoHashMatchesNothing()
    {
        QFETCH(QString, hash);
        QVERIFY(!verifyPassword(hash, "secret"_ba));
        QVERIFY(!verifyPassword(hash, ""_ba));
    }

    void generatedPasswordsAreReadable()
    {
        const QString alphabet = generatedPasswordAlphabet();
        for (const QChar confusing : u"0O1lI"_s)
            QVERIFY(!alphabet.contains(confusing));
        QCOMPARE(QSet<QChar>(alphabet.begin(), alphabet.end()).size(), alphabet.size());
        QSet<QString> seen;
        QSet<QChar> used;
        for (int index = 0; index < 2000; ++index) {
            const QString password = generatePassword();
            QCOMPARE(password.size(), 10);
            seen.insert(password);
            for (const QChar character : password) {
                QVERIFY(alphabet.contains(character));
                used.insert(character);
            }
        }
        QCOMPARE(seen.size(), 2000);
        QCOMPARE(used.size(), alphabet.size());
    }

    void staffPasswordsAreLongAndNotCommon_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("eleven characters") << u"kT9#vmwq2Lx"_s << false;
        QTest::newRow("twelve characters") << u"kT9#vmwq2LxZ"_s << true;
        QTest::newRow("four words") << u"gravel otter lamp nine"_s << true;
        QTest::newRow("257 characters") << u"kT9#vmwq2LxZ"_s.repeated(22).left(257) << false;
        QTest::newRow("four different characters") << u"abcdabcdabcd"_s << false;
        QTest::newRow("common") << u"password1234"_s << false;
        QTest::newRow("common in capitals") << u"QWERTYUIOP123"_s << false;
        QTest::newRow("our own name") << u"debugmarathon"_s << false;
        QTest::newRow("empty") << u""_s << false;
    }
    void staffPasswordsAreLongAndNotCommon()
    {
        QFETCH(QString, password);
        QFETCH(bool, accepted);
        const Result<void> checked = checkStaffPassword(password);
        QCOMPARE(checked.isOk(), accepted);
        if (!accepted)
            QCOMPARE(checked.error().fields.first().field, u"password"_s);
    }
};

QTEST_APPLESS_MAIN(TestPasswords)
#include "test_passwords.moc"
