#include "server/auth/PasswordHash.h"

#include <QCoreApplication>
#include <array>
#include <sodium.h>

namespace Marathon {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memoryBytes = 19 * 1024 * 1024;

/// libsodium must be initialised once before anything else of it; later calls are free.
bool isSodiumReady()
{
    static const bool ready = sodium_init() >= 0;
    return ready;
}

} // namespace

Result<QString> hashPassword(const QByteArray &password)
{
    std::array<char, crypto_pwhash_STRBYTES> text {};
    const bool done = isSodiumReady() && crypto_pwhash_str_alg(text.data(), password.constData(),
                                                               static_cast<unsigned long long>(password.size()), passes,
                                                               memoryBytes, crypto_pwhash_ALG_ARGON2ID13) == 0;
    if (!done)
        return Error {
            ErrorKind::Unavailable,
            QCoreApplication::translate(
                "Password", "A password could not be hashed: the memory for it is missing. Free some and try again."),
            {},
            1000};
    return QString::fromLatin1(text.data());
}

bool verifyPassword(const QString &hash, const QByteArray &password)
{
    const QByteArray text = hash.toLatin1();
    return isSodiumReady() && text.size() < qsizetype(crypto_pwhash_STRBYTES) &&
           crypto_pwhash_str_verify(text.constData(), password.constData(),
                                    static_cast<unsigned long long>(password.size())) == 0;
}

} // namespace Marathon
