#pragma once

#include "shared/core/Result.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace Marathon {

/// The programs that simulated participants hand in, from a contest folder: right ones are the references in
/// problems/*/submissions/accepted/, wrong ones the programs in problems/*/buggy/<language>/.
class FixLibrary
{
public:
    /// Error: NotFound for a folder without problems, with what was looked for.
    static Result<FixLibrary> read(const QString &contestFolder);

    void addRight(const QString &problem, const QString &language, const QString &source)
    {
        m_right[problem].insert(language, source);
    }
    void addWrong(const QString &problem, const QString &language, const QString &source)
    {
        m_wrong[problem].insert(language, source);
    }
    /// Empty when there is none.
    QString right(const QString &problem, const QString &language) const
    {
        return m_right.value(problem).value(language);
    }
    QString wrong(const QString &problem, const QString &language) const
    {
        return m_wrong.value(problem).value(language);
    }
    qsizetype problemCount() const { return m_right.size(); }

private:
    QHash<QString, QHash<QString, QString>> m_right;
    QHash<QString, QHash<QString, QString>> m_wrong;
};

/// The language of a source file by its ending ("c", "cpp", "python", "java", "javascript"); empty for others.
QString languageOfFile(const QString &fileName);

/// The same program with a remark behind it, so that no two participants hand in the same bytes.
QString withRemark(const QString &source, const QString &language, const QString &remark);

} // namespace Marathon
