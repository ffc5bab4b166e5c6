#include "admin-desktop/widgets/Parts.h"

#include "admin-desktop/widgets/MarkPainter.h"
#include "admin-desktop/widgets/Theme.h"

#include <QPainter>
#include <QStyle>

namespace Marathon {

void setLook(QWidget &widget, const char *look)
{
    widget.setProperty("look", QString::fromLatin1(look));
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

QLabel *makeLabel(const QString &text, const char *look, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setLook(*label, look);
    return label;
}

QPushButton *makeButton(const Theme &theme, const QString &icon, const QString &text, const char *look, QWidget *parent)
{
    // The style leaves no room between an icon and its text.
    auto *button = new QPushButton(icon.isEmpty() || text.isEmpty() ? text : u' ' + text, parent);
    const QLatin1StringView name(look);
    const bool isFilled = name == "primary"_L1 || name == "destroy"_L1;
    if (!icon.isEmpty())
        button->setIcon(isFilled ? theme.iconOnAccent(icon)
                                 : theme.icon(icon, name == "danger"_L1 ? Token::Danger : Token::Quiet));
    button->setIconSize(QSize(Size::smallIcon, Size::smallIcon));
    button->setCursor(Qt::PointingHandCursor);
    if (name == "chip"_L1)
        button->setCheckable(true);
    setLook(*button, look);
    return button;
}

QBoxLayout *makeConfirmRow(QDialog &dialog, const Theme &theme, QPushButton &confirm)
{
    auto *row = new QHBoxLayout;
    QPushButton *cancel = makeButton(theme, {}, QDialog::tr("Cancel"), "");
    row->addWidget(makeLabel(QDialog::tr("Enter confirms, Esc cancels"), "quiet"));
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(&confirm);
    confirm.setDefault(true);
    cancel->setAutoDefault(false);
    QObject::connect(cancel, &QPushButton::clicked, &dialog, &QDialog::reject);
    QObject::connect(&confirm, &QPushButton::clicked, &dialog, &QDialog::accept);
    return row;
}

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(makeLabel(title, "heading"))
    , m_head(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    setLook(*this, "card");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->setSpacing(8);
    m_head->setSpacing(12);
    m_head->addWidget(m_title);
    m_head->addStretch(1);
    m_title->setVisible(!title.isEmpty());
    m_body->setSpacing(8);
    layout->addLayout(m_head);
    layout->addLayout(m_body, 1);
}

Tile::Tile(const Theme &theme, const QString &name, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setText(name);
    setAccessibleName(name);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Tile::setFigure(const QString &figure, const QString &note, Mark mark)
{
    if (m_figure == figure && m_note == note && m_mark == mark)
        return;
    m_figure = figure;
    m_note = note;
    m_mark = mark;
    setAccessibleDescription(u"%1, %2"_s.arg(figure, note));
    update();
}

void Tile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(m_theme.colour(Token::Accent), 2) : QPen(m_theme.colour(Token::Line), 1));
    painter.setBrush(underMouse() ? m_theme.tint(Token::Raised, 0.6) : m_theme.colour(Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Size::corner, Size::corner);
    const QRect inner = rect().adjusted(12, 8, -8, -8);
    const int line = QFontMetrics(Theme::font(12)).height();
    const int figure = QFontMetrics(Theme::font(22, QFont::DemiBold)).height();
    int top = inner.top() + std::max(0, (inner.height() - 2 * line - figure) / 2);
    painter.setFont(Theme::font(12));
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.drawText(QRect(inner.left(), top, inner.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
    top += line;
    int left = inner.left();
    if (m_mark != Mark::None) {
        paintMark(painter, m_mark, QRectF(left, top + (figure - 13) / 2.0, 13, 13), m_theme.colour(m_mark));
        left += 20;
    }
    painter.setFont(Theme::font(22, QFont::DemiBold));
    painter.setPen(m_theme.colour(Token::Text));
    painter.drawText(QRect(left, top, inner.right() - left, figure), Qt::AlignLeft | Qt::AlignVCenter, m_figure);
    painter.setFont(Theme::font(12));
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.drawText(QRect(inner.left(), top + figure, inner.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_note, Qt::ElideRight, inner.width()));
}

Banner::Banner(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_text(new QLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(40, 8, 16, 8);
    m_text->setWordWrap(true);
    layout->addWidget(m_text, 1);
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Banner::say(Mark mark, const QString &text)
{
    m_mark = mark;
    m_text->setText(text);
    setVisible(!text.isEmpty());
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Token token = factOf(m_mark).token;
    painter.fillRect(rect(), m_theme.tint(token, 0.12));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.tint(token, 0.5));
    paintMark(painter, m_mark, QRectF(16, (height() - 12) / 2.0, 12, 12), m_theme.colour(token));
}

} // namespace Marathon

#include "moc_Parts.cpp"
