#include "tests/support/TestDatabase.h"

#include "server/store/PostgresConnection.h"

#include <QUuid>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

QString newTestDatabase()
{
    const QString server = qEnvironmentVariable("MARATHON_DATABASE");
    if (server.isEmpty())
        return {};
    const Result<PostgresAddress> address = PostgresAddress::parse(server);
    if (!address)
        qFatal("%s", qPrintable(address.error().message));
    const auto connection = PostgresConnection::open(*address, PostgresConnection::Statements::Plain);
    if (!connection)
        qFatal("%s", qPrintable(connection.error().message));
    const QString name = u"test_"_s + QUuid::createUuid().toString(QUuid::Id128);
    if (const auto made = (*connection)->runText(u"CREATE DATABASE "_s + name); !made)
        qFatal("%s", qPrintable(made.error().message));
    // The name is what stands between the last slash and the parameters.
    const qsizetype end = server.indexOf(u'?') < 0 ? server.size() : server.indexOf(u'?');
    const qsizetype begin = server.lastIndexOf(u'/', end - 1) + 1;
    return server.first(begin) + name + server.sliced(end);
}

} // namespace Marathon
