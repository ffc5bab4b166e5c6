#include "admin-desktop/pages/Actions.h"

#include "admin-desktop/models/Wording.h"
#include "admin-desktop/pages/ActionWords.h"
#include "admin-desktop/widgets/ActionDialog.h"
#include "shared/domain/StaffAction.h"

namespace Marathon {

namespace {

QString inWords(const char *text)
{
    return text ? QCoreApplication::translate("ActionWords", text) : QString();
}

} // namespace

Actions::Actions(Session &session, const Theme &theme, QWidget &window)
    : QObject(&window)
    , m_session(session)
    , m_theme(theme)
    , m_window(window)
{
    connect(&session.commands(), &CommandQueue::answered, this, &Actions::takeAnswer);
    connect(&session, &Session::lineChanged, this, &Actions::availabilityChanged);
    connect(&session, &Session::signedIn, this, &Actions::availabilityChanged);
    connect(&session.contest(), &LiveContest::readOnlyChanged, this, &Actions::availabilityChanged);
}

bool Actions::may(StaffActionKind kind) const
{
    return may(factOf(kind).permission);
}

bool Actions::may(Permission permission) const
{
    return allows(permission, m_session.account().role);
}

QString Actions::blockedBecause() const
{
    if (m_session.isRecording())
        return tr("This is a recording: nothing can be changed.");
    if (!m_session.contest().readOnlyBecause().isEmpty())
        return tr("This console is older than its server: update it before changing anything.");
    if (m_session.line() != LineState::Live)
        return tr("The server is out of reach: nothing can be changed until it is back.");
    return {};
}

void Actions::act(StaffActionKind kind, const QStringList &people)
{
    if (people.isEmpty() || m_dialog || m_clockDialog)
        return;
    if (!may(kind))
        return emit failed(tr("Your role \u201C%1\u201D may not do this.").arg(nameOf(m_session.account().role)));
    if (const QString why = blockedBecause(); !why.isEmpty())
        return emit failed(why);
    if (kind == StaffActionKind::Extend)
        return changeClock(ClockKind::Extension, people); // with its preview
    const LiveContest &contest = m_session.contest();
    StaffAction action {
        .kind = kind, .participants = {}, .reason = {}, .text = {}, .incidents = {}, .incident = {}, .undo = {}};
    QStringList names;
    for (const QString &id : people) {
        action.participants.append(ParticipantId(id));
        names.append(contest.nameAndSeat(ParticipantId(id)));
    }
    const ActionWords &words = wordsOf(kind);
    const QString whom =
        people.size() == 1 ? contest.nameOf(action.participants.first()) : tr("%1 people").arg(people.size());
    ActionForm form {.title = inWords(words.title),
                     .icon = QString(words.icon),
                     .who = names.size() == 1 ? names.first() : tr("%1 people").arg(names.size()),
                     .whoMore = names.size() == 1 ? QString() : namesText(names),
                     .effect = inWords(words.effect),
                     .confirm = inWords(words.confirm).arg(whom),
                     .isGrave = words.isGrave};
    form.asksReason = kind != StaffActionKind::Message;
    form.needsReason = factOf(kind).reason == Reason::Required;
    form.usualReasons = inWords(words.usualReasons).split(u'|', Qt::SkipEmptyParts);
    form.textLabel = inWords(words.textLabel);
    form.textIsRequired = words.textLabel != nullptr;
    const QList<ActionChoice> choices = choicesOf(kind);
    form.choiceLabel = choices.isEmpty() ? QString() : inWords(words.choiceLabel);
    for (const ActionChoice &choice : choices)
        form.choices.append(choice.text);
    open(form, [this, action, choices, names](ActionDialog &dialog) mutable {
        action.reason.text = dialog.reason();
        action.text = dialog.text();
        const int value = dialog.choice() >= 0 ? choices[dialog.choice()].value : 0;
        if (action.kind == StaffActionKind::Suspend && value > 0)
            action.duration = std::chrono::minutes(value);
        if (action.kind == StaffActionKind::Extend)
            action.amount = std::chrono::minutes(value);
        if (action.kind == StaffActionKind::Allowance)
            action.points = value;
        if (action.kind == StaffActionKind::RecordIncident)
            action.level = Level(value);
        send(action, namesText(names));
    });
}

void Actions::excuse(const QString &person, const QString &incident)
{
    if (const QString why = blockedBecause(); !why.isEmpty())
        return emit failed(why);
    const ParticipantId id(person);
    const QString name = m_session.contest().nameOf(id);
    const ActionWords &words = wordsOf(StaffActionKind::Excuse);
    const ActionForm form {
        .title = tr("Excuse one incident"),
        .icon = QString(words.icon),
        .who = m_session.contest().nameAndSeat(id),
        .effect =
            tr("This incident costs no points any more. The record stays; a warning that came from it is withdrawn."),
        .confirm = inWords(words.confirm).arg(name),
        .usualReasons = inWords(words.usualReasons).split(u'|', Qt::SkipEmptyParts)};
    open(form, [this, id, incident](ActionDialog &dialog) {
        send({.kind = StaffActionKind::Excuse,
              .participants = {id},
              .reason = {{}, dialog.reason()},
              .text = {},
              .incidents = {IncidentId(incident)},
              .incident = {},
              .undo = {}},
             m_session.contest().nameAndSeat(id));
    });
}

void Actions::step(const NextStep &step)
{
    if (const QString why = blockedBecause(); !why.isEmpty())
        return emit failed(why);
    const ActionForm form {.title = m_session.contest().title().name,
                           .icon = {},
                           .who = step.text,
                           .effect = step.effect,
                           .confirm = step.text,
                           .isGrave = step.isGrave,
                           .asksReason = false};
    open(form, [this, step](ActionDialog &) {
        const QString id = step.what == NextStep::What::Contest
                               ? m_session.commands().send(SetContestState {step.contest})
                               : m_session.commands().send(SetRoundState {step.round, step.roundPhase});
        m_sent.insert(id, {tr("%1: done.").arg(step.text), step.text, false});
    });
}

void Actions::changeClock(ClockKind kind, const QStringList &people)
{
    if (m_dialog || m_clockDialog)
        return;
    if (!may(Permission::Discipline))
        return emit failed(tr("Your role \u201C%1\u201D may not do this.").arg(nameOf(m_session.account().role)));
    if (const QString why = blockedBecause(); !why.isEmpty())
        return emit failed(why);
    m_clockDialog = new ClockDialog(m_session, m_theme, kind, people, &m_window);
    m_clockDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_clockDialog, &QDialog::accepted, this, [this, dialog = m_clockDialog.data()] {
        m_sent.insert(m_session.commands().send(dialog->command()),
                      {tr("%1: done.").arg(dialog->title()), dialog->title(), true});
    });
    m_clockDialog->open();
}

