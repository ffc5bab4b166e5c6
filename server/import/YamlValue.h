#pragma once

#include "server/import/ImportFindings.h"
#include "shared/core/Clock.h"
#include "shared/core/EnumTable.h"

#include <QHash>
#include <QJsonValue>
#include <QStringList>
#include <yaml-cpp/yaml.h>

namespace Marathon {

/// A value of a YAML file that knows where it stands. Each reading function checks one type and its range; a wrong
/// value becomes a finding that names file, line and what is expected, and a neutral value is returned, since nothing
/// of a faulty import is used.
class YamlValue
{
public:
    /// Parses one document. Nothing, and a finding, when it is no YAML or not exactly one document.
    static std::optional<YamlValue> parse(const QByteArray &text, const QString &file, ImportFindings &findings);

    QString place() const; ///< "contest.yaml:7"
    void fail(const QString &detail) const;

    bool isMapping() const { return m_node.IsMap(); }
    bool isScalar() const { return m_node.IsScalar(); }

    QString text(qsizetype maxLength) const; ///< trimmed, not empty, no control characters
    QString identifier() const;              ///< 1 to 64 of a-z, 0-9 and -, beginning with a letter or digit
    int wholeNumber(int minimum, int maximum) const;
    double number(double minimum, double maximum) const;
    bool flag() const;                      ///< true or false, nothing else
    std::optional<Instant> instant() const; ///< RFC 3339
    QString choice(const QStringList &names) const;

    template <NamedEnum Enum>
    Enum choice() const
    {
        QStringList names;
        for (const auto &row : EnumNames<Enum>::rows)
            names.append(QString(row.name));
        return fromName<Enum>(choice(names)).value_or(Enum {});
    }

    QList<YamlValue> items() const; ///< of a list that is not empty

    /// Values of a mapping by key. Reports anything else than a mapping, unknown keys with the nearest of `known`, and
    /// keys that occur twice.
    QHash<QString, YamlValue> entries(const QStringList &known) const;

    /// The same without a list of known keys.
    QHash<QString, YamlValue> entries() const;

    /// As JSON: plain true, false and numbers get their type, everything else is text. At most 8 levels and 1,000
    /// values.
    QJsonValue json() const;

private:
    YamlValue(YAML::Node node, QString file, ImportFindings &findings)
        : m_node(std::move(node))
        , m_file(std::move(file))
        , m_findings(&findings)
    {}

    QString scalar() const;
    QHash<QString, YamlValue> readEntries(const QStringList *known) const;
    QJsonValue json(int depth, int &budget) const;

    YAML::Node m_node;
    QString m_file;
    ImportFindings *m_findings;
};

} // namespace Marathon
