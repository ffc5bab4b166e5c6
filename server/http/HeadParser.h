#pragma once

#include "server/http/FrontLimits.h"
#include "server/http/HttpMessage.h"

#include <variant>

namespace Marathon {

/// What the head of one request says, checked and understood.
struct RequestHead
{
    qsizetype size = 0; ///< bytes of the head, its empty line included
    QByteArray method;  ///< as sent, one of those in `HeadParser::methods()`
    QByteArray target;  ///< origin form, still encoded, with the query; "*" for OPTIONS *
    QString path;       ///< decoded; no empty or dot segments
    QUrlQuery query;
    HttpHeaders headers;          ///< Host is that of the target when it was in absolute form (RFC 9112, section 3.2.2)
    int minorVersion = 1;         ///< HTTP/1.x
    qint64 contentLength = 0;     ///< 0 when there is none
    bool keepsAlive = true;       ///< RFC 9112, section 9.3
    bool expectsContinue = false; ///< RFC 9110, section 10.1.1
    bool asksForWebSocket = false;
};

/// Why a request is refused: the status and a sentence that says what to do. The connection is closed after it, since
/// where the next request begins cannot be known.
struct HeadFault
{
    int status = 400;
    QString detail;
};

/// The empty line has not arrived yet.
struct HeadIncomplete
{};

using HeadResult = std::variant<HeadIncomplete, HeadFault, RequestHead>;

/// A strict reader of request heads (RFC 9112). Lenient readers in a row disagree about where a request ends, which is
/// how requests are smuggled; so whatever the RFC lets a server refuse is refused here. Pure: it owns no buffer and
/// looks at all bytes again when more have come.
class HeadParser
{
public:
    explicit HeadParser(const FrontLimits &limits)
        : m_limits(limits)
    {}

    /// `bytes` begins at the request line. Faults are reported as soon as they can be seen, before the head is
    /// complete. 400 malformed, 411 Transfer-Encoding, 414 target too long, 417 unknown expectation, 431 head too
    /// large, 501 unknown method, 505 other major version.
    HeadResult parse(QByteArrayView bytes) const;

    static const QByteArrayList &methods();

private:
    FrontLimits m_limits;
};

} // namespace Marathon
