#pragma once

#include "server/http/HttpMessage.h"

namespace Marathon {

/// Bytes that are served as they are to many, in the codings they were prepared in. Made once per change, never per
/// request; copies share their bytes.
struct Representation
{
    QByteArray contentType;
    QByteArray etag; ///< opaque, without quotes; each coding appends its own suffix (strong: RFC 9110, section 8.8.3)
    QByteArray cacheControl; ///< "no-cache": keep it, but ask each time whether it is still the same
    QByteArray identity;
    QByteArray gzip;   ///< empty: not offered
    QByteArray brotli; ///< empty: not offered
};

/// Prepares bytes: the ETag is their SHA-256; gzip is offered when it saves something.
Representation represented(const QByteArray &body, const QByteArray &contentType,
                           const QByteArray &cacheControl = "no-cache");

/// 200 in the coding which the client likes best (RFC 9110, section 12.5.3; of equals br, then gzip), or 304 when
/// If-None-Match names it (section 13.1.2). Both with ETag, Vary and Cache-Control.
HttpResponse conditional(const HttpRequest &request, const Representation &representation);

/// The same for a body whose parts are kept elsewhere, such as the leaderboard's snapshot.
HttpResponse conditional(const HttpRequest &request, const QByteArray &body, const QByteArray &etag,
                         const QByteArray &gzipBody, const QByteArray &contentType = "application/json");

} // namespace Marathon
