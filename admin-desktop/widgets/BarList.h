#pragma once

#include "shared/look/Marks.h"

#include <QWidget>

namespace Marathon {

class Theme;

/// A short ranking as bars with direct labels: number, name, bar, figure. A click opens the person.
class BarList : public QWidget
{
    Q_OBJECT

public:
    struct Item
    {
        QString id;
        QString number; ///< rank
        QString name;
        QString figure; ///< right of the bar
        double value = 0;
        double maximum = 0;
        Mark mark = Mark::None; ///< None: accent
        bool operator==(const Item &) const = default;
    };

    explicit BarList(const Theme &theme, QWidget *parent = nullptr);

    void setItems(const QList<Item> &items);
    const QList<Item> &items() const { return m_items; }
    void setEmptyText(const QString &text) { m_emptyText = text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void opened(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    int rowAt(int y) const;
    double rowHeight() const;

    const Theme &m_theme;
    QList<Item> m_items;
    QString m_emptyText;
    int m_hovered = -1;
};

} // namespace Marathon
