#pragma once

#include <QStyledItemDelegate>

namespace Marathon {

class Theme;

/// Paints every cell of every table from its roles: a mark before the text, a bar with its figures, quiet text, a
/// second quiet line, and the glow of a row that has just come.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr qint64 glowMs = 2000;

    explicit CellDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintBar(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintText(QPainter &painter, QRect area, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace Marathon
