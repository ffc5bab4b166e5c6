#pragma once

#include "server/http/HttpMessage.h"

namespace Marathon {

/// Who really asks, and whether the way to them is encrypted.
struct ClientFacts
{
    QHostAddress address;
    bool isSecure = false;
};

/// IPv4 addresses in IPv6 form (::ffff:1.2.3.4) as IPv4, so that one client is one address.
QHostAddress normalised(const QHostAddress &address);

/// Reads X-Forwarded-For from the right: each entry was added by the hop after it, so the first one that is not a
/// trusted proxy is the last that can be believed. X-Forwarded-Proto is taken from a trusted peer alone.
ClientFacts clientFacts(const QHostAddress &peer, bool isTls, const HttpHeaders &headers,
                        const QList<QHostAddress> &trustedProxies);

/// Whether a client is on this machine: over loopback, or between the machine's own addresses, which is how the command
/// line reaches a server that listens on one address of the network alone.
bool isThisMachine(const QHostAddress &client);

} // namespace Marathon
