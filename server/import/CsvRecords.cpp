#include "server/import/CsvRecords.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Walks through the text once, cell by cell.
class CsvReading
{
public:
    CsvReading(const QString &text, QChar separator, ImportFindings &findings)
        : m_text(text)
        , m_separator(separator)
        , m_findings(findings)
    {}

    QList<CsvRecord> read();

private:
    bool atEnd() const { return m_position >= m_text.size(); }
    bool atLineEnd() const { return atEnd() || m_text[m_position] == u'\n' || m_text[m_position] == u'\r'; }
    void passLineEnd();
    CsvRecord readRecord();
    QString readCell(qsizetype line);
    QString readQuotedCell(qsizetype line);
    QString readPlainCell();

    const QString &m_text;
    QChar m_separator;
    ImportFindings &m_findings;
    qsizetype m_position = 0;
    qsizetype m_line = 1;
};

bool hasContent(const CsvRecord &record)
{
    return std::any_of(record.cells.begin(), record.cells.end(),
                       [](const QString &cell) { return !cell.trimmed().isEmpty(); });
}

QString placeOf(qsizetype line)
{
    return u"line %1"_s.arg(line);
}

QList<CsvRecord> CsvReading::read()
{
    QList<CsvRecord> records;
    while (!atEnd()) {
        const CsvRecord record = readRecord();
        if (hasContent(record))
            records.append(record);
    }
    return records;
}

void CsvReading::passLineEnd()
{
    if (atEnd())
        return;
    m_position += QStringView(m_text).sliced(m_position).startsWith("\r\n"_L1) ? 2 : 1;
    ++m_line;
}

CsvRecord CsvReading::readRecord()
{
    CsvRecord record {m_line, {}};
    record.cells.append(readCell(record.line));
    while (!atLineEnd()) {
        ++m_position;
        record.cells.append(readCell(record.line));
    }
    passLineEnd();
    return record;
}

QString CsvReading::readCell(qsizetype line)
{
    if (!atEnd() && m_text[m_position] == u'"')
        return readQuotedCell(line);
    const QString cell = readPlainCell();
    if (cell.contains(u'"'))
        m_findings.add(
            placeOf(m_line),
            u"There is a quote inside a cell that does not begin with one. Write \"say \"\"hello\"\"\" for say \"hello\"."_s);
    return cell;
}

QString CsvReading::readPlainCell()
{
    const qsizetype start = m_position;
    while (!atLineEnd() && m_text[m_position] != m_separator)
        ++m_position;
    return m_text.sliced(start, m_position - start);
}

QString CsvReading::readQuotedCell(qsizetype line)
{
    QString cell;
    ++m_position;
    while (!atEnd()) {
        const QChar character = m_text[m_position];
        if (character == u'"' && QStringView(m_text).sliced(m_position + 1).startsWith(u'"')) {
            cell += character;
            m_position += 2;
        } else if (character == u'"') {
            ++m_position;
            if (!readPlainCell().trimmed().isEmpty())
                m_findings.add(
                    placeOf(m_line),
                    u"There is text after the closing quote of a cell. Write a quote inside a cell twice."_s);
            return cell;
        } else {
            m_line += character == u'\n' ? 1 : 0;
            cell += character;
            ++m_position;
        }
    }
    m_findings.add(placeOf(line), u"A quoted cell of this line is never closed. Add the closing quote."_s);
    return cell;
}

} // namespace

QChar separatorOf(const QString &text)
{
    const auto end = std::find_if(text.begin(), text.end(), [](QChar c) { return c == u'\n' || c == u'\r'; });
    const QString first = text.left(end - text.begin());
    if (first.startsWith("sep="_L1) && first.size() > 4)
        return first[4];
    constexpr std::array separators {u',', u';', u'\t'};
    return *std::max_element(separators.begin(), separators.end(), [&first](char16_t left, char16_t right) {
        return first.count(QChar(left)) < first.count(QChar(right));
    });
}

QList<CsvRecord> readCsvRecords(const QString &text, QChar separator, ImportFindings &findings)
{
    QList<CsvRecord> records = CsvReading(text, separator, findings).read();
    if (text.startsWith("sep="_L1) && !records.isEmpty() && records.first().line == 1)
        records.removeFirst();
    return records;
}

} // namespace Marathon
