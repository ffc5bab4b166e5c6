#include "admin-desktop/widgets/StyleSheet.h"

#include "admin-desktop/widgets/Theme.h"

namespace Marathon {

namespace {

constexpr QLatin1StringView sheet = R"(
QWidget { color: @text; }
QMainWindow, QDialog { background: @ground; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }

*[look="card"] { background: @surface; border: 1px solid @line; border-radius: 6px; }
*[look="bar"] { background: @surface; border: none; border-bottom: 1px solid @line; }
*[look="status"] { background: @surface; border: none; border-top: 1px solid @line; }
*[look="railframe"] { background: @raised; border: none; border-right: 1px solid @line; }
*[look="panel"] { background: @surface; border: none; border-left: 1px solid @line; }
QLabel { background: transparent; border: none; }
QLabel[look="title"] { font-size: 20px; font-weight: 600; }
QLabel[look="heading"] { font-size: 13px; font-weight: 600; }
QLabel[look="quiet"] { color: @quiet; }
QLabel[look="clock"] { font-size: 28px; font-weight: 600; }
QLabel[look="bigclock"] { font-size: 44px; font-weight: 600; }
QLabel[look="figure"] { font-size: 20px; font-weight: 600; }
QLabel[look="refusal"] { color: @danger; }

QPushButton { background: @surface; border: 1px solid @line; border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover { background: @raised; }
QPushButton:pressed { background: @line; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 11px; }
QPushButton:disabled { color: @faint; background: @ground; }
QPushButton[look="primary"] { background: @accent; border: 1px solid @accent; color: @onaccent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: @accenthover; }
QPushButton[look="primary"]:focus { border: 2px solid @text; }
QPushButton[look="primary"]:disabled { background: @raised; color: @faint; border-color: @line; }
QPushButton[look="danger"] { color: @danger; border-color: @danger; }
QPushButton[look="danger"]:hover { background: @dangertint; }
QPushButton[look="danger"]:disabled { color: @faint; border-color: @line; }
QPushButton[look="destroy"] { background: @danger; border: 1px solid @danger; color: @onaccent; font-weight: 600; }
QPushButton[look="destroy"]:focus { border: 2px solid @text; }
QPushButton[look="destroy"]:disabled { background: @raised; color: @faint; border-color: @line; }
QPushButton[look="chip"] { border-radius: 12px; padding: 3px 10px; min-height: 16px; color: @quiet; }
QPushButton[look="chip"]:checked { background: @accenttint; border-color: @accent; color: @text; }
QPushButton[look="chip"]:focus { border: 2px solid @accent; padding: 2px 9px; }
QPushButton[look="plain"], QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; }
QPushButton[look="plain"]:hover, QToolButton:hover { background: @raised; }
QPushButton[look="plain"]:focus, QToolButton:focus { border: 2px solid @accent; padding: 3px 7px; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[look="rail"] { border-radius: 6px; padding: 7px 2px 6px 2px; color: @quiet; font-size: 11px; }
QToolButton[look="rail"]:hover { background: @line; color: @text; }
QToolButton[look="rail"]:checked { background: @surface; border: 1px solid @line; color: @accent; }
QToolButton[look="rail"]:focus { border: 2px solid @accent; padding: 6px 1px 5px 1px; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: @surface; border: 1px solid @line; border-radius: 6px; padding: 4px 8px;
    min-height: 20px; selection-background-color: @accent; selection-color: @onaccent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid @accent; padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: @faint; background: @ground; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @line; selection-background-color: @accenttint; selection-color: @text; }

QTableView, QListView { background: @surface; border: none; gridline-color: @line; outline: none;
    selection-background-color: @accenttint; selection-color: @text; }
QHeaderView { background: @raised; border: none; }
QHeaderView::section { background: @raised; color: @quiet; border: none; border-bottom: 1px solid @line; padding: 5px 8px; font-weight: 600; }
QHeaderView::section:hover { color: @text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; height: 0; }
QTableCornerButton::section { background: @raised; border: none; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: @surface; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accenttint; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @quiet; padding: 6px 12px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:focus { color: @accent; }
QSplitter::handle { background: transparent; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QProgressBar { background: @raised; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
)"_L1;

} // namespace

QString styleSheetFor(const Theme &theme)
{
    QList<std::pair<QString, QColor>> colours {
        {u"@accenttint"_s, theme.tint(Token::Accent, 0.16)},
        {u"@accenthover"_s, theme.tint(Token::Accent, 0.88, Token::Text)},
        {u"@dangertint"_s, theme.tint(Token::Danger, 0.12)},
        {u"@onaccent"_s, theme.onAccent()},
        {u"@faint"_s, theme.tint(Token::Quiet, 0.6)},
        {u"@scroll"_s, theme.tint(Token::Quiet, 0.45)},
    };
    for (const TokenFact &fact : tokenFacts)
        colours.append({u'@' + QString(fact.name), theme.colour(fact.kind)});
    QString text {sheet};
    for (const auto &[name, colour] : colours)
        text.replace(name, colour.name());
    return text;
}

} // namespace Marathon
