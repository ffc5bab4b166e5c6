#include "server/http/AnswerMailbox.h"

#include "server/http/ErrorResponse.h"

#include <QCoreApplication>
#include <QThread>
#include <atomic>

namespace Marathon {

/// What all copies of one Responder share.
class AnswerMailbox::Ticket
{
public:
    Ticket(std::shared_ptr<AnswerMailbox> mailbox, quint64 exchange)
        : m_mailbox(std::move(mailbox))
        , m_exchange(exchange)
    {}
    Q_DISABLE_COPY_MOVE(Ticket)

    ~Ticket()
    {
        if (!m_isAnswered.test())
            answer(errorResponse(
                {ErrorKind::Internal,
                 QCoreApplication::translate(
                     "HttpFront",
                     "The server did not answer this request. Try again; if it happens again, tell the organisers.")}));
    }

    void answer(HttpResponse response)
    {
        if (!m_isAnswered.test_and_set())
            m_mailbox->post(m_exchange, std::move(response));
    }

private:
    std::shared_ptr<AnswerMailbox> m_mailbox;
    quint64 m_exchange;
    std::atomic_flag m_isAnswered;
};

Responder AnswerMailbox::responder(quint64 exchange)
{
    auto ticket = std::make_shared<Ticket>(shared_from_this(), exchange);
    return [ticket = std::move(ticket)](HttpResponse response) { ticket->answer(std::move(response)); };
}

void AnswerMailbox::close()
{
    Q_ASSERT(thread() == QThread::currentThread());
    m_receiver = {};
}

void AnswerMailbox::post(quint64 exchange, HttpResponse response)
{
    if (thread() == QThread::currentThread())
        return deliver(exchange, std::move(response));
    QMetaObject::invokeMethod(
        this, [this, exchange, answer = std::move(response)] { deliver(exchange, answer); }, Qt::QueuedConnection);
}

void AnswerMailbox::deliver(quint64 exchange, HttpResponse response)
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (m_receiver)
        m_receiver(exchange, std::move(response));
}

} // namespace Marathon

#include "moc_AnswerMailbox.cpp"
