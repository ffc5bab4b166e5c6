#include "admin-desktop/models/Wording.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Wording", text);
}

template <typename Enum>
struct WordRow
{
    Enum kind;
    const char *word;
    Mark mark = Mark::None;
};

constexpr std::array levelWords {
    WordRow<Level> {Level::Info, QT_TRANSLATE_NOOP("Wording", "info"), Mark::Info},
    WordRow<Level> {Level::Low, QT_TRANSLATE_NOOP("Wording", "low"), Mark::Low},
    WordRow<Level> {Level::Medium, QT_TRANSLATE_NOOP("Wording", "medium"), Mark::Medium},
    WordRow<Level> {Level::High, QT_TRANSLATE_NOOP("Wording", "high"), Mark::High},
};
static_assert(oneRowPerKindInOrder(levelWords));

constexpr std::array riskWords {
    WordRow<Risk> {Risk::Low, QT_TRANSLATE_NOOP("Wording", "low"), Mark::Low},
    WordRow<Risk> {Risk::Medium, QT_TRANSLATE_NOOP("Wording", "medium"), Mark::Medium},
    WordRow<Risk> {Risk::High, QT_TRANSLATE_NOOP("Wording", "high"), Mark::High},
    WordRow<Risk> {Risk::Critical, QT_TRANSLATE_NOOP("Wording", "critical"), Mark::Critical},
};
static_assert(oneRowPerKindInOrder(riskWords));

constexpr std::array statusWords {
    WordRow<ParticipantStatus> {ParticipantStatus::Active, QT_TRANSLATE_NOOP("Wording", "active")},
    WordRow<ParticipantStatus> {ParticipantStatus::Suspended, QT_TRANSLATE_NOOP("Wording", "suspended"),
                                Mark::Suspended},
    WordRow<ParticipantStatus> {ParticipantStatus::Disqualified, QT_TRANSLATE_NOOP("Wording", "disqualified"),
                                Mark::Disqualified},
    WordRow<ParticipantStatus> {ParticipantStatus::NotSelected, QT_TRANSLATE_NOOP("Wording", "not selected")},
    WordRow<ParticipantStatus> {ParticipantStatus::Finished, QT_TRANSLATE_NOOP("Wording", "finished")},
};
static_assert(oneRowPerKindInOrder(statusWords));

constexpr std::array contestWords {
    WordRow<ContestPhase> {ContestPhase::Draft, QT_TRANSLATE_NOOP("Wording", "draft")},
    WordRow<ContestPhase> {ContestPhase::Scheduled, QT_TRANSLATE_NOOP("Wording", "scheduled")},
    WordRow<ContestPhase> {ContestPhase::Live, QT_TRANSLATE_NOOP("Wording", "live")},
    WordRow<ContestPhase> {ContestPhase::Paused, QT_TRANSLATE_NOOP("Wording", "paused")},
    WordRow<ContestPhase> {ContestPhase::Ended, QT_TRANSLATE_NOOP("Wording", "ended")},
    WordRow<ContestPhase> {ContestPhase::Finalised, QT_TRANSLATE_NOOP("Wording", "finalised")},
};
static_assert(oneRowPerKindInOrder(contestWords));

constexpr std::array roundWords {
    WordRow<RoundPhase> {RoundPhase::Locked, QT_TRANSLATE_NOOP("Wording", "locked")},
    WordRow<RoundPhase> {RoundPhase::Countdown, QT_TRANSLATE_NOOP("Wording", "countdown")},
    WordRow<RoundPhase> {RoundPhase::Active, QT_TRANSLATE_NOOP("Wording", "active")},
    WordRow<RoundPhase> {RoundPhase::Paused, QT_TRANSLATE_NOOP("Wording", "paused")},
    WordRow<RoundPhase> {RoundPhase::Closed, QT_TRANSLATE_NOOP("Wording", "closed")},
};
static_assert(oneRowPerKindInOrder(roundWords));

constexpr std::array sourceWords {
    WordRow<IncidentSource> {IncidentSource::Page, QT_TRANSLATE_NOOP("Wording", "the page reported")},
    WordRow<IncidentSource> {IncidentSource::Server, QT_TRANSLATE_NOOP("Wording", "the server observed")},
    WordRow<IncidentSource> {IncidentSource::Staff, QT_TRANSLATE_NOOP("Wording", "a proctor observed")},
};
static_assert(oneRowPerKindInOrder(sourceWords));

template <typename Rows, typename Enum>
const auto &rowOf(const Rows &rows, Enum kind)
{
    return rows[static_cast<std::size_t>(kind)];
}

QString twoDigits(qint64 number)
{
    return QString::number(number).rightJustified(2, u'0');
}

} // namespace

QString durationText(Duration duration)
{
    const qint64 seconds = duration.count() / 1000;
    if (seconds < 60)
        return tr("%1 s").arg(QString::number(double(duration.count()) / 1000.0, 'f', 1));
    if (seconds < 3600)
        return tr("%1 min %2 s").arg(seconds / 60).arg(twoDigits(seconds % 60));
    return tr("%1 h %2 min").arg(seconds / 3600).arg(twoDigits(seconds / 60 % 60));
}

QString clockText(Duration duration)
{
    const qint64 seconds = std::max<qint64>(0, duration.count() / 1000);
    return u"%1:%2:%3"_s.arg(twoDigits(seconds / 3600), twoDigits(seconds / 60 % 60), twoDigits(seconds % 60));
}

QString timeOfDay(Instant instant)
{
    return toDateTime(instant).toLocalTime().toString(u"HH:mm:ss"_s);
}

QString agoText(Duration ago)
{
    const qint64 seconds = ago.count() / 1000;
    if (seconds < 5)
        return tr("just now");
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    return seconds < 3600 ? tr("%1 min").arg(seconds / 60) : tr("%1 h").arg(seconds / 3600);
}

QDateTime toDateTime(Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(instant.time_since_epoch().count(), Qt::UTC);
}

Mark markOf(Level level)
{
    return rowOf(levelWords, level).mark;
}

Mark markOf(Risk risk)
{
    return rowOf(riskWords, risk).mark;
}

Mark markOf(ParticipantStatus status)
{
    return rowOf(statusWords, status).mark;
}

QString wordOf(Level level)
{
    return tr(rowOf(levelWords, level).word);
}

QString wordOf(Risk risk)
{
    return tr(rowOf(riskWords, risk).word);
}

QString wordOf(ParticipantStatus status)
{
    return tr(rowOf(statusWords, status).word);
}

QString wordOf(ContestPhase phase)
{
    return tr(rowOf(contestWords, phase).word);
}

QString wordOf(RoundPhase phase)
{
    return tr(rowOf(roundWords, phase).word);
}

QString titleOf(IncidentKind kind)
{
    return QString(factOf(kind).title);
}

QString wordOf(IncidentSource source)
{
    return tr(rowOf(sourceWords, source).word);
}

QString namesText(const QStringList &names)
{
    if (names.size() <= 3)
        return names.join(u", "_s);
    return tr("%1 and %2 more").arg(names.first(3).join(u", "_s)).arg(names.size() - 3);
}

} // namespace Marathon
