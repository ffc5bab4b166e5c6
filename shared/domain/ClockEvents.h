#pragma once

#include "shared/core/Clock.h"
#include "shared/core/EnumTable.h"
#include "shared/core/PrivateText.h"
#include "shared/domain/Ids.h"

#include <QMap>
#include <QSet>
#include <optional>

/// Events about time: what changes a round's clock, and what happens when somebody's time is up.
namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// Extra (or less) time; a span that counts for nobody afterwards; the clock stands still from now on; it runs again.
enum class ClockKind { Extension, Removed, Pause, Resume };
template <>
struct EnumNames<ClockKind>
{
    static constexpr std::array rows {EnumName<ClockKind> {ClockKind::Extension, "extension"_L1},
                                      EnumName<ClockKind> {ClockKind::Removed, "removed"_L1},
                                      EnumName<ClockKind> {ClockKind::Pause, "pause"_L1},
                                      EnumName<ClockKind> {ClockKind::Resume, "resume"_L1}};
};

// clang-format off
/// A change of a round's clock, for all, for halls, or for participants; no hall and no participant: all.
struct ClockChanged
{
    ActionId action; int round = 1; Duration amount {0}; QSet<QString> halls; QSet<ParticipantId> participants; PrivateText reason;
    ClockKind kind = ClockKind::Extension;
    int percent = 0;                  ///< of the round's duration, beside `amount`
    std::optional<Instant> from {};   ///< of removed time, of a pause; of a resume: when the clock runs again
    std::optional<Instant> to {};     ///< of removed time
    QString notice {};                ///< of a pause: what everybody reads meanwhile
    bool proposed = false;            ///< made by the server after an outage; a person may undo it
};
template <typename Fields> void describe(Fields &fields, ClockChanged &event)
{
    fields("action_id", event.action); fields("round", event.round); fields("amount_ms", event.amount);
    fields("halls", event.halls); fields("participants", event.participants); fields("reason", event.reason);
    fields.maybe("kind", event.kind); fields.maybe("percent", event.percent); fields.maybe("from", event.from);
    fields.maybe("to", event.to); fields.maybe("notice", event.notice); fields.maybe("proposed", event.proposed);
}

/// The time of these participants in a round was over at these moments; their newest drafts are sent in now.
struct RoundTimeUp { int number = 1; QMap<QString, Instant> ends; };
template <typename Fields> void describe(Fields &fields, RoundTimeUp &event)
{
    fields("number", event.number); fields("ends", event.ends);
}

/// Staff had the newest drafts of a participant submitted.
struct DraftsForced { ActionId action; int round = 1; PrivateText reason; };
template <typename Fields> void describe(Fields &fields, DraftsForced &event)
{
    fields("action_id", event.action); fields("round", event.round); fields("reason", event.reason);
}

/// Staff let a submission count that came too late.
struct SubmissionAccepted { ActionId action; SubmissionId submission; PrivateText reason; };
template <typename Fields> void describe(Fields &fields, SubmissionAccepted &event)
{
    fields("action_id", event.action); fields("submission_id", event.submission); fields("reason", event.reason);
}
// clang-format on

} // namespace Marathon
