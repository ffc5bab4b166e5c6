#include "shared/protocol/Binary.h"

#include "shared/protocol/BinaryReader.h"

#include <bit>
#include <cstring>

namespace Marathon {

void BinaryWriter::putNumber(qint64 number)
{
    quint64 rest = (static_cast<quint64>(number) << 1) ^ static_cast<quint64>(number >> 63);
    char digits[10];
    int count = 0;
    for (; rest >= 0x80; rest >>= 7)
        digits[count++] = static_cast<char>(rest | 0x80);
    digits[count++] = static_cast<char>(rest);
    m_bytes.append(digits, count);
}

/// UTF-8 where that is exact; a text with half a surrogate pair goes as it is, marked by a negative length.
void BinaryWriter::put(const QString &text)
{
    if (text.isValidUtf16())
        return put(text.toUtf8());
    putNumber(-text.size());
    m_bytes.append(reinterpret_cast<const char *>(text.utf16()), text.size() * qsizetype(sizeof(char16_t)));
}

void BinaryWriter::put(const QByteArray &bytes)
{
    putNumber(bytes.size());
    m_bytes.append(bytes);
}

void BinaryWriter::put(double number)
{
    putNumber(std::bit_cast<qint64>(number));
}

void BinaryWriter::put(const PrivateText &text)
{
    put(text.ref);
    put(text.text);
}

void BinaryWriter::put(const PrivateJson &json)
{
    put(json.ref);
    put(json.value);
}

qint64 BinaryReader::takeNumber()
{
    quint64 number = 0;
    for (int shift = 0; shift < 64 && m_at < m_end; shift += 7) {
        const auto digit = static_cast<quint8>(*m_at++);
        number |= quint64(digit & 0x7f) << shift;
        if (digit < 0x80)
            return static_cast<qint64>((number >> 1) ^ (~(number & 1) + 1));
    }
    fail();
    return 0;
}

qsizetype BinaryReader::takeCount()
{
    const qint64 count = takeNumber();
    if (count >= 0 && count <= m_end - m_at)
        return count;
    fail();
    return 0;
}

void BinaryReader::take(QString &text)
{
    const qint64 length = takeNumber();
    const qint64 left = m_end - m_at;
    const qint64 size = length < 0 && length >= -left ? length * -qint64(sizeof(char16_t)) : length;
    if (size < 0 || size > left) {
        fail();
        text.clear();
        return;
    }
    if (length >= 0) {
        text = QString::fromUtf8(m_at, size);
    } else {
        text.resize(-length);
        std::memcpy(text.data(), m_at, std::size_t(size));
    }
    m_at += size;
}

void BinaryReader::take(QByteArray &bytes)
{
    const qsizetype size = takeCount();
    bytes = QByteArray(m_at, size);
    m_at += size;
}

void BinaryReader::take(double &number)
{
    number = std::bit_cast<double>(takeNumber());
}

void BinaryReader::take(QJsonObject &object)
{
    const qsizetype size = takeCount();
    object = size <= 2 ? QJsonObject() // "{}"
                       : QJsonDocument::fromJson(QByteArray::fromRawData(m_at, size)).object();
    m_at += size;
}

void BinaryReader::take(PrivateText &text)
{
    take(text.ref);
    take(text.text);
}

void BinaryReader::take(PrivateJson &json)
{
    take(json.ref);
    take(json.value);
}

} // namespace Marathon
