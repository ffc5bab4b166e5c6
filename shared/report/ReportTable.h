#pragma once

#include "shared/core/Clock.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <array>
#include <variant>

namespace Marathon {

/// One value of a report. Nothing is an empty cell in CSV and null in JSON.
using ReportCell = std::variant<std::monostate, QString, qint64, double, bool, Instant>;

/// A column: `name` is the same in every format (snake_case), `title` is what people read in a printed report.
struct ReportColumn
{
    QString name;
    QString title;
};

/// A titled table: what every export writes, wherever its rows come from.
struct ReportTable
{
    QString title;
    QList<ReportColumn> columns;
    QList<QList<ReportCell>> rows; ///< each as long as `columns`
};

/// A spreadsheet recognises UTF-8 only by a byte-order mark; other programs are disturbed by it.
enum class CsvReader { Program, Spreadsheet };

/// CSV as RFC 4180 has it: CRLF, quotes only where needed, a header line of column names, UTF-8. Times are RFC 3339 in
/// UTC. Text that a spreadsheet would run as a formula is neutralised by a leading apostrophe (OWASP, "CSV Injection").
QByteArray toCsv(const ReportTable &table, CsvReader reader = CsvReader::Program);

/// An array of objects, one per row, keyed by the columns' names (RFC 8259).
QByteArray toJsonRows(const ReportTable &table);

/// One row per format. A new format is one writer and one row.
struct ReportFormat
{
    QLatin1StringView name; ///< also the suffix of the file
    QLatin1StringView mediaType;
    QByteArray (*write)(const ReportTable &);
};
QByteArray toPlainCsv(const ReportTable &table);

inline constexpr std::array reportFormats {
    ReportFormat {QLatin1StringView("csv"), QLatin1StringView("text/csv; charset=utf-8; header=present"), &toPlainCsv},
    ReportFormat {QLatin1StringView("json"), QLatin1StringView("application/json"), &toJsonRows},
};

/// The format of this name, or null.
const ReportFormat *reportFormat(const QString &name);

} // namespace Marathon
