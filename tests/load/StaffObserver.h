#pragma once

#include "tests/load/HttpConnection.h"
#include "tests/load/StaffLog.h"

#include <QJsonArray>

class QWebSocket;

namespace Marathon {

/// One console without a screen: signs in, follows the ledger over /ws/staff, and notes when each incident and
/// submission was seen. At the end it fetches the exports.
class StaffObserver final : public QObject
{
    Q_OBJECT

public:
    StaffObserver(QUrl server, QString username, QString password, QObject *parent = nullptr);
    ~StaffObserver() override;

    void start();
    void close();
    /// Sends one announcement to everybody.
    void announce(const QString &text);
    /// GET /api/staff/export/<kind>.json. `error` is empty when the rows are all there.
    void fetchExport(const QString &kind,
                     const std::function<void(const QJsonArray &rows, const QString &error)> &done);
    const StaffLog &log() const { return m_log; }

signals:
    /// The ledger is followed from now on.
    void ready();
    /// Could not sign in: nothing can be measured.
    void refused(const QString &why);
    void failed(const QString &what);

private:
    void open();
    void read(const QString &text);
    void note(const QJsonObject &event);
    void dropped(const QString &why);
    void forgetSocket();

    QUrl m_server;
    QString m_username;
    QString m_password;
    QByteArray m_token;
    HttpConnection m_http;
    QWebSocket *m_socket = nullptr;
    QString m_clientId;
    QString m_epoch;
    StaffLog m_log;
    bool m_isReady = false;
    bool m_isClosed = false;
};

} // namespace Marathon
