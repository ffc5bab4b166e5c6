#pragma once

#include "server/import/ImportFindings.h"

#include <QString>
#include <QStringList>

namespace Marathon {

/// A record of a CSV text and the line on which it begins.
struct CsvRecord
{
    qsizetype line = 1;
    QStringList cells;
};

/// The separator that the first line uses: comma, semicolon or tabulator (Excel writes the one of the machine's
/// locale), or what a first line "sep=;" says.
QChar separatorOf(const QString &text);

/// Reads RFC 4180: quoted cells may hold separators, line breaks and doubled quotes; lines end with CRLF, LF or CR.
/// Records without any content are left out. Quotes in the wrong place become findings ("line 7").
QList<CsvRecord> readCsvRecords(const QString &text, QChar separator, ImportFindings &findings);

} // namespace Marathon
