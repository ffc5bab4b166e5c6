#pragma once

#include "server/http/HttpMessage.h"

#include <QHash>
#include <QMap>
#include <optional>
#include <vector>

namespace Marathon {

/// Where a path leads.
struct RouteMatch
{
    int route = -1;           ///< index into the specs; -1: the path is known, but not with this method
    QList<QString> arguments; ///< values of the `{name}` parts, in order
    QByteArrayList allowed; ///< methods of the path, with HEAD beside GET and always OPTIONS (RFC 9110, section 10.2.1)
};

/// Finds the route of a path before anything else is read of a request. Plain parts win over `{name}` parts, these over
/// a last `{name...}`, which takes one part or more. Immutable, so that all io threads read one table.
class RouteTable
{
public:
    explicit RouteTable(const QList<RouteSpec> &specs);

    /// Nothing for an unknown path. A HEAD is looked up as GET.
    std::optional<RouteMatch> match(const QByteArray &method, const QString &path) const;

    const RouteSpec &spec(int route) const { return m_specs[route]; }

private:
    using Methods = QMap<QByteArray, int>;
    struct Node
    {
        QHash<QString, int> parts;
        int parameter = -1;
        Methods methods;
        Methods restMethods;
    };

    const Methods *find(int node, const QStringList &parts, qsizetype position, QList<QString> &arguments) const;

    QList<RouteSpec> m_specs;
    std::vector<Node> m_nodes;
};

} // namespace Marathon
