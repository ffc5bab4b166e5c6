#pragma once

#include <QElapsedTimer>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

namespace Marathon {

class Theme;

/// After a step: what was done, and for ten seconds a button that takes it back. A newer step replaces it.
class UndoBar : public QFrame
{
    Q_OBJECT

public:
    static constexpr int undoSeconds = 10;

    explicit UndoBar(const Theme &theme, QWidget *parent = nullptr);

    /// `undoKey` is given back by `undoWanted`; an empty one shows the text without a button.
    void offer(const QString &text, const QString &undoKey);
    QString text() const { return m_text->text(); }
    bool isOffering() const { return isVisibleTo(parentWidget()) && !m_key.isEmpty(); }

public slots:
    void undo();

signals:
    void undoWanted(const QString &undoKey);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void tick();

    const Theme &m_theme;
    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_timer;
    QElapsedTimer m_since;
    QString m_key;
};

} // namespace Marathon
