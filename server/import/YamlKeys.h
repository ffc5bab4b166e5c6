#pragma once

#include "server/import/YamlValue.h"

#include <array>

namespace Marathon {

enum class Need { Required, Optional };

/// One key that a YAML mapping may have. A table of these is the only list of a mapping's keys: it is what is read,
/// what the check for unknown keys compares with, and what docs/contest-folder.md is written from.
template <typename Target>
struct YamlKey
{
    QLatin1StringView name;
    Need need;
    QLatin1StringView help; ///< one line for people: meaning, unit, range, default
    void (*read)(const YamlValue &value, Target &target);
};

/// A mapping's keys as the reference page shows them.
struct KeySection
{
    struct Row
    {
        QString name;
        Need need;
        QString help;
    };
    QString title;
    QList<Row> rows;
};

/// Reads every known key of `mapping` into `target`; reports missing, unknown and repeated ones.
template <typename Target, std::size_t Size>
void readKeys(const YamlValue &mapping, const std::array<YamlKey<Target>, Size> &keys, Target &target)
{
    QStringList names;
    for (const YamlKey<Target> &key : keys)
        names.append(QString(key.name));
    const QHash<QString, YamlValue> entries = mapping.entries(names);
    for (const YamlKey<Target> &key : keys) {
        const auto found = entries.constFind(QString(key.name));
        if (found != entries.constEnd())
            key.read(*found, target);
        else if (key.need == Need::Required && mapping.isMapping())
            mapping.fail(QStringLiteral("The key `%1` is missing. Add it: %2.").arg(key.name, key.help));
    }
}

template <typename Target, std::size_t Size>
KeySection sectionOf(const QString &title, const std::array<YamlKey<Target>, Size> &keys)
{
    KeySection section {title, {}};
    for (const YamlKey<Target> &key : keys)
        section.rows.append({QString(key.name), key.need, QString(key.help)});
    return section;
}

} // namespace Marathon
