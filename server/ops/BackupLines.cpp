#include "server/ops/BackupLines.h"

#include <numeric>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Backup", text);
}

/// A JSON string (RFC 8259, section 7), escaping only what must be.
void appendString(QByteArray &out, const QByteArray &utf8)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char byte : utf8) {
        const auto code = static_cast<unsigned char>(byte);
        if (code < 0x20) {
            out += "\\u00";
            out += digits[code >> 4];
            out += digits[code & 0xf];
        } else {
            if (byte == '"' || byte == '\\')
                out += '\\';
            out += byte;
        }
    }
    out += '"';
}

Error notARow(const TableSpec &table)
{
    return {ErrorKind::Malformed, tr("A row of the table %1 cannot be read.").arg(QString(table.name))};
}

} // namespace

qint64 BackupHeader::rowCount() const
{
    return std::accumulate(rows.begin(), rows.end(), qint64(0));
}

QByteArray headerLine(const BackupHeader &header)
{
    return toBytes(toJson(header)) + '\n';
}

QByteArray tableLine(const TableSpec &table)
{
    BackupTable line {.table = QString(table.name), .columns = {}};
    for (const ColumnSpec &column : table.columns)
        line.columns.append(QString(column.name));
    return toBytes(toJson(line)) + '\n';
}

QByteArray trailerLine(const BackupTrailer &trailer)
{
    return toBytes(toJson(trailer)) + '\n';
}

void appendRowLine(QByteArray &out, const TableSpec &table, const QVariantList &row)
{
    char separator = '[';
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        out += separator;
        separator = ',';
        const QVariant &value = row[qsizetype(index)];
        switch (table.columns[index].type) {
        case ColumnType::Text:
            appendString(out, value.toString().toUtf8());
            break;
        case ColumnType::Integer:
            out += QByteArray::number(value.toLongLong());
            break;
        case ColumnType::Bytes:
            out += '"' + value.toByteArray().toBase64() + '"';
            break;
        }
    }
    out += "]\n";
}

Result<QVariantList> rowOfLine(const TableSpec &table, const QByteArray &line)
{
    const QJsonArray values = QJsonDocument::fromJson(line).array();
    if (values.size() != qsizetype(table.columns.size()))
        return notARow(table);
    QVariantList row;
    row.reserve(values.size());
    for (qsizetype index = 0; index < values.size(); ++index) {
        const QJsonValue value = values[index];
        const ColumnType type = table.columns[std::size_t(index)].type;
        if (type == ColumnType::Integer ? !value.isDouble() : !value.isString())
            return notARow(table);
        if (type == ColumnType::Text) {
            row.append(value.toString());
        } else if (type == ColumnType::Integer) {
            row.append(value.toInteger());
        } else {
            const auto bytes =
                QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
            if (!bytes)
                return notARow(table);
            row.append(*bytes);
        }
    }
    return row;
}

RowsHash::RowsHash(const BackupHeader &header)
    : m_hash(QCryptographicHash::Sha256)
{
    m_hash.addData(headerLine(header));
}

void RowsHash::beginTable(const TableSpec &table)
{
    m_hash.addData(tableLine(table));
}

void RowsHash::add(const TableSpec &table, const QVariantList &row)
{
    m_line.clear();
    appendRowLine(m_line, table, row);
    m_hash.addData(m_line);
}

QString RowsHash::result() const
{
    return QString::fromLatin1(m_hash.result().toHex());
}

} // namespace Marathon
