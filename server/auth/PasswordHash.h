#pragma once

#include "shared/core/Result.h"

#include <QByteArray>

namespace Marathon {

/// A password as it is stored: Argon2id (RFC 9106) with 2 passes over 19 MiB by one lane, the parameters of the OWASP
/// Password Storage Cheat Sheet, in the string form that libsodium defines (parameters and salt included). Takes about
/// 25 ms of one core; safe from any thread. Errors: Unavailable when there is no memory for it.
Result<QString> hashPassword(const QByteArray &password);

/// True when `password` is the one behind `hash`. Takes as long as hashing; a hash that cannot be read matches nothing.
bool verifyPassword(const QString &hash, const QByteArray &password);

} // namespace Marathon
