#pragma once

#include "admin-desktop/pages/Desk.h"
#include "admin-desktop/widgets/DataTable.h"
#include "admin-desktop/widgets/MarkPainter.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace Marathon {

class RiskMeter;

/// One person beside any page: who and where, how they stand, what happened to them, and every action.
class ParticipantPanel : public QFrame
{
    Q_OBJECT

public:
    explicit ParticipantPanel(Desk &desk, QWidget *parent = nullptr);

    const QString &person() const { return m_person; }
    void setPerson(const QString &id);

signals:
    void closed();

private:
    void makeHead(QVBoxLayout &layout);
    void makeActions(QVBoxLayout &layout);
    void makeMoreMenu();
    void refresh();
    void showFacts();
    void showActions();

    Desk &m_desk;
    QString m_person;
    TimelineModel m_timeline;
    QLabel *m_name;
    QLabel *m_where;
    QLabel *m_college;
    MarkLabel *m_status;
    MarkLabel *m_presence;
    QLabel *m_reason;
    RiskMeter *m_risk;
    QLabel *m_facts;
    struct ActionButton
    {
        StaffActionKind kind;
        QPushButton *button;
    };
    QList<ActionButton> m_buttons;
    QToolButton *m_more;
    DataTable *m_table;
};

} // namespace Marathon
