#include "shared/report/ReportTable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Marathon {

namespace {

struct JsonCell
{
    QJsonValue operator()(std::monostate) const { return QJsonValue::Null; }
    QJsonValue operator()(const QString &text) const { return text; }
    QJsonValue operator()(qint64 number) const { return number; }
    QJsonValue operator()(double number) const { return number; }
    QJsonValue operator()(bool value) const { return value; }
    QJsonValue operator()(Instant instant) const { return toRfc3339(instant); }
};

} // namespace

QByteArray toJsonRows(const ReportTable &table)
{
    QJsonArray rows;
    for (const QList<ReportCell> &row : table.rows) {
        Q_ASSERT(row.size() == table.columns.size());
        QJsonObject object;
        for (qsizetype index = 0; index < row.size(); ++index)
            object.insert(table.columns[index].name, std::visit(JsonCell {}, row[index]));
        rows.append(object);
    }
    return QJsonDocument(rows).toJson(QJsonDocument::Indented);
}

} // namespace Marathon
