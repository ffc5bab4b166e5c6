#include "server/store/PostgresAddress.h"
#include "server/store/PostgresErrors.h"
#include "server/store/PostgresValues.h"
#include "tests/store/StoreFixtures.h"

using namespace Marathon;
using namespace Marathon::StoreFixtures;

/// The address, the errors and the values of the PostgreSQL store; no database is needed for them.
class TestPostgresErrors : public QObject
{
    Q_OBJECT

private slots:
    void eachErrorHasOneMeaning_data();
    void eachErrorHasOneMeaning();
    void onlyTheFirstLineOfAMessageIsShown();
    void anAddressIsCompletedAndShownWithoutItsPassword();
    void aWrongAddressIsRefusedWithoutRepeatingIt_data();
    void aWrongAddressIsRefusedWithoutRepeatingIt();
    void arraysHaveTheBinaryForm();
};

void TestPostgresErrors::eachErrorHasOneMeaning_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<PostgresPhase>("phase");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("isConnectionUseless");
    const auto working = PostgresPhase::Working;
    const auto committing = PostgresPhase::Committing;
    QTest::newRow("broken before COMMIT") << ""_ba << working << ErrorKind::NotStored << true;
    QTest::newRow("broken during COMMIT") << ""_ba << committing << ErrorKind::Unknown << true;
    QTest::newRow("reset during COMMIT") << "08006"_ba << committing << ErrorKind::Unknown << true;
    QTest::newRow("shut down during COMMIT") << "57P01"_ba << committing << ErrorKind::Unknown << true;
    QTest::newRow("was idle for too long") << "25P03"_ba << committing << ErrorKind::NotStored << true;
    QTest::newRow("lock timeout") << "55P03"_ba << working << ErrorKind::NotStored << false;
    QTest::newRow("statement timeout during COMMIT") << "57014"_ba << committing << ErrorKind::NotStored << false;
    QTest::newRow("deadlock") << "40P01"_ba << working << ErrorKind::NotStored << false;
    QTest::newRow("read-only") << "25006"_ba << working << ErrorKind::NotStored << true;
    QTest::newRow("disk full") << "53100"_ba << working << ErrorKind::NotStored << false;
    QTest::newRow("no rights") << "42501"_ba << working << ErrorKind::Unavailable << false;
    QTest::newRow("no tables") << "42P01"_ba << working << ErrorKind::Unavailable << false;
    QTest::newRow("damaged") << "XX001"_ba << working << ErrorKind::Unavailable << false;
    QTest::newRow("U+0000") << "22021"_ba << working << ErrorKind::Invalid << false;
    QTest::newRow("anything else") << "23505"_ba << committing << ErrorKind::NotStored << false;
}

void TestPostgresErrors::eachErrorHasOneMeaning()
{
    QFETCH(QByteArray, state);
    QFETCH(PostgresPhase, phase);
    QFETCH(ErrorKind, kind);
    QFETCH(bool, isConnectionUseless);
    const PostgresFailure failure = postgresFailure(state, u"ERROR:  the reason\nDETAIL:  a row"_s, phase);
    QCOMPARE(failure.error.kind, kind);
    QCOMPARE(failure.isConnectionUseless, isConnectionUseless);
    QVERIFY(!failure.error.message.contains(u"a row"_s));
    QCOMPARE(failure.error.retryAfterMs > 0, kind == ErrorKind::NotStored || kind == ErrorKind::Unknown);
}

void TestPostgresErrors::onlyTheFirstLineOfAMessageIsShown()
{
    QCOMPARE(firstLine(u"ERROR:  duplicate key\nDETAIL:  Key (email)=(a@b.c) exists"_s), u"duplicate key"_s);
    QCOMPARE(postgresAway(u"here"_s, u"FATAL:  sorry, too many clients already"_s).message.contains(u"pooler"_s), true);
}

void TestPostgresErrors::anAddressIsCompletedAndShownWithoutItsPassword()
{
    for (const QString &scheme : {u"postgres"_s, u"postgresql"_s}) {
        const Result<PostgresAddress> address =
            PostgresAddress::parse(scheme + u"://app:s%27e%5Ccret@db.example.org:6543/marathon?connect_timeout=9"_s);
        VERIFY_OK(address);
        QCOMPARE(address->place(), u"db.example.org:6543, database marathon, role app"_s);
        const QByteArray text = address->connectionString();
        for (const QByteArray &part : {R"(password='s\'e\\cret')"_ba, "connect_timeout='9'"_ba, "keepalives='1'"_ba,
                                       "tcp_user_timeout='5000'"_ba, "client_encoding='UTF8'"_ba})
            QVERIFY2(text.contains(part), text.constData());
        QVERIFY(!text.contains("target_session_attrs"));
    }
    const Result<PostgresAddress> several = PostgresAddress::parse(u"postgresql://a:5432,b:5432/marathon"_s);
    VERIFY_OK(several);
    QVERIFY(several->connectionString().contains("target_session_attrs='read-write'"));
}

void TestPostgresErrors::aWrongAddressIsRefusedWithoutRepeatingIt_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("empty") << QString();
    QTest::newRow("another scheme") << u"mysql://app:secret@db/marathon"_s;
    QTest::newRow("keywords") << u"host=db password=secret"_s;
    QTest::newRow("no percent-encoding") << u"postgresql://app:se%cret@db/marathon"_s;
    QTest::newRow("an unknown parameter") << u"postgresql://app:secret@db/marathon?secret=1"_s;
}

void TestPostgresErrors::aWrongAddressIsRefusedWithoutRepeatingIt()
{
    QFETCH(QString, url);
    const Result<PostgresAddress> address = PostgresAddress::parse(url);
    QVERIFY(!address.isOk());
    QCOMPARE(address.error().kind, ErrorKind::Invalid);
    QVERIFY2(!address.error().message.contains(u"secret"_s) && !address.error().message.contains(u"cret@"_s),
             qPrintable(address.error().message));
}

void TestPostgresErrors::arraysHaveTheBinaryForm()
{
    QCOMPARE(postgresArray(QStringList {u"ab"_s, u""_s}).toHex(), "00000001"
                                                                  "00000000"
                                                                  "00000019"
                                                                  "00000002"
                                                                  "00000001"
                                                                  "00000002"
                                                                  "6162"
                                                                  "00000000"_ba);
    QCOMPARE(postgresArray(QList<qint64> {-2}).toHex(), "00000001"
                                                        "00000000"
                                                        "00000014"
                                                        "00000001"
                                                        "00000001"
                                                        "00000008"
                                                        "fffffffffffffffe"_ba);
    QCOMPARE(postgresArray(QList<QByteArray>()).toHex(), "00000000"
                                                         "00000000"
                                                         "00000011"_ba);
}

QTEST_GUILESS_MAIN(TestPostgresErrors)
#include "test_postgres_errors.moc"
