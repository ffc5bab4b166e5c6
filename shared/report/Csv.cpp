#include "shared/report/ReportTable.h"

#include <QLocale>
#include <QStringList>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Spreadsheets start a formula at these, also in their full-width forms, also after white space that they drop.
bool wouldRun(const QString &text)
{
    static const QString starters = u"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20"_s;
    const QString trimmed = text.trimmed();
    return !text.isEmpty() &&
           (starters.contains(text.front()) || (!trimmed.isEmpty() && starters.contains(trimmed.front())));
}

QString quoted(QString text)
{
    const bool isPlain = !text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n') && !text.contains(u'\r');
    if (isPlain && text == text.trimmed())
        return text;
    return u'"' + text.replace(u'"', "\"\""_L1) + u'"';
}

struct CsvText
{
    QString operator()(std::monostate) const { return {}; }
    QString operator()(const QString &text) const { return quoted(wouldRun(text) ? u'\'' + text : text); }
    QString operator()(qint64 number) const { return QString::number(number); }
    QString operator()(double number) const { return QString::number(number, 'g', QLocale::FloatingPointShortest); }
    QString operator()(bool value) const { return value ? u"true"_s : u"false"_s; }
    QString operator()(Instant instant) const { return toRfc3339(instant); }
};

} // namespace

QByteArray toCsv(const ReportTable &table, CsvReader reader)
{
    QString text;
    QStringList line;
    for (const ReportColumn &column : table.columns)
        line.append(CsvText {}(column.name));
    text += line.join(u',') + "\r\n"_L1;
    for (const QList<ReportCell> &row : table.rows) {
        Q_ASSERT(row.size() == table.columns.size());
        line.clear();
        for (const ReportCell &cell : row)
            line.append(std::visit(CsvText {}, cell));
        text += line.join(u',') + "\r\n"_L1;
    }
    return (reader == CsvReader::Spreadsheet ? QByteArray("\xEF\xBB\xBF") : QByteArray()) + text.toUtf8();
}

QByteArray toPlainCsv(const ReportTable &table)
{
    return toCsv(table);
}

const ReportFormat *reportFormat(const QString &name)
{
    for (const ReportFormat &format : reportFormats) {
        if (name == format.name)
            return &format;
    }
    return nullptr;
}

} // namespace Marathon
