#include "admin-desktop/pages/ActionWords.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

constexpr const char *conductReasons =
    QT_TRANSLATE_NOOP("ActionWords", "Left the page again after a warning|Used a phone|Talked to a neighbour|Used "
                                     "material from outside|Somebody else at the keyboard");
constexpr const char *mercyReasons = QT_TRANSLATE_NOOP(
    "ActionWords", "Device or network fault, seen by a proctor|Accident, explained and plausible|Decided by mistake");

constexpr std::array words {
    ActionWords {
        StaffActionKind::Warn, "triangle-alert"_L1, 'W', QT_TRANSLATE_NOOP("ActionWords", "Warn"),
        QT_TRANSLATE_NOOP("ActionWords",
                          "A formal warning appears on their page and must be acknowledged. It costs no points."),
        QT_TRANSLATE_NOOP("ActionWords", "Warn %1"), QT_TRANSLATE_NOOP("ActionWords", "Warned %1."), nullptr, nullptr,
        conductReasons, false},
    ActionWords {StaffActionKind::Excuse, "shield-check"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Excuse"),
                 QT_TRANSLATE_NOOP("ActionWords", "All incidents that count so far cost no points any more. The record "
                                                  "stays; warnings that came from them are withdrawn."),
                 QT_TRANSLATE_NOOP("ActionWords", "Excuse %1"),
                 QT_TRANSLATE_NOOP("ActionWords", "Excused the incidents of %1."), nullptr, nullptr, mercyReasons,
                 false},
    ActionWords {
        StaffActionKind::RecordIncident, "eye-off"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Record what you saw"),
        QT_TRANSLATE_NOOP(
            "ActionWords",
            "It is recorded as \u201Ca proctor observed\u201D and counts by its level, like a reported incident."),
        QT_TRANSLATE_NOOP("ActionWords", "Record for %1"),
        QT_TRANSLATE_NOOP("ActionWords", "Recorded an observation about %1."),
        QT_TRANSLATE_NOOP("ActionWords", "What did you see?"), QT_TRANSLATE_NOOP("ActionWords", "Level"),
        conductReasons, false},
    ActionWords {
        StaffActionKind::Suspend, "circle-pause"_L1, 'S', QT_TRANSLATE_NOOP("ActionWords", "Suspend"),
        QT_TRANSLATE_NOOP(
            "ActionWords",
            "Their editor is read-only at once and the reason is shown. Their work is kept and their rank stays."),
        QT_TRANSLATE_NOOP("ActionWords", "Suspend %1"), QT_TRANSLATE_NOOP("ActionWords", "Suspended %1."), nullptr,
        QT_TRANSLATE_NOOP("ActionWords", "For how long"),
        QT_TRANSLATE_NOOP("ActionWords", "Identity to be checked|Device to be checked|Waits for a decision"), true},
    ActionWords {StaffActionKind::Reinstate, "rotate-ccw"_L1, 'R', QT_TRANSLATE_NOOP("ActionWords", "Reinstate"),
                 QT_TRANSLATE_NOOP("ActionWords",
                                   "They go on from their draft at once. Rank and score are as before, lost time "
                                   "is given back, and the next small incident cannot lock them out again."),
                 QT_TRANSLATE_NOOP("ActionWords", "Reinstate %1"), QT_TRANSLATE_NOOP("ActionWords", "Reinstated %1."),
                 nullptr, nullptr, mercyReasons, false},
    ActionWords {StaffActionKind::Disqualify, "ban"_L1, 'D', QT_TRANSLATE_NOOP("ActionWords", "Disqualify"),
                 QT_TRANSLATE_NOOP("ActionWords",
                                   "Their editor is locked at once and they leave every ranking. Their newest drafts "
                                   "are kept and judged, but not counted. You can undo it, and reinstate later."),
                 QT_TRANSLATE_NOOP("ActionWords", "Disqualify %1"),
                 QT_TRANSLATE_NOOP("ActionWords", "Disqualified %1."), nullptr, nullptr, conductReasons, true},
    ActionWords {
        StaffActionKind::Confirm, "check"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Confirm disqualification"),
        QT_TRANSLATE_NOOP(
            "ActionWords",
            "The policy's provisional disqualification becomes final. It can still be reinstated, but not undone."),
        QT_TRANSLATE_NOOP("ActionWords", "Confirm for %1"),
        QT_TRANSLATE_NOOP("ActionWords", "Confirmed the disqualification of %1."), nullptr, nullptr, conductReasons,
        true},
    ActionWords {StaffActionKind::Allowance, "plus"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Grant extra points"),
                 QT_TRANSLATE_NOOP("ActionWords", "Their warning level and limit rise by so many points."),
                 QT_TRANSLATE_NOOP("ActionWords", "Grant to %1"),
                 QT_TRANSLATE_NOOP("ActionWords", "Granted extra points to %1."), nullptr,
                 QT_TRANSLATE_NOOP("ActionWords", "How many"), mercyReasons, false},
    ActionWords {
        StaffActionKind::Extend, "clock"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Give extra time"),
        QT_TRANSLATE_NOOP("ActionWords", "Their own clock in the open round runs longer by this time."),
        QT_TRANSLATE_NOOP("ActionWords", "Give time to %1"), QT_TRANSLATE_NOOP("ActionWords", "Gave extra time to %1."),
        nullptr, QT_TRANSLATE_NOOP("ActionWords", "How much"),
        QT_TRANSLATE_NOOP("ActionWords", "Device changed|Late through no fault of theirs|Accommodation"), false},
    ActionWords {StaffActionKind::EndSession, "log-out"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "End session"),
                 QT_TRANSLATE_NOOP("ActionWords",
                                   "They are signed out everywhere and may sign in again. This cannot be undone."),
                 QT_TRANSLATE_NOOP("ActionWords", "Sign %1 out"),
                 QT_TRANSLATE_NOOP("ActionWords", "Ended the sessions of %1. This cannot be undone."), nullptr, nullptr,
                 QT_TRANSLATE_NOOP("ActionWords", "Moves to a spare device"), false},
    ActionWords {StaffActionKind::Message, "message-square"_L1, 'M', QT_TRANSLATE_NOOP("ActionWords", "Message"),
                 QT_TRANSLATE_NOOP("ActionWords", "The message appears on their page. It cannot be undone."),
                 QT_TRANSLATE_NOOP("ActionWords", "Send to %1"),
                 QT_TRANSLATE_NOOP("ActionWords", "Sent a message to %1. This cannot be undone."),
                 QT_TRANSLATE_NOOP("ActionWords", "Message"), nullptr, nullptr, false},
    ActionWords {StaffActionKind::Undo, "undo-2"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Undo"), nullptr, nullptr,
                 QT_TRANSLATE_NOOP("ActionWords", "Undone."), nullptr, nullptr, nullptr, false},
    ActionWords {StaffActionKind::ForceSubmit, "send"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Submit the drafts"),
                 QT_TRANSLATE_NOOP("ActionWords", "Their newest draft of each unsolved problem is submitted now, if it "
                                                  "was changed since. It is never penalised."),
                 QT_TRANSLATE_NOOP("ActionWords", "Submit for %1"),
                 QT_TRANSLATE_NOOP("ActionWords", "Submitted the drafts of %1."), nullptr, nullptr,
                 QT_TRANSLATE_NOOP("ActionWords", "Device fault at the end|Asked for by the participant"), false},
    ActionWords {StaffActionKind::AcceptLate, "check"_L1, 0, QT_TRANSLATE_NOOP("ActionWords", "Let late work count"),
                 QT_TRANSLATE_NOOP("ActionWords", "What they submitted too late counts, as of the end of their time."),
                 QT_TRANSLATE_NOOP("ActionWords", "Count it for %1"),
                 QT_TRANSLATE_NOOP("ActionWords", "The late submissions of %1 count."), nullptr, nullptr,
                 QT_TRANSLATE_NOOP("ActionWords", "Network fault, seen by a proctor|Device fault"), false},
};
static_assert(oneRowPerKindInOrder(words));

