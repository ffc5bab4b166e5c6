#include "server/store/PostgresAddress.h"

#include <QCoreApplication>
#include <libpq-fe.h>
#include <memory>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PostgresAddress", text);
}

struct Default
{
    const char *name;
    const char *value;
};
constexpr Default defaults[] {
    {"connect_timeout", "3"},
    {"keepalives", "1"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "5000"},
    {"fallback_application_name", "marathon-server"},
};

} // namespace

Result<PostgresAddress> PostgresAddress::parse(const QString &url)
{
    const bool isUrl = url.startsWith(u"postgresql://") || url.startsWith(u"postgres://");
    char *complaint = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        isUrl ? PQconninfoParse(url.toUtf8().constData(), &complaint) : nullptr, PQconninfoFree);
    // The complaint quotes parts of the URL.
    PQfreemem(complaint);
    if (!options)
        return Error {ErrorKind::Invalid,
                      tr("This is not the address of a PostgreSQL database. It looks like "
                         "postgresql://role:password@host:5432/database; special characters are percent-encoded.")};
    PostgresAddress address;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (option->val)
            address.m_parameters.insert(option->keyword, option->val);
    }
    for (const Default &known : defaults) {
        if (!address.m_parameters.contains(known.name))
            address.m_parameters.insert(known.name, known.value);
    }
    address.m_parameters.insert("client_encoding", "UTF8");
    // With several hosts, after a failover, the one that takes writes is the one that is wanted.
    if (address.m_parameters.value("host").contains(',') && !address.m_parameters.contains("target_session_attrs"))
        address.m_parameters.insert("target_session_attrs", "read-write");
    return address;
}

QByteArray PostgresAddress::connectionString() const
{
    QByteArray text;
    for (auto parameter = m_parameters.begin(); parameter != m_parameters.end(); ++parameter) {
        QByteArray value = parameter.value();
        value.replace('\\', "\\\\").replace('\'', "\\'");
        text += parameter.key() + "='" + value + "' ";
    }
    return text;
}

QString PostgresAddress::place() const
{
    const auto text = [this](const char *name) { return QString::fromUtf8(m_parameters.value(name)); };
    QString place = text("host").isEmpty() ? u"localhost"_s : text("host");
    if (!text("port").isEmpty())
        place += u':' + text("port");
    if (!text("dbname").isEmpty())
        place += tr(", database %1").arg(text("dbname"));
    if (!text("user").isEmpty())
        place += tr(", role %1").arg(text("user"));
    return place;
}

} // namespace Marathon
