#include "server/ops/ControlClient.h"

#include <QCryptographicHash>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patienceMs = 10 * 60'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("ControlClient", text);
}

/// The server's certificate is known by its hash, whoever signed it.
void pin(QNetworkReply *reply, const QString &sha256)
{
    const auto isOurs = [sha256](const QSslCertificate &certificate) {
        return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex()) == sha256;
    };
    QObject::connect(reply, &QNetworkReply::sslErrors, reply, [reply, isOurs] {
        if (isOurs(reply->sslConfiguration().peerCertificate()))
            reply->ignoreSslErrors();
    });
    QObject::connect(reply, &QNetworkReply::encrypted, reply, [reply, isOurs] {
        if (!isOurs(reply->sslConfiguration().peerCertificate()))
            reply->abort();
    });
}

ErrorKind kindOf(int status)
{
    switch (status) {
    case 400:
        return ErrorKind::Malformed;
    case 401:
        return ErrorKind::NotSignedIn;
    case 403:
        return ErrorKind::NotAllowed;
    case 404:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::Conflict;
    case 413:
        return ErrorKind::TooLarge;
    case 422:
        return ErrorKind::Invalid;
    case 429:
        return ErrorKind::TooMany;
    case 503:
        return ErrorKind::Unavailable;
    default:
        return ErrorKind::Internal;
    }
}

} // namespace

Error errorOfProblem(const QByteArray &body, int status)
{
    const QJsonObject problem = QJsonDocument::fromJson(body).object();
    QString message = problem.value("detail"_L1).toString();
    if (message.isEmpty())
        message = problem.value("title"_L1).toString(tr("The server answered with status %1.").arg(status));
    Error error {kindOf(status), message};
    const QJsonArray fields = problem.value("errors"_L1).toArray();
    for (const QJsonValue &field : fields)
        error.fields.append({field["field"_L1].toString(), field["detail"_L1].toString()});
    return error;
}

Result<QJsonObject> sendControl(const ControlInfo &info, const QJsonObject &request, qint64 largest)
{
    const QByteArray body = toBytes(request);
    if (body.size() > largest)
        return Error {
            ErrorKind::TooLarge,
            tr("The command has %1 bytes; a running server takes %2. Stop the server and run the command again.")
                .arg(body.size())
                .arg(largest)};
    const bool isSecure = !info.certificateSha256.isEmpty();
    QNetworkRequest http(QUrl((isSecure ? "https://"_L1 : "http://"_L1) + info.address + "/api/control"_L1));
    http.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    http.setRawHeader("Authorization"_ba, "Bearer "_ba + info.token.toLatin1());
    http.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    http.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    http.setTransferTimeout(patienceMs);
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkReply *reply = network.post(http, body);
    if (isSecure)
        pin(reply, info.certificateSha256);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray answer = reply->readAll();
    if (status == 0)
        return Error {ErrorKind::Unavailable,
                      tr("The server at %1 (process %2) does not answer: %3. Look at its log, or restart it.")
                          .arg(info.address)
                          .arg(info.pid)
                          .arg(reply->errorString())};
    if (status >= 300)
        return errorOfProblem(answer, status);
    return parseObject(answer);
}

} // namespace Marathon
