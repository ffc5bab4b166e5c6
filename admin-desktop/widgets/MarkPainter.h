#pragma once

#include "shared/look/Marks.h"

#include <QColor>
#include <QLabel>
#include <QPainter>
#include <QRectF>

namespace Marathon {

class Theme;

/// Paints a mark's shape: the same shapes wherever a state is told. `bounds` is square, 10 to 16 px.
void paintMark(QPainter &painter, Mark mark, const QRectF &bounds, const QColor &colour);

/// A mark beside a short text, as a widget: "▲ 3". Keeps its colour when the theme changes.
class MarkLabel : public QWidget
{
    Q_OBJECT

public:
    MarkLabel(const Theme &theme, Mark mark, const QString &text, QWidget *parent = nullptr);
    void setText(const QString &text);
    void setMark(Mark mark);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Mark m_mark;
    QString m_text;
};

} // namespace Marathon
