#pragma once

#include "shared/look/Marks.h"

#include <QWidget>

namespace Marathon {

class Theme;

/// Points against the limit as a bar, with the warning level as a notch: "7 / 10".
class RiskMeter : public QWidget
{
    Q_OBJECT

public:
    explicit RiskMeter(const Theme &theme, QWidget *parent = nullptr);

    void setPoints(qint64 points, qint64 limit, qint64 warningAt, Mark mark, const QString &word);
    QSize sizeHint() const override { return {240, 40}; }
    QSize minimumSizeHint() const override { return {160, 40}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    qint64 m_points = 0;
    qint64 m_limit = 0;
    qint64 m_warningAt = 0;
    Mark m_mark = Mark::None;
    QString m_word;
};

} // namespace Marathon
