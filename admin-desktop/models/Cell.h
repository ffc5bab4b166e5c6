#pragma once

#include "shared/domain/Ids.h"
#include "shared/look/Marks.h"

#include <QDateTime>
#include <QPointF>
#include <QVariant>
#include <functional>
#include <optional>

namespace Marathon {

/// One cell, for every role at once.
struct Cell
{
    QString text;
    QVariant value {}; ///< to sort and export by; the text when invalid
    Mark mark = Mark::None;
    QString tip {};
    std::optional<QPointF> bar {}; ///< value and maximum
    bool isQuiet = false;
};

enum class Align { Left, Right, Centre };

/// One line of a model's column table. A new column is one such line.
template <typename Row>
struct Column
{
    QString name; ///< in exports
    QString title;
    int width; ///< pixels; -1 takes what is left
    Align align;
    std::function<Cell(const Row &)> cell;
};

/// What every row has: a key that stays, whom it is about, and when it last deserved a glow.
struct RowBase
{
    QString key {};
    ParticipantId participant {};
    qint64 freshAt = 0;
    bool operator==(const RowBase &) const = default;
};

} // namespace Marathon
