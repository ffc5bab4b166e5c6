#pragma once

#include "shared/core/Clock.h"
#include "shared/core/EnumTable.h"
#include "shared/core/Id.h"
#include "shared/core/PrivateText.h"
#include "shared/core/Result.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QSet>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>

namespace Marathon {

/// Where a JSON text is going: to the ledger (private texts by reference only) or to a peer (private texts themselves).
enum class JsonForm { Wire, Ledger };

/// Collects what is wrong with a JSON object while it is read, each with the path of its field.
class JsonProblems
{
public:
    void add(const QString &path, const QString &detail) { m_errors.append({path, detail}); }
    bool isEmpty() const { return m_errors.isEmpty(); }
    const QList<FieldError> &errors() const { return m_errors; }

private:
    QList<FieldError> m_errors;
};

/// How one C++ type is read and written. The primary template is for structs that have a `describe()`.
template <typename T>
struct JsonCodec;

/// Writes a described struct field by field: describe(writer, value).
class JsonWriter
{
public:
    static constexpr bool isReader = false;
    explicit JsonWriter(JsonForm form)
        : m_form(form)
    {}

    template <typename T>
    void operator()(const char *name, const T &value)
    {
        m_object.insert(QLatin1StringView(name), JsonCodec<T>::write(value, m_form));
    }
    /// A field that is left out when it has no value, and keeps its default when it is missing.
    template <typename T>
    void maybe(const char *name, const T &value)
    {
        if constexpr (requires { value.has_value(); }) {
            if (!value.has_value())
                return;
        }
        (*this)(name, value);
    }
    const QJsonObject &object() const { return m_object; }

private:
    JsonForm m_form;
    QJsonObject m_object;
};

/// Reads a described struct field by field; unknown fields are ignored, wrong ones are collected with their paths.
class JsonReader
{
public:
    static constexpr bool isReader = true;
    JsonReader(QJsonObject object, QString path, JsonForm form, JsonProblems &problems)
        : m_object(std::move(object))
        , m_path(std::move(path))
        , m_form(form)
        , m_problems(problems)
    {}

    template <typename T>
    void operator()(const char *name, T &value)
    {
        const QJsonValue field = m_object.value(QLatin1StringView(name));
        if (field.isUndefined()) {
            if constexpr (!requires { value.has_value(); })
                m_problems.add(pathOf(name), QCoreApplication::translate("Json", "is missing"));
            return;
        }
        JsonCodec<T>::read(field, value, pathOf(name), m_form, m_problems);
    }
    template <typename T>
    void maybe(const char *name, T &value)
    {
        const QJsonValue field = m_object.value(QLatin1StringView(name));
        if (!field.isUndefined() && !field.isNull())
            JsonCodec<T>::read(field, value, pathOf(name), m_form, m_problems);
    }

private:
    QString pathOf(const char *name) const
    {
        const QString text = QString::fromLatin1(name);
        return m_path.isEmpty() ? text : m_path + QLatin1Char('.') + text;
    }

