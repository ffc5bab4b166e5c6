#pragma once

#include "shared/core/Result.h"

namespace Marathon {

/// Everything that is wrong with what is being imported. Readers add to it and go on, so that an organiser sees all of
/// it at once; whoever started the reading gives nothing back unless it is empty at the end.
class ImportFindings
{
public:
    /// `place` is where: "problems/prime/problem.yaml:7". `detail` is what is wrong and what to do. The
    /// same finding twice counts once.
    void add(const QString &place, const QString &detail);

    bool isEmpty() const { return m_count == 0; }

    /// The first 500 findings in the order of reading.
    const QList<FieldError> &list() const { return m_list; }

    /// ErrorKind::Invalid with all findings; its message names `what` ("The contest folder x") and counts them.
    Error error(const QString &what) const;

private:
    QList<FieldError> m_list;
    qsizetype m_count = 0;
};

} // namespace Marathon
