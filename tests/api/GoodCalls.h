#pragma once

#include "shared/domain/Role.h"

#include <QJsonObject>
#include <QList>

namespace Marathon {

/// A call that does what its route is for. Together they are the story of one small contest, in order: each finds what
/// the ones before it made. A text in braces in a path or a body stands for what an earlier answer gave.
struct GoodCall
{
    QByteArray method;
    QString pattern; ///< of its row in the route table
    QString path;
    Role role; ///< Role::Judge: the command line
    QJsonObject body {};
    QString remember {}; ///< "submission=id": the answer's field `id` is from now on {submission}
    /// The answer takes a moment (a judge works): asked again until it is there.
    bool eventually = false;
};

/// At least one for every row of the route table.
QList<GoodCall> goodCalls();

} // namespace Marathon
