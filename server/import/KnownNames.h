#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Marathon {

/// A language that a contest may offer: the id of its language file and the file name endings of its programs, the
/// usual one first, without dots.
struct KnownLanguage
{
    QString id;
    QStringList suffixes;
};

/// Names that contest files refer to and other parts of the system define. A host with further language files passes
/// its own list.
struct KnownNames
{
    QList<KnownLanguage> languages = shippedLanguages();
    QStringList policyPresets = shippedPresets();

    QStringList languageIds() const;

    /// Id of the language that a file name's ending belongs to, or an empty text.
    QString languageOfFile(const QString &fileName) const;

    static QList<KnownLanguage> shippedLanguages();
    static QStringList shippedPresets();
};

} // namespace Marathon
