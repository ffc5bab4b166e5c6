#pragma once

#include "server/http/FrontLimits.h"
#include "server/http/HttpMessage.h"
#include "shared/core/Result.h"

#include <QSslConfiguration>
#include <QStringList>

namespace Marathon {

/// Makes the FrontHandler of one io thread; called on that thread, with its index from 0.
using HandlerFactory = std::function<std::unique_ptr<FrontHandler>(int ioIndex)>;

/// What the front is told when it is made.
struct FrontOptions
{
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0;  ///< 0: any free one; see HttpFront::listen()
    int ioThreads = 0; ///< 0: max(2, min(4, cores - 1))
    FrontLimits limits;
    QList<RouteSpec> routes;
    int fallbackRoute = -1;               ///< index of the route that takes GET and HEAD of unknown paths; -1: 404
    QStringList webSocketPaths;           ///< exact paths on which an upgrade is looked at
    QList<QHostAddress> trustedProxies;   ///< X-Forwarded-For and -Proto are believed from these peers alone
    std::optional<QSslConfiguration> tls; ///< see loadTls(); nothing: plain HTTP
};

/// Reads a PEM certificate chain and its PEM private key. Invalid, with the file that is missing, unreadable or of the
/// wrong kind.
Result<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile);

} // namespace Marathon
