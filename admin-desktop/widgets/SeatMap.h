#pragma once

#include <QAbstractItemModel>
#include <QAbstractScrollArea>
#include <QPersistentModelIndex>

namespace Marathon {

class Theme;

/// One 56 px tile per row of a model with CellRole roles: seat, initials, mark of risk, presence. The tiles stand in
/// the order of their seats, hall by hall.
class SeatMap : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// Names of the model's columns that the tiles show.
    SeatMap(const Theme &theme, QAbstractItemModel &model, QWidget *parent = nullptr);

    void choosePerson(const QString &id);

signals:
    void personOpened(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rebuild();
    int columnOf(const QString &name) const;
    void arrange();
    QRect tileRect(int position) const;
    int positionAt(const QPoint &point) const;
    void paintTile(QPainter &painter, const QRect &tile, int row, bool isChosen) const;
    void scrollToChosen();

    const Theme &m_theme;
    QAbstractItemModel &m_model;
    QList<int> m_rows;      ///< of the model, in order of seats
    QList<QPoint> m_places; ///< of the tiles, before scrolling
    QList<std::pair<int, QString>> m_headings;
    int m_perLine = 1;
    int m_left = 0; ///< of the first column
    QString m_chosen;
    int m_seat, m_name, m_risk, m_presence, m_status, m_solved, m_points;
};

} // namespace Marathon
