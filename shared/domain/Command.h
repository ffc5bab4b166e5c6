#pragma once

#include "shared/domain/Event.h"

/// What somebody asks for. decide() turns a command into events, or refuses it.
namespace Marathon {

struct SignIn
{
    ParticipantId participant;
    SessionId session;
    QString client;
    PrivateText address;
};

struct SignOut
{
    ParticipantId participant;
    SessionId session;
    QString cause;
};

struct ReplaceSession
{
    ParticipantId participant;
    SessionId session;
    SessionId older;
};

/// A server saw a participant's last connection to it go, or the first one come. A going counts only at the server
/// that had the connection: whoever is with another one by now is not offline.
struct NoteConnection
{
    ParticipantId participant;
    bool online = false;
    QString cause;
    QString place; ///< the server
    QString clientId;
    SessionId session;
};

struct GiveConsent
{
    ParticipantId participant;
    int version = 1;
};

/// A page, the server, or a proctor reports an incident.
struct ReportIncident
{
    ParticipantId participant;
    IncidentId incident;
    IncidentKind kind = IncidentKind::AwayTab;
    Phase phase = Phase::Closed;
    IncidentSource source = IncidentSource::Page;
    Instant startedAt {};
    Duration duration {0};
    qint64 count = 1;
    qint64 length = 0;
    bool touch = false;
    Level given = Level::Medium; ///< for staff.observed
    QString problem;
    PrivateJson evidence;
};

struct AcknowledgeWarning
{
    ParticipantId participant;
    WarningId warning; ///< empty: the newest
};

struct Submit
{
    ParticipantId participant;
    ProblemId problem;
    LanguageId language;
    QString sourceSha;
    qint64 size = 0;
    QString clientRef;                  ///< the client's own id; the same one gives the same submission
    std::optional<Instant> clientAt {}; ///< when the page says it was sent, for one that waited for the connection
};

/// May this participant try a program now? Decides nothing else: a run is not stored.
struct AskRun
{
    ParticipantId participant;
    ProblemId problem;
    LanguageId language;
};

/// A draft on the server at the moment of a disqualification, or when the time is up.
struct DraftHead
{
    ProblemId problem;
    LanguageId language;
    QString sourceSha;
    qint64 size = 0;
    bool isBuggySource = false; ///< nothing was changed
};

/// Why drafts become submissions: held by a disqualification, at the end of the time, or by staff.
enum class DraftCause { Held, TimeUp, Staff };

/// A follow-up: the newest drafts become submissions.
struct ForceSubmit
{
    ParticipantId participant;
    ActionId action; ///< empty at the end of the time
    QList<DraftHead> drafts;
    DraftCause cause = DraftCause::Held;
    int round = 0; ///< 0: every open round
};

/// The judge's answer. `groupPoints` is what the groups of tests that passed are worth, for a problem that has groups
/// with points; it counts in the scoring mode groups only. `judged.points` is not read: the points are decided here.
struct RecordVerdict
{
    SubmissionJudged judged;
    std::optional<qint64> groupPoints {};
};

struct StartRound
{
    ParticipantId participant;
    int number = 1;
};

struct FinishRound
{
    ParticipantId participant;
    int number = 1;
};

/// What staff do to participants; one row per action in StaffAction.h.
enum class StaffActionKind {
    Warn,
    Excuse,
    RecordIncident,
    Suspend,
    Reinstate,
    Disqualify,
    Confirm,
    Allowance,
    Extend,
    EndSession,
    Message,
    Undo,
    ForceSubmit,
    AcceptLate
};

struct StaffAction
{
    StaffActionKind kind = StaffActionKind::Warn;
    QList<ParticipantId> participants;
    PrivateText reason;
    QString text;                       ///< of a warning or message; the reason when empty
    QList<IncidentId> incidents;        ///< to excuse; empty: all that count
    IncidentId incident;                ///< to record
    Level level = Level::Medium;        ///< to record
    std::optional<Duration> duration;   ///< of a suspension; nothing: until lifted
    std::optional<Duration> amount;     ///< of an extension
    qint64 points = 0;                  ///< of an allowance
    bool credit = true;                 ///< give the lost time back when reinstating
    ActionId undo;                      ///< the action to undo
    QList<SubmissionId> submissions {}; ///< to accept; empty: all that came too late
};

struct SetContestState
{
    ContestPhase state = ContestPhase::Live;
};

struct SetRoundState
{
    int number = 1;
    RoundPhase state = RoundPhase::Active;
    bool waits = false;                   ///< of a countdown: a person activates the round
    std::optional<Duration> countdown {}; ///< missing: the round's own
};

/// A change of the clock of a round, for all, for halls or for participants (ClockEvents.h).
struct ChangeClock
{
    ClockKind kind = ClockKind::Extension;
    int round = 0; ///< 0: the one that is on
    Duration amount {0};
    int percent = 0;
    std::optional<Instant> from {};
    std::optional<Instant> to {};
    QSet<QString> halls {};
    QSet<ParticipantId> participants {};
    PrivateText reason {};
    QString notice {};           ///< of a pause
    Duration countdown {10'000}; ///< of a resume
};

/// The server was away: nothing became durable since then.
struct NoteOutage
{
    Instant since {};
};

struct PostAnnouncement
{
    QString text;
    QSet<QString> halls;
};

struct SetPolicy
{
    Policy policy;
};

/// The contest's own definition; roster and staff stay as they are.
struct DefineContest
{
    ContestConfig config;
};

/// New participants, and new seats of known ones.
struct EnrolParticipants
{
    QList<RosterEntry> entries;
};

struct SetStaffScope
{
    QList<StaffScope> scopes;
};

struct NoteExport
{
    QString kind;
    QString format;
    qint64 rows = 0;
};

/// Time has passed: whatever fell due by itself happens now, once.
struct Tick
{};

using Command = std::variant<SignIn, SignOut, ReplaceSession, NoteConnection, GiveConsent, ReportIncident,
                             AcknowledgeWarning, Submit, AskRun, ForceSubmit, RecordVerdict, StartRound, FinishRound,
                             StaffAction, SetContestState, SetRoundState, PostAnnouncement, SetPolicy, DefineContest,
                             EnrolParticipants, SetStaffScope, NoteExport, Tick, ChangeClock, NoteOutage>;

} // namespace Marathon
