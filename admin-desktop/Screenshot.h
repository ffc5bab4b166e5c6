#pragma once

#include "admin-desktop/MainWindow.h"

#include <QTimer>

namespace Marathon {

/// Renders one page to a picture once everything on it has arrived, then ends the program: 0 when the picture was
/// written, 1 with a message when it was not, or when the server did not answer within 15 s.
class Screenshot : public QObject
{
    Q_OBJECT

public:
    struct Wish
    {
        QString file;
        QString page;
        QString filter;
        QString person;
    };

    Screenshot(Session &session, MainWindow &window, Wish wish);

private:
    void look();
    void fail(const QString &why);

    Session &m_session;
    MainWindow &m_window;
    Wish m_wish;
    QTimer m_deadline;
    QTimer m_poll;
    int m_looks = 0;
    int m_quietLooks = 0;
    bool m_isOpened = false;
};

} // namespace Marathon
