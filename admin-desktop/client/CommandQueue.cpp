#include "admin-desktop/client/CommandQueue.h"

#include "shared/domain/StaffAction.h"
#include "shared/protocol/LiveMessages.h"

#include <QUuid>

namespace Marathon {

CommandQueue::CommandQueue(std::function<void(const QJsonObject &)> send, QObject *parent)
    : QObject(parent)
    , m_send(std::move(send))
{}

QString CommandQueue::send(const StaffAction &action)
{
    QJsonObject command {
        {"action"_L1, QString(factOf(action.kind).name)},
        {"participant_ids"_L1, JsonCodec<QList<ParticipantId>>::write(action.participants, JsonForm::Wire)},
        {"reason"_L1, action.reason.text}};
    switch (action.kind) {
    case StaffActionKind::Warn:
    case StaffActionKind::Message:
        command.insert("text"_L1, action.text);
        break;
    case StaffActionKind::Excuse:
        command.insert("incident_ids"_L1, JsonCodec<QList<IncidentId>>::write(action.incidents, JsonForm::Wire));
        break;
    case StaffActionKind::RecordIncident:
        command.insert("level"_L1, nameOf(action.level));
        command.insert("text"_L1, action.text);
        break;
    case StaffActionKind::Suspend:
        command.insert("duration_ms"_L1, JsonCodec<std::optional<Duration>>::write(action.duration, JsonForm::Wire));
        break;
    case StaffActionKind::Reinstate:
        command.insert("credit"_L1, action.credit);
        break;
    case StaffActionKind::Allowance:
        command.insert("points"_L1, action.points);
        break;
    case StaffActionKind::Extend:
        command.insert("amount_ms"_L1, JsonCodec<std::optional<Duration>>::write(action.amount, JsonForm::Wire));
        break;
    case StaffActionKind::Undo:
        command.insert("action_id"_L1, action.undo.toString());
        break;
    case StaffActionKind::Disqualify:
    case StaffActionKind::Confirm:
    case StaffActionKind::EndSession:
    case StaffActionKind::ForceSubmit:
        break;
    case StaffActionKind::AcceptLate:
        command.insert("submission_ids"_L1, JsonCodec<QList<SubmissionId>>::write(action.submissions, JsonForm::Wire));
        break;
    }
    return enqueue(command);
}

QString CommandQueue::send(const SetContestState &command)
{
    return enqueue({{"action"_L1, "contest_state"_L1}, {"state"_L1, nameOf(command.state)}});
}

QString CommandQueue::send(const SetRoundState &command)
{
    QJsonObject action {
        {"action"_L1, "round_state"_L1}, {"number"_L1, command.number}, {"state"_L1, nameOf(command.state)}};
    if (command.waits)
        action.insert("waits"_L1, true);
    if (command.countdown)
        action.insert("countdown_ms"_L1, JsonCodec<Duration>::write(*command.countdown, JsonForm::Wire));
    return enqueue(action);
}

QString CommandQueue::send(const ChangeClock &command)
{
    QJsonObject action = toJson(
        ClockBody {.kind = command.kind,
                   .round = command.round == 0 ? std::nullopt : std::optional<int>(command.round),
                   .amount = command.amount,
                   .percent = command.percent,
                   .from = command.from,
                   .to = command.to,
                   .halls = command.halls,
                   .participants = command.participants,
                   .reason = command.reason.text,
                   .text = command.notice,
                   .countdownSeconds = int(std::chrono::floor<std::chrono::seconds>(command.countdown).count())});
    action.insert("action"_L1, "clock"_L1);
    return enqueue(action);
}

QString CommandQueue::send(const PostAnnouncement &command)
{
    return enqueue({{"action"_L1, "announce"_L1},
                    {"text"_L1, command.text},
                    {"halls"_L1, JsonCodec<QSet<QString>>::write(command.halls, JsonForm::Wire)}});
}

QString CommandQueue::send(const SetPolicy &command)
{
    return enqueue({{"action"_L1, "policy"_L1}, {"policy"_L1, toJson(command.policy)}});
}

QString CommandQueue::enqueue(QJsonObject command)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    command.insert("t"_L1, "command"_L1);
    command.insert("id"_L1, id);
    m_pending.append(command);
    emit pendingChanged(pendingCount());
    m_send(command);
    return id;
}

void CommandQueue::repeatPending()
{
    const QList<QJsonObject> pending = m_pending;
    for (const QJsonObject &command : pending)
        m_send(command);
}

void CommandQueue::abandonPending()
{
    const QList<QJsonObject> pending = std::exchange(m_pending, {});
    for (const QJsonObject &command : pending) {
        emit answered({.id = command.value("id"_L1).toString(),
                       .ok = false,
                       .action = {},
                       .results = {},
                       .detail = tr("It was not answered before you signed out. Look whether it has happened.")});
    }
    emit pendingChanged(0);
}

void CommandQueue::takeAnswer(const CommandAnswer &answer)
{
    const qsizetype removed = m_pending.removeIf(
        [&answer](const QJsonObject &command) { return command.value("id"_L1).toString() == answer.id; });
    if (removed == 0)
        return; // a repeat of an answer that came already
    emit pendingChanged(pendingCount());
    emit answered(answer);
}

} // namespace Marathon

#include "moc_CommandQueue.cpp"
