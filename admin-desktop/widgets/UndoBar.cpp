#include "admin-desktop/widgets/UndoBar.h"

#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/Theme.h"

#include <QPainter>

namespace Marathon {

UndoBar::UndoBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_button(makeButton(theme, u"undo-2"_s, tr("Undo"), "", this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    auto *close = makeButton(theme, u"x"_s, {}, "plain", this);
    close->setToolTip(tr("Hide this"));
    layout->addWidget(close);
    m_text->setWordWrap(true);
    hide();
    m_timer.setInterval(200);
    connect(&m_timer, &QTimer::timeout, this, &UndoBar::tick);
    connect(m_button, &QPushButton::clicked, this, &UndoBar::undo);
    connect(close, &QPushButton::clicked, this, [this] {
        m_timer.stop();
        hide();
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void UndoBar::offer(const QString &text, const QString &undoKey)
{
    m_key = undoKey;
    m_text->setText(text);
    m_button->setVisible(!undoKey.isEmpty());
    m_since.start();
    m_timer.start();
    tick();
    show();
}

void UndoBar::undo()
{
    if (!isOffering())
        return;
    const QString key = std::exchange(m_key, {});
    m_timer.stop();
    hide();
    emit undoWanted(key);
}

void UndoBar::tick()
{
    const qint64 left = undoSeconds * 1000 - m_since.elapsed();
    if (left <= 0) {
        m_timer.stop();
        m_key.clear();
        hide();
        return;
    }
    m_button->setText(tr(" Undo  %1 s").arg((left + 999) / 1000));
}

void UndoBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Token::Raised));
    painter.fillRect(QRect(0, 0, width(), 1), m_theme.colour(Token::Line));
    painter.fillRect(QRect(0, 0, 4, height()), m_theme.colour(Token::Accent));
}

} // namespace Marathon

#include "moc_UndoBar.cpp"
