#include "tests/load/Credentials.h"

#include <QStringList>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The records of a CSV text; cells may be quoted and hold commas, line ends and doubled quotes.
QList<QStringList> recordsOf(const QString &text)
{
    QList<QStringList> records;
    QStringList record;
    QString cell;
    bool isQuoted = false;
    for (qsizetype index = 0; index < text.size(); ++index) {
        const QChar character = text.at(index);
        const bool isDoubled = isQuoted && character == u'"' && text.mid(index + 1, 1) == u"\""_s;
        if (isDoubled) {
            cell += u'"';
            ++index;
        } else if (character == u'"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && character == u',') {
            record.append(cell);
            cell.clear();
        } else if (!isQuoted && character == u'\n') {
            record.append(cell);
            cell.clear();
            if (record != QStringList {QString()})
                records.append(record);
            record.clear();
        } else if (isQuoted || character != u'\r') {
            cell += character;
        }
    }
    if (!cell.isEmpty() || !record.isEmpty())
        records.append(record << cell);
    return records;
}

} // namespace

Result<QList<Credential>> readCredentials(const QByteArray &csv)
{
    QList<QStringList> records = recordsOf(QString::fromUtf8(csv.startsWith("\xEF\xBB\xBF") ? csv.mid(3) : csv));
    const QStringList header = records.isEmpty() ? QStringList() : records.takeFirst();
    const qsizetype idColumn = header.indexOf(u"participant_id"_s);
    const qsizetype passwordColumn = header.indexOf(u"password"_s);
    if (idColumn < 0 || passwordColumn < 0)
        return Error {ErrorKind::Invalid,
                      u"The list of credentials needs a first line with the columns participant_id and password."_s};
    QList<Credential> credentials;
    for (const QStringList &record : records) {
        const Credential credential {record.value(idColumn).trimmed(), record.value(passwordColumn)};
        if (credential.participantId.isEmpty() || credential.password.isEmpty())
            return Error {ErrorKind::Invalid,
                          u"Record %1 of the list of credentials has no participant_id or no password."_s.arg(
                              credentials.size() + 1)};
        credentials.append(credential);
    }
    return credentials;
}

} // namespace Marathon
