#pragma once

#include "server/store/Rows.h"
#include "shared/domain/Decide.h"

#include <QJsonObject>
#include <QObject>
#include <functional>

namespace Marathon {

/// A page's new text for one problem; a stale `rev` is refused with the stored draft.
struct DraftWrite
{
    ParticipantId participant;
    ProblemId problem;
    LanguageId language;
    QByteArray source;
    qint64 rev = 0; ///< the revision that the page has; the stored one becomes rev + 1
};

/// Place of an entry in a page's numbered stream (protocol.md, /ws/participant).
struct StreamPosition
{
    ParticipantId participant;
    QString clientId;
    qint64 seq = 0;
    QString id; ///< the entry's own id; another one at the same seq is a conflict
};

/// A new contest that is made and selected before the request's command is decided.
struct ContestCreation
{
    ContestId id;
    QString name;
};

struct EngineAnswer
{
    enum class Place { Taken, Gap, Conflict };
    Result<QJsonObject> result = QJsonObject {};
    Place place = Place::Taken;
    qint64 expected = 0; ///< with Gap: the seq that is awaited
};

/// One thing asked of the engine: a command or a draft, with the rows that must become durable in the same transaction.
struct EngineRequest
{
    std::optional<Command> command {};
    CommandContext context {};
    std::optional<DraftWrite> draft {};
    std::optional<StreamPosition> stream {};
    std::optional<ContestCreation> creation {};
    QString account {}; ///< with `key`: whose idempotency key
    QString key {};
    QString requestHash {}; ///< the same key with another body is refused
    QList<BlobRow> blobs {};
    QList<SessionRow> sessions {};
    QList<SessionId> endedSessions {};
    QList<PersonRow> people {};
    QList<StaffRow> staff {};
    QList<ProblemContent> problems {};
    QMap<QString, QString> settings {};
    QObject *receiver = nullptr; ///< on whose thread `reply` runs; must outlive the engine
    std::function<void(const EngineAnswer &)> reply {};
};

} // namespace Marathon
