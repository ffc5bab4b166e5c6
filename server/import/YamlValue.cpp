#include "server/import/YamlValue.h"

#include "shared/core/Text.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>
#include <cmath>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString placeOf(const QString &file, const YAML::Mark &mark)
{
    return mark.is_null() || mark.line < 0 ? file : u"%1:%2"_s.arg(file).arg(mark.line + 1);
}

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar character) { return character.category() == QChar::Other_Control; });
}

std::optional<double> toNumber(const QString &text)
{
    bool ok = false;
    const double number = QLocale::c().toDouble(text, &ok);
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString inQuotes(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(u"`%1`"_s.arg(name));
    return listed(quoted);
}

} // namespace

std::optional<YamlValue> YamlValue::parse(const QByteArray &text, const QString &file, ImportFindings &findings)
{
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(text.toStdString());
        if (documents.size() == 1)
            return YamlValue(documents.front(), file, findings);
        findings.add(file, documents.empty()
                               ? u"The file is empty. Fill it in as docs/contest-folder.md shows."_s
                               : u"The file has several YAML documents. Remove the lines `---` between them."_s);
    } catch (const YAML::Exception &fault) {
        findings.add(
            placeOf(file, fault.mark),
            u"This is not valid YAML: %1. Check indentation, colons and brackets here and in the line above."_s.arg(
                QString::fromStdString(fault.msg)));
    }
    return std::nullopt;
}

QString YamlValue::place() const
{
    return placeOf(m_file, m_node.Mark());
}

void YamlValue::fail(const QString &detail) const
{
    m_findings->add(place(), detail);
}

QString YamlValue::scalar() const
{
    return m_node.IsScalar() ? QString::fromStdString(m_node.Scalar()).trimmed() : QString();
}

QString YamlValue::text(qsizetype maxLength) const
{
    const QString value = scalar();
    if (value.isEmpty())
        fail(u"A text is expected here. Write one, in quotes if it has special characters."_s);
    else if (value.size() > maxLength)
        fail(u"The text has %1 characters; at most %2 are allowed. Shorten it."_s.arg(value.size()).arg(maxLength));
    else if (hasControlCharacter(value))
        fail(u"The text has a line break or another control character. Write it in one line."_s);
    return value;
}

QString YamlValue::identifier() const
{
    static const QRegularExpression form(u"\\A[a-z0-9][a-z0-9-]{0,63}\\z"_s);
    const QString value = scalar();
    if (!form.match(value).hasMatch())
        fail(u"`%1` is no identifier. Use 1 to 64 of a-z, 0-9 and -, beginning with a letter or digit."_s.arg(
            value.left(80)));
    return value;
}

int YamlValue::wholeNumber(int minimum, int maximum) const
{
    bool ok = false;
    const int value = QLocale::c().toInt(scalar(), &ok);
    if (ok && value >= minimum && value <= maximum)
        return value;
    fail(u"A whole number from %1 to %2 is expected here, not `%3`."_s.arg(
        QString::number(minimum), QString::number(maximum), scalar().left(80)));
    return minimum;
}

double YamlValue::number(double minimum, double maximum) const
{
    const std::optional<double> value = toNumber(scalar());
    if (value && *value >= minimum && *value <= maximum)
        return *value;
    fail(u"A number from %1 to %2 is expected here, not `%3`."_s.arg(QString::number(minimum), QString::number(maximum),
                                                                     scalar().left(80)));
    return minimum;
}

bool YamlValue::flag() const
{
    return choice({u"true"_s, u"false"_s}) == "true"_L1;
}

std::optional<Instant> YamlValue::instant() const
{
    const std::optional<Instant> value = fromRfc3339(scalar());
    if (!value)
        fail(u"`%1` is no moment. Write it as 2026-01-29T05:30:00Z or 2026-01-29T11:00:00+05:30."_s.arg(
            scalar().left(80)));
    return value;
}

QString YamlValue::choice(const QStringList &names) const
{
    const QString value = scalar();
    if (names.contains(value))
        return value;
    const QString similar = nearest(value, names);
    const QString advice =
        similar.isEmpty() ? u"Use one of %1."_s.arg(inQuotes(names)) : u"Did you mean `%1`?"_s.arg(similar);
    fail(u"`%1` is not known here. %2"_s.arg(value.left(80), advice));
    return {};
}

QList<YamlValue> YamlValue::items() const
{
    QList<YamlValue> values;
    if (m_node.IsSequence()) {
        for (const YAML::Node &node : m_node)
            values.append(YamlValue(node, m_file, *m_findings));
    }
    if (values.isEmpty())
        fail(u"A list with at least one entry is expected here, as in [one, two]."_s);
    return values;
}

QHash<QString, YamlValue> YamlValue::entries(const QStringList &known) const
{
    return readEntries(&known);
}

QHash<QString, YamlValue> YamlValue::entries() const
{
    return readEntries(nullptr);
}

QHash<QString, YamlValue> YamlValue::readEntries(const QStringList *known) const
{
    QHash<QString, YamlValue> values;
    if (!m_node.IsMap()) {
        fail(u"Keys with values are expected here, as in {key: value}."_s);
        return values;
    }
    for (const auto &entry : m_node) {
        const YamlValue keyValue(entry.first, m_file, *m_findings);
        const QString key = keyValue.scalar();
        if (known && !known->contains(key)) {
            const QString similar = nearest(key, *known);
            keyValue.fail(u"The key `%1` is not known. %2"_s.arg(
                key.left(80), similar.isEmpty() ? u"Remove it; %1 may stand here."_s.arg(inQuotes(*known))
                                                : u"Did you mean `%1`?"_s.arg(similar)));
        } else if (values.contains(key)) {
            keyValue.fail(u"The key `%1` occurs twice. Keep one of them."_s.arg(key.left(80)));
        } else {
            values.insert(key, YamlValue(entry.second, m_file, *m_findings));
        }
    }
    return values;
}

QJsonValue YamlValue::json() const
{
    int budget = 1000;
    return json(8, budget);
}

QJsonValue YamlValue::json(int depth, int &budget) const
{
    if (depth == 0 || --budget < 0) {
        fail(u"There are too many settings here, or they are nested too deeply. Simplify them."_s);
        budget = -1;
        return {};
    }
    if (m_node.IsMap()) {
        QJsonObject object;
        const QHash<QString, YamlValue> values = entries();
        for (auto entry = values.begin(); entry != values.end() && budget >= 0; ++entry)
            object.insert(entry.key(), entry.value().json(depth - 1, budget));
        return object;
    }
    if (m_node.IsSequence()) {
        QJsonArray array;
        for (auto node = m_node.begin(); node != m_node.end() && budget >= 0; ++node)
            array.append(YamlValue(*node, m_file, *m_findings).json(depth - 1, budget));
        return array;
    }
    if (m_node.IsNull())
        return {};
    // A quoted scalar carries the tag "!" in yaml-cpp and is always text (YAML 1.2, 10.3.2).
    const QString value = scalar();
    if (m_node.Tag() == "!")
        return value;
    if (value == "true"_L1 || value == "false"_L1)
        return value == "true"_L1;
    const std::optional<double> number = toNumber(value);
    return number ? QJsonValue(*number) : QJsonValue(value);
}

} // namespace Marathon
