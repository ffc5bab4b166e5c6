#include "server/http/ClientFacts.h"
#include "server/http/ConnectionLedger.h"
#include "server/http/ErrorResponse.h"
#include "server/http/FrontMetrics.h"
#include "server/http/RouteTable.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

/// Routes, errors, proxies, caps and figures, each by itself.
class TestHttpParts : public QObject
{
    Q_OBJECT

private slots:
    void aPathFindsItsRoute_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("route");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("root") << "GET"_ba << u"/"_s << 0 << QStringList();
        QTest::newRow("plain") << "GET"_ba << u"/api/problems"_s << 1 << QStringList();
        QTest::newRow("argument") << "PUT"_ba << u"/api/problems/A/draft"_s << 2 << QStringList {u"A"_s};
        QTest::newRow("other method, same path") << "GET"_ba << u"/api/problems/A/draft"_s << 3 << QStringList {u"A"_s};
        QTest::newRow("a plain part wins") << "GET"_ba << u"/api/problems/import"_s << 4 << QStringList();
        QTest::newRow("back to the argument")
            << "PUT"_ba << u"/api/problems/import/draft"_s << 2 << QStringList {u"import"_s};
        QTest::newRow("the rest") << "GET"_ba << u"/assets/a/b.js"_s << 5 << QStringList {u"a/b.js"_s};
        QTest::newRow("two arguments") << "GET"_ba << u"/api/x/1/y/2"_s << 6 << QStringList {u"1"_s, u"2"_s};
        QTest::newRow("HEAD as GET") << "HEAD"_ba << u"/api/problems"_s << 1 << QStringList();
        QTest::newRow("known path, other method") << "DELETE"_ba << u"/api/problems"_s << -1 << QStringList();
        QTest::newRow("unknown") << "GET"_ba << u"/api"_s << -2 << QStringList();
        QTest::newRow("too deep") << "GET"_ba << u"/api/problems/A/draft/x"_s << -2 << QStringList();
        QTest::newRow("trailing slash") << "GET"_ba << u"/api/problems/"_s << -2 << QStringList();
        QTest::newRow("empty argument") << "GET"_ba << u"/api/x//y/2"_s << -2 << QStringList();
    }

    void aPathFindsItsRoute()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(int, route);
        QFETCH(QStringList, arguments);
        const RouteTable table({{"GET"_ba, u"/"_s},
                                {"GET"_ba, u"/api/problems"_s},
                                {"PUT"_ba, u"/api/problems/{id}/draft"_s},
                                {"GET"_ba, u"/api/problems/{id}/draft"_s},
                                {"GET"_ba, u"/api/problems/import"_s},
                                {"GET"_ba, u"/assets/{path...}"_s},
                                {"GET"_ba, u"/api/x/{a}/y/{b}"_s}});
        const std::optional<RouteMatch> match = table.match(method, path);
        QCOMPARE(match ? match->route : -2, route);
        if (match)
            QCOMPARE(match->arguments, arguments);
    }

    void everyKindOfErrorHasItsStatus_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<int>("status");
        QTest::newRow("malformed") << ErrorKind::Malformed << 400;
        QTest::newRow("not signed in") << ErrorKind::NotSignedIn << 401;
        QTest::newRow("not allowed") << ErrorKind::NotAllowed << 403;
        QTest::newRow("not found") << ErrorKind::NotFound << 404;
        QTest::newRow("conflict") << ErrorKind::Conflict << 409;
        QTest::newRow("too large") << ErrorKind::TooLarge << 413;
        QTest::newRow("invalid") << ErrorKind::Invalid << 422;
        QTest::newRow("too many") << ErrorKind::TooMany << 429;
        QTest::newRow("not stored") << ErrorKind::NotStored << 503;
        QTest::newRow("unknown") << ErrorKind::Unknown << 503;
        QTest::newRow("unavailable") << ErrorKind::Unavailable << 503;
        QTest::newRow("internal") << ErrorKind::Internal << 500;
    }

    void everyKindOfErrorHasItsStatus()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(int, status);
        const HttpResponse response = errorResponse({kind, u"Say what to do."_s});
        QCOMPARE(response.status, status);
        const QJsonObject problem = QJsonDocument::fromJson(response.body).object();
        QCOMPARE(problem["status"_L1].toInt(), status);
        QCOMPARE(problem["detail"_L1].toString(), u"Say what to do."_s);
        QVERIFY(!problem["title"_L1].toString().isEmpty());
        QVERIFY(!problem.contains("errors"_L1));
        QCOMPARE(response.headers.contains("Retry-After"), status == 503);
        QCOMPARE(response.headers.contains("WWW-Authenticate"), status == 401);
    }

    void anErrorTellsItsFieldsAndWhenToRetry()
    {
        const HttpResponse response = errorResponse(
            {ErrorKind::TooMany, u"Wait."_s, {{u"rounds[2].minutes"_s, u"must not be negative"_s}}, 1'001});
        QCOMPARE(response.headers.value("Retry-After"), "2"_ba);
        const QJsonObject field =
            QJsonDocument::fromJson(response.body).object()["errors"_L1].toArray().first().toObject();
        QCOMPARE(field["field"_L1].toString(), u"rounds[2].minutes"_s);
        QCOMPARE(field["detail"_L1].toString(), u"must not be negative"_s);
    }

    void onlyTrustedProxiesAreBelieved_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QByteArray>("forwarded");
        QTest::addColumn<QString>("client");
        QTest::newRow("a stranger") << u"9.9.9.9"_s << "1.1.1.1"_ba << u"9.9.9.9"_s;
        QTest::newRow("the proxy, silent") << u"10.0.0.1"_s << ""_ba << u"10.0.0.1"_s;
        QTest::newRow("the proxy") << u"10.0.0.1"_s << "1.1.1.1"_ba << u"1.1.1.1"_s;
        QTest::newRow("the proxy, after an invented entry") << u"10.0.0.1"_s << "6.6.6.6, 1.1.1.1"_ba << u"1.1.1.1"_s;
        QTest::newRow("two proxies") << u"10.0.0.1"_s << "6.6.6.6, 1.1.1.1, 10.0.0.2"_ba << u"1.1.1.1"_s;
        QTest::newRow("nonsense") << u"10.0.0.1"_s << "6.6.6.6, you"_ba << u"10.0.0.1"_s;
        QTest::newRow("IPv6") << u"10.0.0.1"_s << "2001:db8::5"_ba << u"2001:db8::5"_s;
    }

    void onlyTrustedProxiesAreBelieved()
    {
        QFETCH(QString, peer);
        QFETCH(QByteArray, forwarded);
        QFETCH(QString, client);
        HttpHeaders headers;
        headers.add("X-Forwarded-For"_ba, forwarded);
        headers.add("X-Forwarded-Proto"_ba, "https"_ba);
        const QList<QHostAddress> trusted {QHostAddress(u"10.0.0.1"_s), QHostAddress(u"10.0.0.2"_s)};
        const ClientFacts facts = clientFacts(QHostAddress(peer), false, headers, trusted);
        QCOMPARE(facts.address, QHostAddress(client));
        QCOMPARE(facts.isSecure, trusted.contains(QHostAddress(peer)));
    }

    void capsHoldPerAddressAndInTotal()
    {
        const auto ledger = std::make_shared<ConnectionLedger>(2, 4, QList<QHostAddress> {QHostAddress(u"10.0.0.1"_s)});
        auto first = ledger->take(QHostAddress(u"1.1.1.1"_s));
        const auto second = ledger->take(QHostAddress(u"::ffff:1.1.1.1"_s));
        QVERIFY(first && second);
        QVERIFY(!ledger->take(QHostAddress(u"1.1.1.1"_s)));
        first.reset();
        QCoreApplication::processEvents();
        first = ledger->take(QHostAddress(u"1.1.1.1"_s));
        QVERIFY(first);
        const auto third = ledger->take(QHostAddress(u"2001:db8::1"_s));
        const auto fourth = ledger->take(QHostAddress(u"2001:db8::2"_s)); // One /64 is one address.
        QVERIFY(third && fourth);
        QVERIFY(!ledger->take(QHostAddress(u"3.3.3.3"_s)));
        QCOMPARE(ledger->open(), 4);
        QCOMPARE(ledger->refused(), 2u);
    }

    void aTrustedProxyHasNoCapOfItsOwn()
    {
        const auto ledger = std::make_shared<ConnectionLedger>(1, 3, QList<QHostAddress> {QHostAddress(u"10.0.0.1"_s)});
        const auto first = ledger->take(QHostAddress(u"10.0.0.1"_s));
        const auto second = ledger->take(QHostAddress(u"10.0.0.1"_s));
        QVERIFY(first && second);
    }

    void quantilesAreAtMostAnEighthTooLarge()
    {
        LatencyCounts counts;
        for (int microseconds = 1; microseconds <= 100'000; ++microseconds)
            ++counts.counts[LatencyCounts::classOf(std::chrono::microseconds(microseconds))];
        for (const double share : {0.01, 0.5, 0.95, 0.99, 1.0}) {
            const double exact = share * 100'000;
            const double found = static_cast<double>(counts.quantile(share).count());
            QVERIFY(found >= exact);
            QVERIFY(found <= exact * 1.125 + 1);
        }
        QCOMPARE(counts.total(), 100'000u);
    }

    void everyDurationIsInAClassThatHoldsIt()
    {
        for (qint64 value = 0; value < (qint64(1) << 36); value = value * 9 / 8 + 1) {
            const std::size_t index = LatencyCounts::classOf(std::chrono::microseconds(value));
            QVERIFY(LatencyCounts::upperBound(index).count() >= value);
            QVERIFY(index == 0 || LatencyCounts::upperBound(index - 1).count() < value);
        }
        QCOMPARE(LatencyCounts().quantile(0.5).count(), 0);
    }

    void figuresAreAddedUpAndSubtracted()
    {
        FrontMetrics metrics;
        metrics.countAnswer(200);
        metrics.countLatency(std::chrono::microseconds(500));
        const FrontFigures earlier = metrics.figures();
        metrics.countAnswer(503);
        metrics.countLatency(std::chrono::microseconds(9'000));
        FrontFigures both = metrics.figures();
        QCOMPARE(both.latency.since(earlier.latency).total(), 1u);
        QVERIFY(both.latency.since(earlier.latency).quantile(0.5).count() >= 9'000);
        both += earlier;
        QCOMPARE(both.answersByClass[1], 2u);
        QCOMPARE(both.answersByClass[4], 1u);
    }
};

QTEST_GUILESS_MAIN(TestHttpParts)
#include "test_http_parts.moc"
