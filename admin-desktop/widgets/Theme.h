#pragma once

#include "shared/look/Marks.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>

class QApplication;

namespace Marathon {

/// The console's look, light or dark, from the one table of tokens: palette, style sheet, icons in the right colour.
/// Whoever paints gets it by reference and asks for colours while painting, so that a switch needs no bookkeeping.
class Theme : public QObject
{
    Q_OBJECT

public:
    /// Sets the application's style, palette and style sheet.
    Theme(QApplication &application, Scheme scheme, QObject *parent = nullptr);

    Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);

    QColor colour(Token token) const;
    QColor colour(Mark mark) const;
    /// `amount` (0 to 1) of `token` over `ground`, for tints.
    QColor tint(Token token, double amount, Token ground = Token::Surface) const;
    QColor onAccent() const { return QColor(onFilled(m_scheme)); }
    /// One of the icons in resources/icons, painted in this token's colour of the scheme in force when it is painted.
    QIcon icon(const QString &name, Token token = Token::Quiet) const;
    /// For a filled button.
    QIcon iconOnAccent(const QString &name) const;

    /// The interface font at `pixels`, digits all of one width.
    static QFont font(int pixels, QFont::Weight weight = QFont::Normal);

signals:
    void changed();

private:
    void apply();

    QApplication &m_application;
    Scheme m_scheme;
};

} // namespace Marathon
