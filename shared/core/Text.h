#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace Marathon {

/// The candidate that is spelled most like `word` (Levenshtein distance at most a third of its length), or nothing.
/// For messages of the kind "unknown key `minuts`; did you mean `minutes`?".
QString nearest(const QString &word, const QStringList &candidates);

/// "a, b and c", for messages.
QString listed(const QStringList &words);

/// Lower-case hexadecimal SHA-256 (FIPS 180-4), the address of every stored blob.
QString sha256Hex(QByteArrayView bytes);

} // namespace Marathon
