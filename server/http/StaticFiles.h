#pragma once

#include "server/http/Representation.h"
#include "shared/core/Result.h"

#include <QHash>

namespace Marathon {

/// The built pages, read into memory once at start, so that no io thread ever waits for a disk. Immutable; one object
/// serves all io threads.
///
/// Files below /assets/ have a hash in their names and are cached for ever; others are revalidated. `x.br` and `x.gz`
/// beside `x` are its precompressed forms; a missing `.gz` is made here. HTML goes out with a fresh CSP nonce in place
/// of every `__CSP_NONCE__`, therefore uncached.
class StaticFiles
{
public:
    /// Reads a directory or a Qt resource path with all below it. NotFound when it is missing or empty; Unavailable
    /// when a file cannot be read.
    static Result<StaticFiles> load(const QString &directory);

    bool contains(const QString &path) const;
    /// "/" is /index.html. 404 for what was not there at start.
    HttpResponse answer(const HttpRequest &request) const;
    qsizetype count() const { return m_files.size(); }

    /// The Content-Security-Policy of a page: nothing but our own files, and our own WebSocket.
    static QByteArray contentSecurityPolicy(const HttpRequest &request, const QByteArray &nonce);

private:
    StaticFiles() = default;
    HttpResponse page(const HttpRequest &request, const QByteArray &html) const;

    QHash<QString, Representation> m_files; ///< by path
};

} // namespace Marathon
