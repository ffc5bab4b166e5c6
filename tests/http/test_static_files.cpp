#include "server/http/StaticFiles.h"
#include "shared/core/Gzip.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

HttpRequest requestOf(const QString &path, const QByteArray &name = {}, const QByteArray &value = {})
{
    HttpRequest request;
    request.path = path;
    request.headers.add("Host"_ba, "contest.example:8080"_ba);
    if (!name.isEmpty())
        request.headers.add(name, value);
    return request;
}

} // namespace

class TestStaticFiles : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_directory->path()).mkpath(u"assets"_s));
        write(u"index.html"_s, "<style nonce=\"__CSP_NONCE__\"></style><meta content=\"__CSP_NONCE__\">");
        write(u"robots.txt"_s, "none");
        write(u"assets/app-1f2e.js"_s, m_script);
        write(u"assets/app-1f2e.js.br"_s, "brotli bytes");
        write(u"assets/app-1f2e.js.gz"_s, "gzip bytes");
        write(u"assets/plain-aa.css"_s, QByteArray("a{color:red}").repeated(100));
        write(u"assets/alone.gz"_s, "an archive of its own");
    }

    void hashedFilesAreCachedForEverAndOthersAskedFor()
    {
        const StaticFiles files = load();
        QCOMPARE(files.answer(requestOf(u"/assets/app-1f2e.js"_s)).headers.value("Cache-Control"),
                 "public, max-age=31536000, immutable"_ba);
        QCOMPARE(files.answer(requestOf(u"/robots.txt"_s)).headers.value("Cache-Control"), "no-cache"_ba);
        QCOMPARE(files.answer(requestOf(u"/assets/app-1f2e.js"_s)).headers.value("Content-Type"),
                 "text/javascript; charset=utf-8"_ba);
        QCOMPARE(files.answer(requestOf(u"/nothing"_s)).status, 404);
        QCOMPARE(files.answer(requestOf(u"/assets/app-1f2e.js.gz"_s)).status, 404);
        QCOMPARE(files.answer(requestOf(u"/assets/alone.gz"_s)).status, 200);
        QVERIFY(files.contains(u"/"_s));
        QVERIFY(!files.contains(u"/assets"_s));
    }

    void theCodingIsTheClientsFavourite_data()
    {
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<QByteArray>("coding");
        QTest::newRow("nothing said") << ""_ba
                                      << ""_ba;
        QTest::newRow("gzip") << "gzip"_ba
                              << "gzip"_ba;
        QTest::newRow("x-gzip") << "x-gzip"_ba
                                << "gzip"_ba;
        QTest::newRow("both: br") << "gzip, deflate, br"_ba
                                  << "br"_ba;
        QTest::newRow("both, any order") << "br, gzip"_ba
                                         << "br"_ba;
        QTest::newRow("weights") << "br;q=0.5, gzip;q=0.9"_ba
                                 << "gzip"_ba;
        QTest::newRow("br forbidden") << "br;q=0, gzip"_ba
                                      << "gzip"_ba;
        QTest::newRow("all") << "*"_ba
                             << "br"_ba;
        QTest::newRow("all but br") << "br;q=0, *"_ba
                                    << "gzip"_ba;
        QTest::newRow("none") << "*;q=0"_ba
                              << ""_ba;
        QTest::newRow("identity preferred") << "identity, gzip;q=0.5, br;q=0.1"_ba
                                            << ""_ba;
        QTest::newRow("unknown only") << "zstd"_ba
                                      << ""_ba;
        QTest::newRow("capitals and spaces") << " BR ; Q=1 "_ba
                                             << "br"_ba;
    }

    void theCodingIsTheClientsFavourite()
    {
        QFETCH(QByteArray, accept);
        QFETCH(QByteArray, coding);
        const HttpResponse response = load().answer(requestOf(u"/assets/app-1f2e.js"_s, "Accept-Encoding", accept));
        QCOMPARE(response.headers.value("Content-Encoding"), coding);
        QCOMPARE(response.headers.value("Vary"), "Accept-Encoding"_ba);
        QCOMPARE(response.body, coding == "br" ? "brotli bytes"_ba : coding == "gzip" ? "gzip bytes"_ba : m_script);
    }

    void aMissingGzipIsMadeAtStart()
    {
        const HttpResponse response =
            load().answer(requestOf(u"/assets/plain-aa.css"_s, "Accept-Encoding", "br, gzip"));
        QCOMPARE(response.headers.value("Content-Encoding"), "gzip"_ba);
        QVERIFY(response.body.size() < 200);
        QVERIFY(response.body.startsWith("\x1f\x8b"));
    }

    void aFileThatTheClientHasIsNotSentAgain()
    {
        const StaticFiles files = load();
        HttpRequest request = requestOf(u"/assets/app-1f2e.js"_s, "Accept-Encoding", "br");
        const QByteArray etag = files.answer(request).headers.value("ETag");
        QVERIFY(etag.startsWith('"') && etag.endsWith("-br\""));
        request.headers.add("If-None-Match"_ba, "\"other\", W/" + etag);
        const HttpResponse response = files.answer(request);
        QCOMPARE(response.status, 304);
        QVERIFY(response.body.isEmpty());
        QCOMPARE(response.headers.value("ETag"), etag);
        QCOMPARE(response.headers.value("Vary"), "Accept-Encoding"_ba);
        QCOMPARE(response.headers.value("Cache-Control"), "public, max-age=31536000, immutable"_ba);

        HttpRequest otherCoding = requestOf(u"/assets/app-1f2e.js"_s, "If-None-Match", etag);
        QCOMPARE(files.answer(otherCoding).status, 200); // A strong ETag names one coding.
    }

    void everyPageHasANonceOfItsOwn()
    {
        const StaticFiles files = load();
        const HttpResponse first = files.answer(requestOf(u"/"_s));
        const HttpResponse second = files.answer(requestOf(u"/index.html"_s));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.headers.value("Cache-Control"), "no-store"_ba);
        const QByteArray policy = first.headers.value("Content-Security-Policy");
        const QByteArray nonce = policy.sliced(policy.indexOf("'nonce-") + 7, 24);
        QCOMPARE(QByteArray::fromBase64(nonce).size(), 16);
        QCOMPARE(first.body, "<style nonce=\"" + nonce + "\"></style><meta content=\"" + nonce + "\">");
        QVERIFY(policy != second.headers.value("Content-Security-Policy"));
        QCOMPARE(policy, "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce +
                             "'; connect-src 'self' ws://contest.example:8080; img-src 'self' data:; font-src 'self'; "
                             "base-uri 'none'; form-action 'self'; "
                             "frame-ancestors 'none'");
        HttpRequest secure = requestOf(u"/"_s);
        secure.isSecure = true;
        QVERIFY(files.answer(secure).headers.value("Content-Security-Policy").contains("wss://contest.example:8080;"));
    }

    void aPreparedBodyIsServedLikeAFile()
    {
        const QByteArray body = QByteArray("{\"rows\":[]}").repeated(100);
        const HttpResponse full =
            conditional(requestOf(u"/api"_s, "Accept-Encoding", "gzip"), body, "abc", gzipped(body));
        QCOMPARE(full.headers.value("Content-Encoding"), "gzip"_ba);
        QCOMPARE(full.headers.value("ETag"), "\"abc-gz\""_ba);
        QCOMPARE(full.headers.value("Cache-Control"), "no-cache"_ba);
        QCOMPARE(conditional(requestOf(u"/api"_s), body, "abc", {}).body, body);
        QCOMPARE(conditional(requestOf(u"/api"_s, "If-None-Match", "\"abc\""), body, "abc", {}).status, 304);
    }

    void aMissingDirectoryIsNamed()
    {
        const Result<StaticFiles> files = StaticFiles::load(u"/no/such/directory"_s);
        QVERIFY(!files);
        QVERIFY(files.error().message.contains("/no/such/directory"_L1));
    }

private:
    void write(const QString &name, const QByteArray &content)
    {
        QFile file(m_directory->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    StaticFiles load() const { return StaticFiles::load(m_directory->path()).value(); }

    const QByteArray m_script = QByteArray("console.log(1);").repeated(100);
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_APPLESS_MAIN(TestStaticFiles)
#include "test_static_files.moc"
