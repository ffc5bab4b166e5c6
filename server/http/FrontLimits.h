#pragma once

#include <QtGlobal>
#include <chrono>

namespace Marathon {

/// Every bound that the front sets on its clients. The defaults hold on one hall behind one NAT address; the sizes are
/// those which RFC 9112 asks a server to choose and document.
struct FrontLimits
{
    using Duration = std::chrono::milliseconds;

    // Sizes of one request.
    qsizetype headBytes = 16 * 1024;  ///< request line and fields together; more: 431
    qsizetype targetBytes = 4 * 1024; ///< path and query; more: 414
    int fields = 64;                  ///< header fields; more: 431

    // Deadlines. All are looked at every `sweepInterval`, so each may end up to that much later.
    Duration head = std::chrono::seconds(
        5); ///< from the first byte of a request (TLS: from the connection) to the end of its head; 408
    Duration body = std::chrono::seconds(10); ///< from the end of the head to the last byte of the body; 408
    Duration idle =
        std::chrono::seconds(30); ///< without a request, or without progress of an answer that is not read; closed
    Duration answer = std::chrono::seconds(15); ///< from the complete request to the handler's answer; 504
    Duration linger = std::chrono::seconds(1);  ///< between our last byte and the close, while what the client still
                                                ///< sends is thrown away (RFC 9112, section 9.6)
    Duration drain = std::chrono::seconds(2);   ///< stop(): for requests under way and WebSocket closes; then aborted
    Duration sweepInterval = std::chrono::milliseconds(250);

    // Memory of one connection.
    qint64 readBufferBytes =
        32 * 1024; ///< unread input that is held; TCP stops the sender beyond it; at least headBytes
    qint64 writeGateBytes = 256 * 1024; ///< unsent output over which the next pipelined request is not begun

    // Connections.
    int connectionsPerAddress =
        2'000;                ///< one IPv4 address or one IPv6 /64 network; proxies that are trusted have no such cap
    int connections = 10'000; ///< in total, further bounded by RLIMIT_NOFILE less `reservedDescriptors`
    int reservedDescriptors = 128; ///< left for the database, judges and files
    int listenBacklog = 1'024;
    Duration acceptPause =
        std::chrono::milliseconds(200); ///< after accept failed (no descriptors), before it is tried again

    // WebSockets.
    quint64 webSocketMessageBytes = 256 * 1024; ///< one incoming message or frame; more: closed with 1009
    int webSocketSendBufferBytes =
        64 * 1024; ///< the kernel's send buffer, so that QWebSocket::bytesToWrite() tells the truth
};

} // namespace Marathon
