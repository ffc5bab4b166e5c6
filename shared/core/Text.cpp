#include "shared/core/Text.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QList>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

qsizetype distance(const QString &left, const QString &right)
{
    QList<qsizetype> row(right.size() + 1);
    for (qsizetype column = 0; column <= right.size(); ++column)
        row[column] = column;
    for (qsizetype line = 1; line <= left.size(); ++line) {
        qsizetype diagonal = row[0];
        row[0] = line;
        for (qsizetype column = 1; column <= right.size(); ++column) {
            const qsizetype above = row[column];
            const qsizetype change = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
            row[column] = std::min({change, above + 1, row[column - 1] + 1});
            diagonal = above;
        }
    }
    return row[right.size()];
}

} // namespace

QString nearest(const QString &word, const QStringList &candidates)
{
    QString best;
    qsizetype bestDistance = std::max<qsizetype>(1, word.size() / 3) + 1;
    for (const QString &candidate : candidates) {
        const qsizetype found = distance(word, candidate);
        if (found < bestDistance) {
            bestDistance = found;
            best = candidate;
        }
    }
    return best;
}

QString listed(const QStringList &words)
{
    if (words.size() < 2)
        return words.join(u", "_s);
    return QCoreApplication::translate("Text", "%1 and %2")
        .arg(words.first(words.size() - 1).join(u", "_s), words.last());
}

QString sha256Hex(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace Marathon
