#include "server/engine/Work.h"

#include "server/store/LedgerChain.h"
#include "shared/core/Text.h"
#include "shared/domain/Access.h"

namespace Marathon {

namespace {

constexpr qint64 keptResults = 256; ///< per page stream; a page repeats at most its window of 64

/// Whether a draft is the program as it was handed out.
bool isBuggySource(const Directory &directory, const DraftRow &draft)
{
    const ProblemContent *problem = directory.problem(ProblemId(draft.problem));
    if (!problem)
        return false;
    const auto source = problem->buggySources.constFind(draft.language);
    return source != problem->buggySources.constEnd() && sha256Hex(source->toUtf8()) == draft.sourceSha;
}

} // namespace

EngineAnswer Engine::decideRequest(Work &work, const EngineRequest &request)
{
    if (request.stream) {
        const StreamPosition &position = *request.stream;
        const QPair<QString, QString> stream(position.participant.toString(), position.clientId);
        const qint64 acked = work.found.streams.value(stream);
        if (position.seq > acked + 1)
            return {.result = Error {ErrorKind::Conflict, tr("Entry %1 is awaited next.").arg(acked + 1)},
                    .place = EngineAnswer::Place::Gap,
                    .expected = acked + 1};
        if (position.seq <= acked) {
            const auto stored = work.found.results.constFind({request.account, request.key});
            if (stored == work.found.results.constEnd())
                return {};
            if (stored->requestHash != position.id)
                return {.result = Error {ErrorKind::Conflict,
                                         tr("Another entry was taken under this number. Take a new client_id.")},
                        .place = EngineAnswer::Place::Conflict};
            return {.result = resultFromStored(stored->result)};
        }
        EngineAnswer answer = decideNew(work, request);
        if (!answer.result && answer.result.error().kind == ErrorKind::NotStored)
            return answer;
        work.found.streams.insert(stream, position.seq);
        work.batch.streams.append({stream.first, stream.second, position.seq});
        work.batch.expiredResults.append({request.account, streamKey(position.clientId, position.seq - keptResults)});
        return answer;
    }
    if (!request.key.isEmpty()) {
        const auto stored = work.found.results.constFind({request.account, request.key});
        if (stored != work.found.results.constEnd()) {
            if (stored->requestHash != request.requestHash)
                return {.result = Error {ErrorKind::Invalid,
                                         tr("This Idempotency-Key was used with another request. Take a new key.")}};
            return {.result = resultFromStored(stored->result)};
        }
    }
    return decideNew(work, request);
}

EngineAnswer Engine::decideNew(Work &work, const EngineRequest &request)
{
    const EngineAnswer answer {.result = execute(work, request)};
    const bool isTransient = !answer.result && (answer.result.error().kind == ErrorKind::NotStored ||
                                                answer.result.error().kind == ErrorKind::Unavailable);
    if (!request.key.isEmpty() && !isTransient) {
        ResultRow row {request.account, request.key, request.stream ? request.stream->id : request.requestHash,
                       storedResult(answer.result), work.now};
        work.found.results.insert({row.account, row.key}, row);
        work.batch.results.append(std::move(row));
    }
    return answer;
}

Result<QJsonObject> Engine::execute(Work &work, const EngineRequest &request)
{
    if (m_head.epoch.isEmpty() && (request.draft || request.command))
        return Error {ErrorKind::NotFound,
                      tr("There is no contest on this server yet. Import a contest folder first.")};
    if (request.draft)
        return executeDraft(work, *request.draft);
    QJsonObject answer;
    if (request.command) {
        Result<Decision> decision = decide(work.state, *request.command, request.context, work.now);
        if (!decision)
            return decision.error();
        const bool isNew = !decision->events.isEmpty();
        if (const Result<void> appended = append(work, *decision, request.context); !appended)
            return appended.error();
        if (isNew)
            work.batch.blobs += request.blobs;
        answer = outcomeToJson(decision->outcome);
    } else {
        work.batch.blobs += request.blobs;
    }
    work.batch.sessions += request.sessions;
    work.batch.endedSessions += request.endedSessions;
    work.batch.people += request.people;
    work.batch.staff += request.staff;
    work.batch.problems += request.problems;
    work.batch.settings.insert(request.settings);
    if (request.creation)
        work.batch.contestName = request.creation->name;
    return answer;
}

Result<QJsonObject> Engine::executeDraft(Work &work, const DraftWrite &write)
{
    const ParticipantState *who = work.state.participant(write.participant);
    if (!who)
        return Error {ErrorKind::NotFound, tr("There is no such participant in this contest.")};
    if (const auto problem = workableProblem(work.state, *who, write.problem, write.language, work.now); !problem)
        return problem.error();
    const QPair<QString, QString> place(write.participant.toString(), write.problem.toString());
    const DraftRow known = work.found.drafts.value(place);
    const qint64 rev = known.rev;
    const QString sha = sha256Hex(write.source);
    if (known.sourceSha == sha && known.language == write.language.toString())
        return QJsonObject {{"rev"_L1, rev}};
    if (write.rev != rev) {
        Error stale {ErrorKind::Conflict,
                     tr("A newer draft is stored (revision %1). Compare both before you save again.").arg(rev)};
        stale.fields.append({u"rev"_s, QString::number(rev)});
        return stale;
    }
    work.batch.blobs.append({sha, write.source});
    const DraftRow row {write.participant.toString(),
                        write.problem.toString(),
                        write.language.toString(),
                        sha,
                        write.source.size(),
                        rev + 1,
                        work.now};
    work.batch.drafts.append(row);
    work.found.drafts.insert(place, row);
    return QJsonObject {{"rev"_L1, row.rev}};
}

Result<void> Engine::append(Work &work, Decision &decision, const CommandContext &context)
{
    for (Event &event : decision.events)
        record(work, std::move(event));
    for (ForceSubmit followUp : decision.followUps) {
        const Result<QList<DraftRow>> heads = work.drafts(*m_store, followUp.participant.toString());
        if (!heads)
            return heads.error();
        for (const DraftRow &head : *heads)
            followUp.drafts.append({ProblemId(head.problem), LanguageId(head.language), head.sourceSha, head.size,
                                    isBuggySource(*m_directory, head)});
        Result<Decision> forced = decide(work.state, followUp, context, work.now);
        if (!forced)
            return forced.error();
        for (Event &event : forced->events) {
            const QString sha = std::get<SubmissionReceived>(event.body).sourceSha;
            const Result<QByteArray> bytes = work.blob(*m_store, sha);
            if (!bytes)
                return bytes.error();
            work.batch.blobs.append({sha, *bytes});
            record(work, std::move(event));
        }
    }
    return {};
}

void Engine::record(Work &work, Event event)
{
    work.salt(event);
    LedgerRow row = ledgerRowOf(event);
    row.hash = chainHash(work.head.hash, row);
    work.head.seq = row.seq;
    work.head.hash = row.hash;
    if (const auto *signedOut = std::get_if<ParticipantSignedOut>(&event.body))
        work.batch.endedSessions.append(signedOut->session);
    apply(work.state, event);
    work.batch.events.append(std::move(row));
    work.events.append(std::move(event));
}

} // namespace Marathon
