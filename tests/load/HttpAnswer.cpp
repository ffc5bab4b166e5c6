#include "tests/load/HttpAnswer.h"

#include <QJsonDocument>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

QJsonObject HttpAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString HttpAnswer::described(const QByteArray &method, const QString &path) const
{
    const QString what = QString::fromLatin1(method) + u' ' + path + u": "_s;
    if (status == 0)
        return what + error;
    const QJsonObject problem = json();
    const QString detail = problem.value("detail"_L1).toString(problem.value("title"_L1).toString());
    return what + QString::number(status) + (detail.isEmpty() ? QString() : u' ' + detail.left(120));
}

HttpAnswerReader::State HttpAnswerReader::feed(const QByteArray &bytes)
{
    m_buffer += bytes;
    return m_hasHead ? readBody() : readHead();
}

HttpAnswerReader::State HttpAnswerReader::end()
{
    m_keepsAlive = false;
    if (!m_hasHead || m_framing != Framing::UntilEnd)
        return broken(u"the connection ended in the middle of an answer"_s);
    m_answer.body = m_buffer;
    return State::Complete;
}

HttpAnswerReader::State HttpAnswerReader::readHead()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return m_buffer.size() > 64 * 1024 ? broken(u"an answer's head is over 64 KiB"_s) : State::NeedsMore;
    const QList<QByteArray> lines = m_buffer.left(end).split('\n');
    m_buffer.remove(0, end + 4);
    const QByteArray statusLine = lines.first().trimmed();
    m_answer.status = statusLine.mid(9, 3).toInt();
    if (!statusLine.startsWith("HTTP/1.") || m_answer.status < 100)
        return broken(u"an answer begins with %1"_s.arg(QString::fromLatin1(statusLine.left(40))));
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        m_answer.fields.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    if (m_answer.status < 200) {
        m_answer = {};
        return readHead();
    }
    m_hasHead = true;
    m_keepsAlive = m_answer.fields.value("connection").toLower() != "close";
    if (m_answer.status == 204 || m_answer.status == 304) {
        m_framing = Framing::Length;
    } else if (m_answer.fields.value("transfer-encoding").toLower() == "chunked") {
        m_framing = Framing::Chunked;
    } else if (m_answer.fields.contains("content-length")) {
        m_framing = Framing::Length;
        m_length = m_answer.fields.value("content-length").toLongLong();
    }
    return readBody();
}

HttpAnswerReader::State HttpAnswerReader::readBody()
{
    switch (m_framing) {
    case Framing::UntilEnd:
        return State::NeedsMore;
    case Framing::Chunked:
        return readChunks();
    case Framing::Length:
        break;
    }
    if (m_buffer.size() < m_length)
        return State::NeedsMore;
    m_answer.body = m_buffer.left(m_length);
    return State::Complete;
}

HttpAnswerReader::State HttpAnswerReader::readChunks()
{
    while (true) {
        const qsizetype lineEnd = m_buffer.indexOf("\r\n");
        if (lineEnd < 0)
            return State::NeedsMore;
        bool isNumber = false;
        const qsizetype size = m_buffer.left(lineEnd).split(';').first().trimmed().toLongLong(&isNumber, 16);
        if (!isNumber || size < 0)
            return broken(u"a chunk of an answer has no size"_s);
        if (m_buffer.size() < lineEnd + 2 + size + 2)
            return State::NeedsMore;
        m_answer.body += m_buffer.mid(lineEnd + 2, size);
        m_buffer.remove(0, lineEnd + 2 + size + 2);
        if (size == 0)
            return State::Complete;
    }
}

HttpAnswerReader::State HttpAnswerReader::broken(const QString &why)
{
    m_keepsAlive = false;
    m_answer = {};
    m_answer.error = why;
    return State::Broken;
}

} // namespace Marathon
