#include "server/http/StaticFiles.h"

#include "server/http/ErrorResponse.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

struct TypeRow
{
    QLatin1StringView suffix;
    const char *type;
};

constexpr std::array types {
    TypeRow {"html"_L1, "text/html; charset=utf-8"},
    TypeRow {"js"_L1, "text/javascript; charset=utf-8"},
    TypeRow {"mjs"_L1, "text/javascript; charset=utf-8"},
    TypeRow {"css"_L1, "text/css; charset=utf-8"},
    TypeRow {"json"_L1, "application/json"},
    TypeRow {"map"_L1, "application/json"},
    TypeRow {"webmanifest"_L1, "application/manifest+json"},
    TypeRow {"txt"_L1, "text/plain; charset=utf-8"},
    TypeRow {"svg"_L1, "image/svg+xml"},
    TypeRow {"png"_L1, "image/png"},
    TypeRow {"jpg"_L1, "image/jpeg"},
    TypeRow {"webp"_L1, "image/webp"},
    TypeRow {"ico"_L1, "image/x-icon"},
    TypeRow {"woff2"_L1, "font/woff2"},
    TypeRow {"wasm"_L1, "application/wasm"},
    TypeRow {"mp3"_L1, "audio/mpeg"},
};

QByteArray typeOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const TypeRow &row : types) {
        if (suffix == row.suffix)
            return row.type;
    }
    return "application/octet-stream"_ba;
}

bool isPage(const Representation &file)
{
    return file.contentType.startsWith("text/html");
}

Result<QByteArray> contentOf(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error {
            ErrorKind::Unavailable,
            QCoreApplication::translate("HttpFront", "The file %1 cannot be read: %2. Correct its permissions.")
                .arg(name, file.errorString())};
    }
    return file.readAll();
}

/// The precompressed form beside a file; empty when there is none.
Result<QByteArray> siblingOf(const QString &name, QLatin1StringView suffix)
{
    const QString sibling = name + suffix;
    return QFile::exists(sibling) ? contentOf(sibling) : Result<QByteArray>(QByteArray());
}

QByteArray freshNonce()
{
    std::array<quint32, 4> words {};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toBase64();
}

} // namespace

Result<StaticFiles> StaticFiles::load(const QString &directory)
{
    StaticFiles files;
    const QDir root(directory);
    QDirIterator iterator(directory, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        const QString name = iterator.next();
        const bool isSibling = name.endsWith(".br"_L1) || name.endsWith(".gz"_L1);
        if (isSibling && QFile::exists(name.chopped(3)))
            continue;
        const Result<QByteArray> content = contentOf(name);
        if (!content)
            return content.error();
        const Result<QByteArray> brotli = siblingOf(name, ".br"_L1);
        if (!brotli)
            return brotli.error();
        const Result<QByteArray> gzip = siblingOf(name, ".gz"_L1);
        if (!gzip)
            return gzip.error();
        const QString path = u'/' + root.relativeFilePath(name);
        const bool isHashed = path.startsWith("/assets/"_L1);
        const QByteArray cacheControl = isHashed ? "public, max-age=31536000, immutable"_ba : "no-cache"_ba;
        Representation made = represented(*content, typeOf(path), cacheControl);
        made.brotli = *brotli;
        if (!gzip->isEmpty())
            made.gzip = *gzip;
        files.m_files.insert(path, std::move(made));
    }
    if (files.m_files.isEmpty()) {
        return Error {
            ErrorKind::NotFound,
            QCoreApplication::translate(
                "HttpFront", "The directory %1 has no pages. Build them, or give the directory that has index.html.")
                .arg(directory)};
    }
    return files;
}

bool StaticFiles::contains(const QString &path) const
{
    return m_files.contains(path == "/"_L1 ? u"/index.html"_s : path);
}

HttpResponse StaticFiles::answer(const HttpRequest &request) const
{
    const auto file = m_files.constFind(request.path == "/"_L1 ? u"/index.html"_s : request.path);
    if (file == m_files.cend()) {
        return problemResponse(
            404, QCoreApplication::translate("HttpFront", "There is no such page. Check the address, or begin at /."));
    }
    return isPage(*file) ? page(request, file->identity) : conditional(request, *file);
}

HttpResponse StaticFiles::page(const HttpRequest &request, const QByteArray &html) const
{
    const QByteArray nonce = freshNonce();
    HttpResponse response {200, QByteArray(html).replace("__CSP_NONCE__"_ba, nonce)};
    response.headers.add("Content-Type"_ba, "text/html; charset=utf-8"_ba);
    response.headers.add("Cache-Control"_ba, "no-store"_ba);
    response.headers.add("Content-Security-Policy"_ba, contentSecurityPolicy(request, nonce));
    return response;
}

QByteArray StaticFiles::contentSecurityPolicy(const HttpRequest &request, const QByteArray &nonce)
{
    // 'self' does not cover ws: in older browsers, so the socket's origin is named. The guard has checked Host.
    const QByteArray host = request.headers.value("Host");
    const QByteArray socketOrigin =
        host.isEmpty() ? QByteArray() : (request.isSecure ? " wss://"_ba : " ws://"_ba) + host;
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; connect-src 'self'" +
           socketOrigin +
           "; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

} // namespace Marathon
