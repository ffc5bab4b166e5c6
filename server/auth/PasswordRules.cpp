#include "server/auth/PasswordRules.h"

#include "server/auth/CommonPasswords.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>
#include <sodium.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int generatedLength = 10;
constexpr qsizetype shortest = 12;
constexpr qsizetype longest = 256;
constexpr qsizetype fewestCharacters = 5;

QString tr(const char *text)
{
    return QCoreApplication::translate("Password", text);
}

const QSet<QString> &commonOnes()
{
    static const QSet<QString> set = [] {
        const QStringList words = QString::fromUtf8(commonLongPasswords).simplified().split(u' ');
        return QSet<QString>(words.begin(), words.end());
    }();
    return set;
}

Error refused(const QString &detail)
{
    return {ErrorKind::Invalid, tr("The password %1.").arg(detail), {{u"password"_s, detail}}};
}

} // namespace

QString generatedPasswordAlphabet()
{
    return u"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"_s;
}

QString generatePassword()
{
    // randombytes needs no sodium_init() on the systems that we run on; calling it keeps that true everywhere.
    if (sodium_init() < 0)
        qFatal("the system's random generator cannot be used");
    const QString alphabet = generatedPasswordAlphabet();
    QString password;
    for (int index = 0; index < generatedLength; ++index)
        password.append(alphabet[qsizetype(randombytes_uniform(static_cast<uint32_t>(alphabet.size())))]);
    return password;
}

Result<void> checkStaffPassword(const QString &password)
{
    if (password.size() < shortest || password.size() > longest)
        return refused(tr("must have %1 to %2 characters").arg(shortest).arg(longest));
    if (QSet<QChar>(password.begin(), password.end()).size() < fewestCharacters)
        return refused(tr("must have at least %1 different characters").arg(fewestCharacters));
    if (commonOnes().contains(password.toLower()))
        return refused(tr("is on the list of common passwords; choose another, for example four words that have "
                          "nothing to do with each other"));
    return {};
}

} // namespace Marathon
