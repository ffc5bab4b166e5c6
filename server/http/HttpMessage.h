#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QUrlQuery>
#include <functional>
#include <memory>
#include <optional>

class QWebSocket;

namespace Marathon {

/// Header fields in the order received; names are compared without case (RFC 9110, section 5.1).
class HttpHeaders
{
public:
    void add(QByteArray name, QByteArray value) { m_fields.append({std::move(name), std::move(value)}); }
    /// Takes the place of all fields of that name.
    void set(QByteArray name, QByteArray value);
    /// The first field of that name; empty when there is none.
    QByteArray value(QByteArrayView name) const;
    bool contains(QByteArrayView name) const;
    const QList<std::pair<QByteArray, QByteArray>> &fields() const { return m_fields; }

private:
    QList<std::pair<QByteArray, QByteArray>> m_fields;
};

/// One complete, clean request: the guard has checked its framing, size, path and method.
struct HttpRequest
{
    QByteArray method; ///< upper case; HEAD arrives as GET with `isHead`
    bool isHead = false;
    QString path; ///< decoded, origin form, without the query
    QUrlQuery query;
    HttpHeaders headers;
    QByteArray body;
    QHostAddress peer;        ///< the client; from the trusted proxy's header when one is configured
    bool isSecure = false;    ///< TLS here or at the trusted proxy
    QList<QString> arguments; ///< values of the `{name}` parts of the matched route, in order
    /// The value of a cookie (RFC 6265, section 5.4); empty when it was not sent.
    QString cookie(QByteArrayView name) const;
};

/// What is sent back. The front adds Date, Connection, Content-Length and the security headers.
struct HttpResponse
{
    int status = 200;
    QByteArray body;
    HttpHeaders headers {};
};

/// Answers one request, once, from any thread; does nothing when the client has gone. A Responder that is destroyed
/// without an answer sends 500, so that no client waits for ever.
using Responder = std::function<void(HttpResponse)>;

/// What the front needs to know of a route before the body is read.
struct RouteSpec
{
    QByteArray method;                    ///< "GET", "POST", "PUT", "DELETE"
    QString pattern;                      ///< "/api/problems/{id}/draft"; a last part "{path...}" matches the rest
    qint64 maxBody = 0;                   ///< bytes; 0: a body is refused with 413
    std::chrono::milliseconds answer {0}; ///< how long its answer may take until 504; 0: FrontLimits::answer
};

/// What lies behind the front; one instance per io thread, made, used and destroyed on that thread.
class FrontHandler
{
public:
    virtual ~FrontHandler() = default;
    /// `route` is the index into the table of RouteSpecs.
    virtual void handle(int route, const HttpRequest &request, Responder respond) = 0;
    /// Calls `then` on this thread once refuseUpgrade() can be asked; at once, unless something must be looked up.
    virtual void beforeUpgrade(const HttpRequest &, std::function<void()> then) { then(); }
    /// Decides about an upgrade before 101 is sent: nothing accepts it, a response refuses it.
    virtual std::optional<HttpResponse> refuseUpgrade(const HttpRequest &request) = 0;
    /// An accepted socket; the receiver owns it.
    virtual void webSocketOpened(std::unique_ptr<QWebSocket> socket, const HttpRequest &request) = 0;
};

} // namespace Marathon
