#pragma once

#include "shared/protocol/JudgeMessages.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/ParticipantAnswers.h"
#include "shared/protocol/PublicAnswers.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/SignInAnswers.h"
#include "shared/protocol/StaffAnswers.h"
#include "shared/protocol/WorkAnswers.h"
#include "tests/protocol/Filler.h"

namespace Marathon {

/// What can be done with any message, without its type.
struct Message
{
    const char *name;
    QJsonObject (*sample)();                                  ///< every field filled
    Result<QJsonObject> (*readAndWrite)(const QJsonObject &); ///< what comes back after reading
    QJsonObject (*schema)();
};

template <typename T>
constexpr Message messageOf(const char *name)
{
    return {name, [] { return toJson(filled<T>()); },
            [](const QJsonObject &json) {
                const Result<T> read = fromJson<T>(json);
                return read ? Result<QJsonObject>(toJson(*read)) : Result<QJsonObject>(read.error());
            },
            schemaOf<T>};
}

#define MARATHON_MESSAGE(Type) messageOf<Type>(#Type)

/// Every struct of shared/protocol; a test compares this list with the headers.
constexpr std::array messages {
    MARATHON_MESSAGE(ActionAnswer),     MARATHON_MESSAGE(AdminAnswer),      MARATHON_MESSAGE(AnnouncementBody),
    MARATHON_MESSAGE(AnnouncementView), MARATHON_MESSAGE(BlobMessage),      MARATHON_MESSAGE(BoardRow),
    MARATHON_MESSAGE(BoardView),        MARATHON_MESSAGE(ClientEntry),      MARATHON_MESSAGE(ClockView),
    MARATHON_MESSAGE(ConsentBody),      MARATHON_MESSAGE(ConsentView),      MARATHON_MESSAGE(ContestName),
    MARATHON_MESSAGE(ContestOverview),  MARATHON_MESSAGE(ContestStateBody), MARATHON_MESSAGE(ContestView),
    MARATHON_MESSAGE(DatabaseCheck),    MARATHON_MESSAGE(DraftBody),        MARATHON_MESSAGE(DraftStored),
    MARATHON_MESSAGE(DraftView),        MARATHON_MESSAGE(FieldProblem),     MARATHON_MESSAGE(FinishBody),
    MARATHON_MESSAGE(HealthAnswer),     MARATHON_MESSAGE(HealthChecks),     MARATHON_MESSAGE(IncidentBody),
    MARATHON_MESSAGE(IncidentOverview), MARATHON_MESSAGE(JobAttempt),       MARATHON_MESSAGE(JobCancelled),
    MARATHON_MESSAGE(JobMessage),       MARATHON_MESSAGE(JobResult),        MARATHON_MESSAGE(JobStarted),
    MARATHON_MESSAGE(JudgeCheck),       MARATHON_MESSAGE(JudgeJob),         MARATHON_MESSAGE(JudgeLimits),
    MARATHON_MESSAGE(JudgeOutcome),     MARATHON_MESSAGE(JudgeTest),        MARATHON_MESSAGE(JudgeValidator),
    MARATHON_MESSAGE(LimitsView),       MARATHON_MESSAGE(MeView),           MARATHON_MESSAGE(NeedBlobs),
    MARATHON_MESSAGE(OfferedLanguage),  MARATHON_MESSAGE(OutboxAnswer),     MARATHON_MESSAGE(ParticipantAccount),
    MARATHON_MESSAGE(ParticipantHello), MARATHON_MESSAGE(ParticipantLogin), MARATHON_MESSAGE(ParticipantOverview),
    MARATHON_MESSAGE(PersonView),       MARATHON_MESSAGE(PointsView),       MARATHON_MESSAGE(PolicyAction),
    MARATHON_MESSAGE(PolicyView),       MARATHON_MESSAGE(ProblemDetails),   MARATHON_MESSAGE(ProblemView),
    MARATHON_MESSAGE(ProtectionCheck),  MARATHON_MESSAGE(ProtectionReport), MARATHON_MESSAGE(RoundOverview),
    MARATHON_MESSAGE(RoundStateAction), MARATHON_MESSAGE(RoundStateBody),   MARATHON_MESSAGE(RoundView),
    MARATHON_MESSAGE(RunAccepted),      MARATHON_MESSAGE(RunBody),          MARATHON_MESSAGE(RunTestView),
    MARATHON_MESSAGE(RunView),          MARATHON_MESSAGE(SampleView),       MARATHON_MESSAGE(SessionView),
    MARATHON_MESSAGE(SignInAnswer),     MARATHON_MESSAGE(StaffAccount),     MARATHON_MESSAGE(StaffCommandBody),
    MARATHON_MESSAGE(StaffHello),       MARATHON_MESSAGE(StaffLogin),       MARATHON_MESSAGE(SubmissionView),
    MARATHON_MESSAGE(SubmitBody),       MARATHON_MESSAGE(TestOutcome),      MARATHON_MESSAGE(ViolationView),
    MARATHON_MESSAGE(WarningAckBody),   MARATHON_MESSAGE(WarningView),      MARATHON_MESSAGE(WorkerBye),
    MARATHON_MESSAGE(WorkerHeartbeat),  MARATHON_MESSAGE(WorkerHello),      MARATHON_MESSAGE(WorkerWelcome),
    MARATHON_MESSAGE(BackupCheck),      MARATHON_MESSAGE(ClockAnswer),      MARATHON_MESSAGE(ClockBody),
};

#undef MARATHON_MESSAGE

} // namespace Marathon
