#include "server/import/ImportFindings.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype maxListed = 500;

} // namespace

void ImportFindings::add(const QString &place, const QString &detail)
{
    if (m_list.contains(FieldError {place, detail}))
        return;
    ++m_count;
    if (m_list.size() < maxListed)
        m_list.append({place, detail});
}

Error ImportFindings::error(const QString &what) const
{
    const QString counted = m_count == 1 ? u"1 mistake"_s : u"%1 mistakes"_s.arg(m_count);
    const QString shown = m_count > maxListed ? u" (the first %1 are listed)"_s.arg(maxListed) : QString();
    const QString advice = m_count == 1 ? u"Correct it"_s : u"Correct them"_s;
    return {ErrorKind::Invalid,
            u"%1 has %2%3. Nothing was imported. %4 and import again."_s.arg(what, counted, shown, advice), m_list};
}

} // namespace Marathon
