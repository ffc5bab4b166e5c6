#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace Marathon {

/// What does not fit a JSON Schema (the keywords that shared/protocol/Schema.h writes), each with its path; empty: it
/// fits. Stricter than JSON Schema in one point: an object with `properties` has no others, unless
/// `additionalProperties` admits them, so that nothing is answered which the documentation does not name.
QStringList misfits(const QJsonObject &schema, const QJsonValue &value, const QString &path = {});

/// A body with one mistake, and the path of the field that an answer must name.
struct WrongBody
{
    QString name; ///< "rev: wrong type"
    QString field;
    QJsonObject body;
};

/// Every body that comes from a good one by leaving out one required field, or by giving one field a value of the wrong
/// type; also inside of nested objects and lists.
QList<WrongBody> wrongBodies(const QJsonObject &schema, const QJsonObject &good);

} // namespace Marathon