QString tr(const char *text)
{
    return QCoreApplication::translate("ActionWords", text);
}

} // namespace

const ActionWords &wordsOf(StaffActionKind kind)
{
    return words[static_cast<std::size_t>(kind)];
}

QList<ActionChoice> choicesOf(StaffActionKind kind)
{
    QList<ActionChoice> choices;
    switch (kind) {
    case StaffActionKind::Suspend:
        choices.append({tr("Until somebody lifts it"), 0});
        for (const int minutes : {5, 10, 15, 30})
            choices.append({tr("%1 minutes").arg(minutes), minutes});
        break;
    case StaffActionKind::Extend:
        for (const int minutes : {2, 5, 10, 15, 20, 30})
            choices.append({tr("%1 minutes").arg(minutes), minutes});
        break;
    case StaffActionKind::Allowance:
        for (const int points : {1, 2, 3, 5, 10})
            choices.append({tr("%1 points").arg(points), points});
        break;
    case StaffActionKind::RecordIncident:
        choices = {{tr("Information: recorded, costs nothing"), int(Level::Info)},
                   {tr("Low"), int(Level::Low)},
                   {tr("Medium"), int(Level::Medium)},
                   {tr("High"), int(Level::High)}};
        break;
    default:
        break;
    }
    return choices;
}

} // namespace Marathon
