#pragma once

#include "shared/look/Marks.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QDialog>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace Marathon {

class Theme;

/// Gives a widget one of the looks of the style sheet.
void setLook(QWidget &widget, const char *look);

/// A label with a look.
QLabel *makeLabel(const QString &text, const char *look, QWidget *parent = nullptr);
/// A button with an icon and a look: "primary", "danger", "destroy", "chip", "plain" or "" for the ordinary one.
QPushButton *makeButton(const Theme &theme, const QString &icon, const QString &text, const char *look,
                        QWidget *parent = nullptr);

/// The bottom row of a dialog that Enter confirms and Esc cancels: what the keys do, Cancel, and its own button.
QBoxLayout *makeConfirmRow(QDialog &dialog, const Theme &theme, QPushButton &confirm);

/// A titled surface. Put contents into body(), small things at the right of the title into head().
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &title, QWidget *parent = nullptr);
    QVBoxLayout *body() { return m_body; }
    QHBoxLayout *head() { return m_head; }
    void setTitle(const QString &title) { m_title->setText(title); }

private:
    QLabel *m_title;
    QHBoxLayout *m_head;
    QVBoxLayout *m_body;
};

/// One number with its name; a click leads to where it comes from.
class Tile : public QAbstractButton
{
    Q_OBJECT

public:
    Tile(const Theme &theme, const QString &name, QWidget *parent = nullptr);
    /// `note` is the quieter line below; `mark` stands before the figure.
    void setFigure(const QString &figure, const QString &note, Mark mark = Mark::None);
    QSize sizeHint() const override { return {150, 78}; }
    QSize minimumSizeHint() const override { return {112, 66}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_figure = QStringLiteral("\u2013");
    QString m_note;
    Mark m_mark = Mark::None;
};

/// A line across the page that says what is wrong (offline, stale, read-only) or going on, with an icon and perhaps a
/// button.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(const Theme &theme, QWidget *parent = nullptr);
    /// Shows the text in this mark's colour; an empty one hides the banner.
    void say(Mark mark, const QString &text);
    QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_text;
    Mark m_mark = Mark::Info;
};

} // namespace Marathon
