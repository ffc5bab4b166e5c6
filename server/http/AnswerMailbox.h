#pragma once

#include "server/http/HttpMessage.h"

#include <QObject>

namespace Marathon {

/// The way back from a Responder to the io thread that asked. Answers given on that thread arrive at once, others by a
/// queued call. Responders keep the mailbox alive, so one that is called after the front has gone does nothing.
class AnswerMailbox final : public QObject, public std::enable_shared_from_this<AnswerMailbox>
{
    Q_OBJECT

public:
    using Receiver = std::function<void(quint64 exchange, HttpResponse response)>;

    /// Lives on the thread that makes it.
    explicit AnswerMailbox(Receiver receiver)
        : m_receiver(std::move(receiver))
    {}

    /// A Responder for one request. The first answer counts; destroyed without one, it answers 500.
    Responder responder(quint64 exchange);
    /// From now on nothing arrives; called on the owner thread before the receiver goes.
    void close();

private:
    class Ticket;
    void post(quint64 exchange, HttpResponse response);
    void deliver(quint64 exchange, HttpResponse response);

    Receiver m_receiver;
};

} // namespace Marathon
