#pragma once

#include "admin-desktop/pages/Desk.h"
#include "admin-desktop/widgets/DataTable.h"

#include <QWidget>

namespace Marathon {

/// A page of the console. It asks models, shows, and calls actions; it never parses, stores or decides.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(Desk &desk, QWidget *parent = nullptr)
        : QWidget(parent)
        , m_desk(desk)
    {}

    /// Shows a part of the page's matter; what the words mean is the page's own ("risk", "hall:Hall A", "open").
    virtual void showFilter(const QString &filter) { Q_UNUSED(filter) }
    /// The people that W M S D act on.
    virtual QStringList chosenPeople() const { return {}; }
    /// Lets the window's panel follow the page's choice the other way round.
    virtual void choosePerson(const QString &id) { Q_UNUSED(id) }

protected:
    Desk &desk() const { return m_desk; }
    /// Asks for a file and writes the table's CSV there.
    void exportTable(const DataTable &table);

private:
    Desk &m_desk;
};

} // namespace Marathon
