#include "server/import/RosterCsv.h"

#include "server/import/CsvRecords.h"
#include "shared/core/Text.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringDecoder>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype maxBytes = 16 * 1024 * 1024;
constexpr qsizetype maxRows = 100'000;

/// Empty: a cell may be empty. `Optional`: even the column may be missing.
enum class Cell { Required, MayBeEmpty, Optional };

struct RosterColumn
{
    QLatin1StringView name;
    QString RosterRow::*member;
    qsizetype maxLength;
    Cell cell;
};

constexpr std::array rosterColumns {
    RosterColumn {"participant_id"_L1, &RosterRow::participantId, 64, Cell::Required},
    RosterColumn {"name"_L1, &RosterRow::name, 200, Cell::Required},
    RosterColumn {"email"_L1, &RosterRow::email, 254, Cell::Required}, // RFC 5321, 4.5.3.1.3, without the brackets
    RosterColumn {"password"_L1, &RosterRow::password, 256, Cell::Optional},
    RosterColumn {"college"_L1, &RosterRow::college, 200, Cell::MayBeEmpty},
    RosterColumn {"department"_L1, &RosterRow::department, 200, Cell::MayBeEmpty},
    RosterColumn {"hall"_L1, &RosterRow::hall, 100, Cell::MayBeEmpty},
    RosterColumn {"seat"_L1, &RosterRow::seat, 50, Cell::MayBeEmpty},
};

constexpr qsizetype minPassword = 6;

QStringList columnNames()
{
    QStringList names;
    for (const RosterColumn &column : rosterColumns)
        names.append(QString(column.name));
    return names;
}

/// Windows-1252 (WHATWG Encoding Standard, index windows-1252): 0x80 to 0x9F; elsewhere it equals Latin-1. 0:
/// unassigned.
constexpr std::array<char16_t, 32> windows1252 {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

std::optional<QString> fromWindows1252(const QByteArray &bytes)
{
    QString text;
    text.reserve(bytes.size());
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        const char16_t character = code >= 0x80 && code < 0xA0 ? windows1252[code - 0x80] : code;
        if (character == 0)
            return std::nullopt;
        text.append(QChar(character));
    }
    return text;
}

std::optional<QString> decoded(const QByteArray &bytes)
{
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF")) {
        QStringDecoder utf16(QStringDecoder::Utf16);
        const QString text = utf16(bytes);
        return utf16.hasError() ? std::nullopt : std::optional(text);
    }
    if (bytes.contains('\0'))
        return std::nullopt;
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = utf8(bytes);
    return utf8.hasError() ? fromWindows1252(bytes)
                           : std::optional(text.startsWith(QChar::ByteOrderMark) ? text.sliced(1) : text);
}

QString placeOf(qsizetype line, QLatin1StringView column)
{
    return u"line %1, %2"_s.arg(line).arg(column);
}

/// Reads the records after the header into rows and finds what is wrong with each and between them.
class RosterReading
{
public:
    explicit RosterReading(ImportFindings &findings)
        : m_findings(findings)
    {}

    void readHeader(const CsvRecord &header);
    void readRow(const CsvRecord &record);
    Roster roster;

private:
    void readCell(const RosterColumn &column, const QString &cell, RosterRow &row);
    void checkForm(const RosterRow &row);
    void checkUnique(const RosterRow &row);
    void checkOnce(const QString &key, const RosterRow &row, QLatin1StringView column, const QString &what);

    ImportFindings &m_findings;
    QList<const RosterColumn *> m_columns; ///< by position in the file; null for an unknown one
    QHash<QString, qsizetype> m_lines;     ///< where an id, email or seat was seen first
};

void RosterReading::readHeader(const CsvRecord &header)
{
    QStringList missing = columnNames();
    for (const QString &cell : header.cells) {
        const QString name = cell.trimmed().toLower();
        const auto column = std::find_if(rosterColumns.begin(), rosterColumns.end(),
                                         [&name](const RosterColumn &row) { return name == row.name; });
        const QString place = u"line %1"_s.arg(header.line);
        if (column == rosterColumns.end()) {
            const QString similar = nearest(name, columnNames());
            m_findings.add(place, u"The column `%1` is not known. %2"_s.arg(
                                      cell.trimmed().left(80),
                                      similar.isEmpty() ? u"Remove it; known are %1."_s.arg(listed(columnNames()))
                                                        : u"Did you mean `%1`?"_s.arg(similar)));
        } else if (!missing.contains(name)) {
            m_findings.add(place, u"The column `%1` occurs twice. Remove one of them."_s.arg(name));
        }
        missing.removeAll(name);
        m_columns.append(column == rosterColumns.end() ? nullptr : &*column);
    }
    missing.removeAll(u"password"_s);
    for (const QString &name : missing)
        m_findings.add(u"line %1"_s.arg(header.line),
                       u"The column `%1` is missing. Add it to the header line."_s.arg(name));
}

void RosterReading::readRow(const CsvRecord &record)
{
    QStringList cells = record.cells;
    while (cells.size() > m_columns.size() && cells.last().trimmed().isEmpty())
        cells.removeLast();
    if (cells.size() != m_columns.size()) {
        m_findings.add(
            u"line %1"_s.arg(record.line),
            u"The line has %1 cells, the header has %2. Add or remove separators, or put quotes round a cell that holds one."_s
                .arg(cells.size())
                .arg(m_columns.size()));
        return;
    }
    RosterRow row;
    row.line = record.line;
    for (qsizetype index = 0; index < cells.size(); ++index) {
        if (m_columns[index])
            readCell(*m_columns[index], cells[index], row);
    }
    row.email = row.email.toLower();
    checkForm(row);
    checkUnique(row);
    roster.rows.append(row);
}

