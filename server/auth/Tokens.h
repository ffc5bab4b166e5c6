#pragma once

#include <QByteArray>
#include <QString>

namespace Marathon {

/// 256 random bits from the system's generator, in base64url (RFC 4648, section 5): 43 characters.
QByteArray newToken();

/// What is stored instead of a token: its SHA-256 in hexadecimal. Tokens are random, so no salt is needed.
QString tokenHash(const QByteArray &token);

/// Says that a browser has signed in to this account before: HMAC-SHA256 of the account under the server's secret.
QByteArray deviceMark(const QByteArray &secret, const QString &account);

} // namespace Marathon