void Actions::announce()
{
    if (const QString why = blockedBecause(); !why.isEmpty())
        return emit failed(why);
    const LiveContest &contest = m_session.contest();
    const ActionForm form {.title = tr("Announcement"),
                           .icon = u"megaphone"_s,
                           .who = tr("To all %1 participants").arg(contest.state().participants.size()),
                           .effect = tr("It appears on every page and stays there to be read. It cannot be undone."),
                           .confirm = tr("Announce"),
                           .asksReason = false,
                           .textLabel = tr("Text"),
                           .textIsRequired = true};
    open(form, [this](ActionDialog &dialog) {
        m_sent.insert(m_session.commands().send(PostAnnouncement {dialog.text(), {}}),
                      {tr("Announced to all."), tr("Announcement"), false});
    });
}

void Actions::undo(const QString &actionId)
{
    send({.kind = StaffActionKind::Undo,
          .participants = {},
          .reason = {},
          .text = {},
          .incidents = {},
          .incident = {},
          .undo = ActionId(actionId)},
         {});
}

void Actions::open(const ActionForm &form, std::function<void(ActionDialog &)> accepted)
{
    if (m_dialog || m_clockDialog)
        return;
    m_dialog = new ActionDialog(m_theme, form, &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::accepted, this,
            [dialog = m_dialog.data(), accepted = std::move(accepted)] { accepted(*dialog); });
    m_dialog->open();
}

void Actions::send(const StaffAction &action, const QString &whom)
{
    const ActionWords &words = wordsOf(action.kind);
    const QString text = inWords(words.done);
    m_sent.insert(m_session.commands().send(action),
                  {text.contains("%1"_L1) ? text.arg(whom) : text, inWords(words.title),
                   factOf(action.kind).undoable == Undoable::Yes});
}

void Actions::takeAnswer(const CommandAnswer &answer)
{
    const Sent sent = m_sent.take(answer.id);
    if (!answer.ok) {
        const QString why = answer.detail.isEmpty() ? tr("The server refused it.") : answer.detail;
        return emit failed(sent.title.isEmpty() ? why : tr("%1: %2").arg(sent.title, why));
    }
    QStringList notDone;
    for (const ParticipantOutcome &result : answer.results) {
        if (!result.ok)
            notDone.append(tr("%1: %2").arg(m_session.contest().nameOf(result.participant), result.detail));
    }
    if (!answer.results.isEmpty() && notDone.size() == answer.results.size())
        return emit failed(tr("%1 was not done. %2").arg(sent.title, namesText(notDone)));
    emit done(notDone.isEmpty() ? sent.text : tr("%1 Not for %2").arg(sent.text, namesText(notDone)),
              sent.isUndoable ? answer.action.toString() : QString());
}

} // namespace Marathon

#include "moc_Actions.cpp"
