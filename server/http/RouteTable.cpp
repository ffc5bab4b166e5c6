#include "server/http/RouteTable.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

RouteTable::RouteTable(const QList<RouteSpec> &specs)
    : m_specs(specs)
    , m_nodes(1)
{
    for (int route = 0; route < specs.size(); ++route) {
        Q_ASSERT(specs[route].pattern.startsWith(u'/'));
        const QStringList parts = specs[route].pattern.mid(1).split(u'/');
        int node = 0;
        bool takesRest = false;
        for (const QString &part : parts) {
            Q_ASSERT_X(!takesRest, "RouteTable", "a {name...} part must be the last");
            if (part.startsWith(u'{') && part.endsWith("...}"_L1)) {
                takesRest = true;
                continue;
            }
            const bool isParameter = part.startsWith(u'{') && part.endsWith(u'}');
            int next = isParameter ? m_nodes[node].parameter : m_nodes[node].parts.value(part, -1);
            if (next < 0) {
                next = static_cast<int>(m_nodes.size());
                m_nodes.emplace_back();
                if (isParameter)
                    m_nodes[node].parameter = next;
                else
                    m_nodes[node].parts.insert(part, next);
            }
            node = next;
        }
        Methods &methods = takesRest ? m_nodes[node].restMethods : m_nodes[node].methods;
        Q_ASSERT_X(!methods.contains(specs[route].method), "RouteTable", "two routes have the same method and pattern");
        methods.insert(specs[route].method, route);
    }
}

const RouteTable::Methods *RouteTable::find(int node, const QStringList &parts, qsizetype position,
                                            QList<QString> &arguments) const
{
    const Node &here = m_nodes[node];
    if (position == parts.size())
        return here.methods.isEmpty() ? nullptr : &here.methods;
    const QString &part = parts[position];
    if (const int next = here.parts.value(part, -1); next >= 0) {
        if (const Methods *found = find(next, parts, position + 1, arguments))
            return found;
    }
    if (here.parameter >= 0 && !part.isEmpty()) {
        arguments.append(part);
        if (const Methods *found = find(here.parameter, parts, position + 1, arguments))
            return found;
        arguments.removeLast();
    }
    if (here.restMethods.isEmpty())
        return nullptr;
    arguments.append(parts.sliced(position).join(u'/'));
    return &here.restMethods;
}

std::optional<RouteMatch> RouteTable::match(const QByteArray &method, const QString &path) const
{
    RouteMatch match;
    const Methods *methods = find(0, path.mid(1).split(u'/'), 0, match.arguments);
    if (!methods)
        return std::nullopt;
    match.route = methods->value(method == "HEAD" ? "GET"_ba : method, -1);
    match.allowed = methods->keys();
    if (methods->contains("GET"_ba) && !methods->contains("HEAD"_ba))
        match.allowed.append("HEAD"_ba);
    match.allowed.append("OPTIONS"_ba);
    return match;
}

} // namespace Marathon
