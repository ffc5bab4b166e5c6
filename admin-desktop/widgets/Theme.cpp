#include "admin-desktop/widgets/Theme.h"

#include "admin-desktop/widgets/StyleSheet.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>

namespace Marathon {

namespace {

/// Paints an icon's strokes in the colour that the theme has at the moment of painting.
class ThemedIcon final : public QIconEngine
{
public:
    ThemedIcon(const Theme &theme, const QString &name, std::optional<Token> token)
        : m_theme(theme)
        , m_name(name)
        , m_token(token)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QFile file(u":/icons/%1.svg"_s.arg(m_name));
        if (!file.open(QIODevice::ReadOnly))
            return;
        QByteArray svg = file.readAll();
        const QColor colour = mode == QIcon::Disabled ? m_theme.tint(Token::Quiet, 0.55)
                              : m_token               ? m_theme.colour(*m_token)
                                                      : m_theme.onAccent();
        svg.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.render(painter, rect);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine *clone() const override { return new ThemedIcon(m_theme, m_name, m_token); }

private:
    const Theme &m_theme;
    QString m_name;
    std::optional<Token> m_token; ///< nothing: on a filled ground
};

} // namespace

Theme::Theme(QApplication &application, Scheme scheme, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_scheme(scheme)
{
    application.setStyle(QStyleFactory::create(u"Fusion"_s));
    QFont base = application.font();
    base.setPixelSize(Size::tableText);
    application.setFont(base);
    apply();
}

void Theme::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    apply();
    emit changed();
}

QColor Theme::colour(Token token) const
{
    return QColor(colourOf(token, m_scheme));
}

QColor Theme::colour(Mark mark) const
{
    return colour(factOf(mark).token);
}

QColor Theme::tint(Token token, double amount, Token ground) const
{
    const QColor over = colour(token);
    const QColor under = colour(ground);
    const auto mix = [amount](int a, int b) { return int(a * amount + b * (1 - amount) + 0.5); };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue())};
}

QIcon Theme::icon(const QString &name, Token token) const
{
    return QIcon(new ThemedIcon(*this, name, token));
}

QIcon Theme::iconOnAccent(const QString &name) const
{
    return QIcon(new ThemedIcon(*this, name, std::nullopt));
}

QFont Theme::font(int pixels, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPixelSize(pixels);
    font.setWeight(weight);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

void Theme::apply()
{
    QPalette palette;
    palette.setColor(QPalette::Window, colour(Token::Ground));
    palette.setColor(QPalette::WindowText, colour(Token::Text));
    palette.setColor(QPalette::Base, colour(Token::Surface));
    palette.setColor(QPalette::AlternateBase, colour(Token::Ground));
    palette.setColor(QPalette::Text, colour(Token::Text));
    palette.setColor(QPalette::PlaceholderText, colour(Token::Quiet));
    palette.setColor(QPalette::Button, colour(Token::Raised));
    palette.setColor(QPalette::ButtonText, colour(Token::Text));
    palette.setColor(QPalette::ToolTipBase, colour(Token::Raised));
    palette.setColor(QPalette::ToolTipText, colour(Token::Text));
    palette.setColor(QPalette::Highlight, colour(Token::Accent));
    palette.setColor(QPalette::HighlightedText, onAccent());
    palette.setColor(QPalette::Link, colour(Token::Accent));
    palette.setColor(QPalette::Mid, colour(Token::Line));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tint(Token::Quiet, 0.6));
    m_application.setPalette(palette);
    m_application.setStyleSheet(styleSheetFor(*this));
}

} // namespace Marathon

#include "moc_Theme.cpp"
