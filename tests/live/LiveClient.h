#pragma once

#include "shared/protocol/Json.h"
#include "tests/api/ApiBench.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>

namespace Marathon {

/// A page or a console as far as a test needs it: says what it is told, and keeps what it hears.
class LiveClient : public QObject
{
public:
    LiveClient(ApiBench &bench, const QString &path, const QByteArray &token)
    {
        connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            if (const Result<QJsonObject> message = parseObject(text.toUtf8()))
                heard.append(*message);
        });
        QNetworkRequest request(QUrl(u"ws://"_s + bench.host() + path));
        request.setRawHeader("Authorization", "Bearer " + token);
        m_socket.open(request);
    }

    void say(const QJsonObject &message)
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_socket.state(), QAbstractSocket::ConnectedState, patience);
        m_socket.sendTextMessage(QString::fromUtf8(toBytes(message)));
    }
    /// Waits for the first message of this kind; empty when none comes.
    QJsonObject await(const QString &t)
    {
        const auto found = [&] {
            return std::find_if(heard.begin(), heard.end(),
                                [&t](const QJsonObject &message) { return message.value("t"_L1) == t; });
        };
        return QTest::qWaitFor([&] { return found() != heard.end(); }, patience) ? *found() : QJsonObject {};
    }
    QList<QJsonObject> all(const QString &t) const
    {
        QList<QJsonObject> messages;
        std::copy_if(heard.begin(), heard.end(), std::back_inserter(messages),
                     [&t](const QJsonObject &message) { return message.value("t"_L1) == t; });
        return messages;
    }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    int closeCode() const { return int(m_socket.closeCode()); }

    QList<QJsonObject> heard;
    static constexpr int patience =
        60'000; ///< milliseconds, for a loaded machine; nothing waits this long when all is well

private:
    QWebSocket m_socket;
};

} // namespace Marathon
