#include "server/http/ClientFacts.h"

#include <QNetworkInterface>

namespace Marathon {

QHostAddress normalised(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

ClientFacts clientFacts(const QHostAddress &peer, bool isTls, const HttpHeaders &headers,
                        const QList<QHostAddress> &trustedProxies)
{
    ClientFacts facts {peer, isTls};
    if (!trustedProxies.contains(peer))
        return facts;
    facts.isSecure = headers.value("X-Forwarded-Proto").compare("https", Qt::CaseInsensitive) == 0;
    QByteArrayList hops;
    for (const auto &[name, value] : headers.fields()) {
        if (name.compare("X-Forwarded-For", Qt::CaseInsensitive) == 0)
            hops += value.split(',');
    }
    for (auto hop = hops.crbegin(); hop != hops.crend(); ++hop) {
        const QHostAddress address(QString::fromLatin1(hop->trimmed()));
        if (address.isNull())
            break;
        facts.address = normalised(address);
        if (!trustedProxies.contains(facts.address))
            break;
    }
    return facts;
}

bool isThisMachine(const QHostAddress &client)
{
    return client.isLoopback() || QNetworkInterface::allAddresses().contains(client);
}

} // namespace Marathon