void RosterReading::readCell(const RosterColumn &column, const QString &cell, RosterRow &row)
{
    const bool isPassword = column.member == &RosterRow::password;
    const QString value = isPassword ? cell : cell.trimmed();
    const QString place = placeOf(row.line, column.name);
    const bool hasControl = std::any_of(value.begin(), value.end(),
                                        [](QChar character) { return character.category() == QChar::Other_Control; });
    if (value.isEmpty() && column.cell == Cell::Required)
        m_findings.add(place, u"The cell is empty. Fill it in."_s);
    else if (value.size() > column.maxLength)
        m_findings.add(place, u"The text has %1 characters; at most %2 are allowed. Shorten it."_s.arg(value.size())
                                  .arg(column.maxLength));
    else if (hasControl)
        m_findings.add(place, u"The text has a line break or another control character. Remove it."_s);
    row.*column.member = value;
}

void RosterReading::checkForm(const RosterRow &row)
{
    static const QRegularExpression idForm(u"\\A[A-Za-z0-9._-]+\\z"_s);
    // HTML Living Standard, "valid e-mail address": what browsers accept in a sign-in form.
    static const QRegularExpression emailForm(
        u"\\A[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\\z"_s);
    if (!row.participantId.isEmpty() && !idForm.match(row.participantId).hasMatch())
        m_findings.add(placeOf(row.line, "participant_id"_L1),
                       u"`%1` has other characters than A-Z, a-z, 0-9, dot, underscore and hyphen. Remove them."_s.arg(
                           row.participantId.left(64)));
    if (!row.email.isEmpty() && !emailForm.match(row.email).hasMatch())
        m_findings.add(placeOf(row.line, "email"_L1),
                       u"`%1` is no e-mail address. Write it as name@example.org."_s.arg(row.email.left(80)));
    if (row.password != row.password.trimmed())
        m_findings.add(placeOf(row.line, "password"_L1), u"The password begins or ends with a space. Remove it."_s);
    else if (!row.password.isEmpty() && row.password.size() < minPassword)
        m_findings.add(
            placeOf(row.line, "password"_L1),
            u"The password has %1 characters; at least %2 are needed. Leave the cell empty to have one generated."_s
                .arg(row.password.size())
                .arg(minPassword));
}

void RosterReading::checkUnique(const RosterRow &row)
{
    if (!row.participantId.isEmpty())
        checkOnce(u"id\n"_s + row.participantId.toCaseFolded(), row, "participant_id"_L1,
                  u"The id `%1`"_s.arg(row.participantId.left(64)));
    if (!row.email.isEmpty())
        checkOnce(u"email\n"_s + row.email, row, "email"_L1, u"The address `%1`"_s.arg(row.email.left(80)));
    if (!row.seat.isEmpty())
        checkOnce(u"seat\n%1\n%2"_s.arg(row.hall.toCaseFolded(), row.seat.toCaseFolded()), row, "seat"_L1,
                  u"The seat `%1` of the hall `%2`"_s.arg(row.seat.left(50), row.hall.left(100)));
}

void RosterReading::checkOnce(const QString &key, const RosterRow &row, QLatin1StringView column, const QString &what)
{
    const auto first = m_lines.constFind(key);
    if (first != m_lines.constEnd())
        m_findings.add(placeOf(row.line, column),
                       u"%1 is in line %2 already. Correct one of them."_s.arg(what).arg(*first));
    else
        m_lines.insert(key, row.line);
}

} // namespace

Result<Roster> readRosterCsv(const QByteArray &bytes)
{
    if (bytes.size() > maxBytes)
        return Error {ErrorKind::TooLarge, u"The list of participants has more than 16 MiB. Split it."_s};
    if (bytes.startsWith("PK\x03\x04") || bytes.startsWith("\xD0\xCF\x11\xE0"))
        return Error {ErrorKind::Malformed, u"This is a spreadsheet file. Save it as CSV (UTF-8) and import that."_s};
    const std::optional<QString> text = decoded(bytes);
    if (!text)
        return Error {ErrorKind::Malformed,
                      u"The list of participants is no text file. Save it as CSV (UTF-8) and import that."_s};

    ImportFindings findings;
    const QList<CsvRecord> records = readCsvRecords(*text, separatorOf(*text), findings);
    if (records.isEmpty())
        return Error {ErrorKind::Invalid,
                      u"The list of participants is empty. Its first line must be the header %1."_s.arg(
                          columnNames().join(u','))};
    if (records.size() > maxRows + 1)
        return Error {ErrorKind::TooLarge, u"The list has more than %1 participants. Split it."_s.arg(maxRows)};

    RosterReading reading(findings);
    reading.readHeader(records.first());
    if (findings.isEmpty() && records.size() == 1)
        findings.add(u"line %1"_s.arg(records.first().line),
                     u"There is a header and no participant. Add a line for each."_s);
    for (const CsvRecord &record : records.sliced(1))
        reading.readRow(record);
    if (!findings.isEmpty())
        return findings.error(u"The list of participants"_s);
    return reading.roster;
}

} // namespace Marathon
