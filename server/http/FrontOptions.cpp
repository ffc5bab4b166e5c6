#include "server/http/FrontOptions.h"

#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace Marathon {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("HttpFront", source);
}

Result<QByteArray> readFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error {
            ErrorKind::Invalid,
            text("The file %1 cannot be read: %2. Correct its name or its permissions.").arg(name, file.errorString())};
    return file.readAll();
}

} // namespace

Result<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile)
{
    if (!QSslSocket::supportsSsl())
        return Error {
            ErrorKind::Unavailable,
            text("This Qt has no TLS. Install Qt's OpenSSL plugin, or put a proxy that speaks TLS in front.")};
    const Result<QByteArray> certificateBytes = readFile(certificateFile);
    if (!certificateBytes)
        return certificateBytes.error();
    const Result<QByteArray> keyBytes = readFile(keyFile);
    if (!keyBytes)
        return keyBytes.error();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*certificateBytes, QSsl::Pem);
    if (chain.isEmpty())
        return Error {
            ErrorKind::Invalid,
            text("The file %1 has no certificate in PEM form. Give the server's certificate and, after it, the chain.")
                .arg(certificateFile)};
    QSslKey key;
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (key.isNull())
            key = QSslKey(*keyBytes, algorithm, QSsl::Pem, QSsl::PrivateKey);
    }
    if (key.isNull())
        return Error {ErrorKind::Invalid, text("The file %1 has no RSA or EC private key in PEM form without a "
                                               "passphrase. Give the key of the certificate.")
                                              .arg(keyFile)};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace Marathon
