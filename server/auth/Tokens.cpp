#include "server/auth/Tokens.h"

#include "shared/core/Text.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

namespace Marathon {

namespace {

constexpr auto urlSafe = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

QByteArray newToken()
{
    QByteArray bytes(32, Qt::Uninitialized);
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(bytes.data()),
                                          bytes.size() / qsizetype(sizeof(quint32)));
    return bytes.toBase64(urlSafe);
}

QString tokenHash(const QByteArray &token)
{
    return sha256Hex(token);
}

QByteArray deviceMark(const QByteArray &secret, const QString &account)
{
    return QMessageAuthenticationCode::hash(account.toUtf8(), secret, QCryptographicHash::Sha256).toBase64(urlSafe);
}

} // namespace Marathon