    QJsonObject m_object;
    QString m_path;
    JsonForm m_form;
    JsonProblems &m_problems;
};

/// Structs: everything that has describe(Fields &, T &), found by argument-dependent look-up.
template <typename T>
struct JsonCodec
{
    static QJsonValue write(const T &value, JsonForm form)
    {
        JsonWriter writer(form);
        describe(writer, const_cast<T &>(value));
        return writer.object();
    }
    static void read(const QJsonValue &json, T &value, const QString &path, JsonForm form, JsonProblems &problems)
    {
        if (!json.isObject())
            return problems.add(path, QCoreApplication::translate("Json", "must be an object"));
        JsonReader reader(json.toObject(), path, form, problems);
        describe(reader, value);
    }
};

template <>
struct JsonCodec<QString>
{
    static QJsonValue write(const QString &value, JsonForm) { return value; }
    static void read(const QJsonValue &json, QString &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        if (!json.isString())
            return problems.add(path, QCoreApplication::translate("Json", "must be a string"));
        value = json.toString();
    }
};

template <>
struct JsonCodec<bool>
{
    static QJsonValue write(bool value, JsonForm) { return value; }
    static void read(const QJsonValue &json, bool &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        if (!json.isBool())
            return problems.add(path, QCoreApplication::translate("Json", "must be true or false"));
        value = json.toBool();
    }
};

template <>
struct JsonCodec<double>
{
    static QJsonValue write(double value, JsonForm) { return value; }
    static void read(const QJsonValue &json, double &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        if (!json.isDouble())
            return problems.add(path, QCoreApplication::translate("Json", "must be a number"));
        value = json.toDouble();
    }
};

/// Whole numbers; JSON numbers are exact only up to 2^53 (RFC 8259, section 6).
template <std::integral T>
struct JsonCodec<T>
{
    static QJsonValue write(T value, JsonForm) { return static_cast<qint64>(value); }
    static void read(const QJsonValue &json, T &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        constexpr double largest = std::min<double>(9007199254740991.0, double(std::numeric_limits<T>::max()));
        const double number = json.toDouble();
        if (!json.isDouble() || number != std::floor(number) || std::abs(number) > largest)
            return problems.add(path, QCoreApplication::translate("Json", "must be a whole number"));
        if (std::is_unsigned_v<T> && number < 0)
            return problems.add(path, QCoreApplication::translate("Json", "must not be negative"));
        value = static_cast<T>(number);
    }
};

template <NamedEnum Enum>
struct JsonCodec<Enum>
{
    static QJsonValue write(Enum value, JsonForm) { return nameOf(value); }
    static void read(const QJsonValue &json, Enum &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        if (const std::optional<Enum> found = fromName<Enum>(json.toString())) {
            value = *found;
            return;
        }
        QStringList names;
        for (const auto &row : EnumNames<Enum>::rows)
            names.append(QString(row.name));
        problems.add(path,
                     QCoreApplication::translate("Json", "must be one of %1").arg(names.join(QLatin1StringView(", "))));
    }
};

template <typename Tag>
struct JsonCodec<Id<Tag>>
{
    static QJsonValue write(const Id<Tag> &value, JsonForm) { return value.toString(); }
    static void read(const QJsonValue &json, Id<Tag> &value, const QString &path, JsonForm form, JsonProblems &problems)
    {
        QString text;
        JsonCodec<QString>::read(json, text, path, form, problems);
        value = Id<Tag>(text);
    }
};

template <>
struct JsonCodec<Instant>
{
    static QJsonValue write(Instant value, JsonForm) { return toRfc3339(value); }
    static void read(const QJsonValue &json, Instant &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        const std::optional<Instant> instant = fromRfc3339(json.toString());
        if (!instant)
            return problems.add(path,
                                QCoreApplication::translate("Json", "must be a time like 2026-01-29T05:59:30.134Z"));
        value = *instant;
    }
};

/// A span of time: a whole number of milliseconds (its field's name ends in _ms).
template <>
struct JsonCodec<Duration>
{
    static QJsonValue write(Duration value, JsonForm) { return static_cast<qint64>(value.count()); }
    static void read(const QJsonValue &json, Duration &value, const QString &path, JsonForm form,
                     JsonProblems &problems)
    {
        qint64 count = 0;
        JsonCodec<qint64>::read(json, count, path, form, problems);
        value = Duration(count);
    }
};

template <>
struct JsonCodec<QJsonObject>
{
    static QJsonValue write(const QJsonObject &value, JsonForm) { return value; }
    static void read(const QJsonValue &json, QJsonObject &value, const QString &path, JsonForm, JsonProblems &problems)
    {
        if (!json.isObject())
            return problems.add(path, QCoreApplication::translate("Json", "must be an object"));
        value = json.toObject();
    }
};

template <>
struct JsonCodec<QJsonValue>
{
    static QJsonValue write(const QJsonValue &value, JsonForm) { return value; }
    static void read(const QJsonValue &json, QJsonValue &value, const QString &, JsonForm, JsonProblems &)
    {
        value = json;
    }
};

template <>
struct JsonCodec<PrivateText>
{
    static QJsonValue write(const PrivateText &value, JsonForm form)
    {
        return form == JsonForm::Ledger ? value.ref : value.text;
    }
    static void read(const QJsonValue &json, PrivateText &value, const QString &path, JsonForm form,
                     JsonProblems &problems)
    {
        JsonCodec<QString>::read(json, form == JsonForm::Ledger ? value.ref : value.text, path, form, problems);
    }
};

template <>
struct JsonCodec<PrivateJson>
{
    static QJsonValue write(const PrivateJson &value, JsonForm form)
    {
        return form == JsonForm::Ledger ? QJsonValue(value.ref) : QJsonValue(value.value);
    }
    static void read(const QJsonValue &json, PrivateJson &value, const QString &path, JsonForm form,
                     JsonProblems &problems)
    {
        if (form == JsonForm::Ledger)
            return JsonCodec<QString>::read(json, value.ref, path, form, problems);
        JsonCodec<QJsonObject>::read(json, value.value, path, form, problems);
    }
};

template <typename T>
struct JsonCodec<std::optional<T>>
{
    static QJsonValue write(const std::optional<T> &value, JsonForm form)
    {
        return value ? JsonCodec<T>::write(*value, form) : QJsonValue(QJsonValue::Null);
    }
    static void read(const QJsonValue &json, std::optional<T> &value, const QString &path, JsonForm form,
                     JsonProblems &problems)
    {
        if (json.isNull()) {
            value.reset();
            return;
        }
        T inner {};
        JsonCodec<T>::read(json, inner, path, form, problems);
        value = std::move(inner);
    }
};

/// In Qt 6 a QStringList is a QList<QString>.
template <typename T>
struct JsonCodec<QList<T>>
{
    static QJsonValue write(const QList<T> &value, JsonForm form)
    {
        QJsonArray array;
        for (const T &item : value)
            array.append(JsonCodec<T>::write(item, form));
        return array;
    }
    static void read(const QJsonValue &json, QList<T> &value, const QString &path, JsonForm form,
                     JsonProblems &problems)
    {
        if (!json.isArray())
            return problems.add(path, QCoreApplication::translate("Json", "must be a list"));
        value.clear();
        const QJsonArray array = json.toArray();
        for (qsizetype index = 0; index < array.size(); ++index) {
            T item {};
            JsonCodec<T>::read(array[index], item, path + QStringLiteral("[%1]").arg(index), form, problems);
            value.append(std::move(item));
        }
    }
};

/// A set of ids or names travels as a sorted list, so that equal sets give equal bytes.
template <typename T>
struct JsonCodec<QSet<T>>
{
    static QJsonValue write(const QSet<T> &value, JsonForm form)
    {
        QList<T> sorted(value.begin(), value.end());
        std::sort(sorted.begin(), sorted.end());
        return JsonCodec<QList<T>>::write(sorted, form);
    }
    static void read(const QJsonValue &json, QSet<T> &value, const QString &path, JsonForm form, JsonProblems &problems)
    {
        QList<T> items;
        JsonCodec<QList<T>>::read(json, items, path, form, problems);
        value = QSet<T>(items.begin(), items.end());
    }
};

template <typename T>
struct JsonCodec<QMap<QString, T>>
{
    static QJsonValue write(const QMap<QString, T> &value, JsonForm form)
    {
        QJsonObject object;
        for (auto entry = value.begin(); entry != value.end(); ++entry)
            object.insert(entry.key(), JsonCodec<T>::write(entry.value(), form));
        return object;
    }
    static void read(const QJsonValue &json, QMap<QString, T> &value, const QString &path, JsonForm form,
                     JsonProblems &problems)
    {
        if (!json.isObject())
            return problems.add(path, QCoreApplication::translate("Json", "must be an object"));
        value.clear();
        const QJsonObject object = json.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            T item {};
            JsonCodec<T>::read(entry.value(), item, path + QLatin1Char('.') + entry.key(), form, problems);
            value.insert(entry.key(), std::move(item));
        }
    }
};

template <typename T>
QJsonObject toJson(const T &value, JsonForm form = JsonForm::Wire)
{
    return JsonCodec<T>::write(value, form).toObject();
}

/// Reads a described struct. Errors: Invalid, with one entry per wrong field.
template <typename T>
Result<T> fromJson(const QJsonObject &object, JsonForm form = JsonForm::Wire)
{
    JsonProblems problems;
    T value {};
    JsonCodec<T>::read(object, value, {}, form, problems);
    if (problems.isEmpty())
        return value;
    const FieldError &first = problems.errors().first();
    return Error {ErrorKind::Invalid,
                  QCoreApplication::translate("Json", "%1 %2. Correct the fields that are named and send it again.")
                      .arg(first.field, first.detail),
                  problems.errors()};
}

/// The bytes of an object in their one form: compact, keys sorted. Equal objects give equal bytes.
inline QByteArray toBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Parses UTF-8 JSON whose top is an object. Error: Malformed, with the offset.
Result<QJsonObject> parseObject(const QByteArray &bytes);

} // namespace Marathon
