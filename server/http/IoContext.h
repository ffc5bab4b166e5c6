#pragma once

#include "server/http/AnswerFields.h"
#include "server/http/FrontMetrics.h"
#include "server/http/FrontOptions.h"
#include "server/http/RouteTable.h"

#include <QHash>

namespace Marathon {

class AnswerMailbox;
class GuardedConnection;
class HttpDispatcher;
class WebSocketGate;

/// What all connections of one io thread share; owned by the FrontWorker and used on its thread alone.
struct IoContext
{
    const FrontOptions &options;
    const RouteTable &routes;
    FrontMetrics &metrics;
    FrontHandler *handler = nullptr;
    HttpDispatcher *dispatcher = nullptr;
    std::shared_ptr<AnswerMailbox> mailbox {};
    WebSocketGate *webSockets = nullptr;
    QHash<quint64, GuardedConnection *> exchanges {}; ///< requests that wait for their answers, by number
    quint64 lastExchange = 0;
    bool isDraining = false; ///< every answer closes its connection
    DateField date {};
};

} // namespace Marathon
