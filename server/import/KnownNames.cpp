#include "server/import/KnownNames.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

QStringList KnownNames::languageIds() const
{
    QStringList ids;
    for (const KnownLanguage &language : languages)
        ids.append(language.id);
    return ids;
}

QString KnownNames::languageOfFile(const QString &fileName) const
{
    const QString suffix = fileName.section(u'.', -1);
    for (const KnownLanguage &language : languages) {
        if (suffix != fileName && language.suffixes.contains(suffix, Qt::CaseInsensitive))
            return language.id;
    }
    return {};
}

QList<KnownLanguage> KnownNames::shippedLanguages()
{
    return {{u"c"_s, {u"c"_s}},
            {u"cpp"_s, {u"cpp"_s, u"cc"_s, u"cxx"_s}},
            {u"python"_s, {u"py"_s}},
            {u"java"_s, {u"java"_s}},
            {u"javascript"_s, {u"js"_s, u"mjs"_s}}};
}

QStringList KnownNames::shippedPresets()
{
    return {u"Off"_s, u"Observe"_s, u"Supervised"_s, u"Standard"_s, u"Strict"_s};
}

} // namespace Marathon
