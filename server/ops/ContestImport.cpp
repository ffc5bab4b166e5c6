#include "server/ops/ContestImport.h"

#include "server/ops/PolicySettings.h"
#include "shared/core/Text.h"

#include <QCoreApplication>
#include <cmath>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ContestImport", text);
}

/// Adds bytes once each and gives their address.
class BlobCollector
{
public:
    QString add(const QByteArray &bytes)
    {
        const QString sha = sha256Hex(bytes);
        if (!m_known.contains(sha)) {
            m_known.insert(sha);
            m_rows.append({sha, bytes});
        }
        return sha;
    }
    QList<BlobRow> take() { return std::move(m_rows); }

private:
    QSet<QString> m_known;
    QList<BlobRow> m_rows;
};

Result<ProblemContent> contentOf(const ProblemPackage &package, BlobCollector &blobs)
{
    ProblemContent content {.id = ProblemId(package.id),
                            .revision = 1,
                            .title = package.title,
                            .difficulty = nameOf(package.difficulty),
                            .statementHtml = package.statementHtml,
                            .hints = package.hintsHtml,
                            .timeMs = std::llround(package.limits.timeSeconds * 1000),
                            .memoryMib = package.limits.memoryMiB,
                            .outputMib = package.limits.outputMiB,
                            .validatorFlags = package.validatorFlags};
    if (package.checker) {
        if (package.checker->files.size() != 1) {
            const QString place = u"problems/%1/output_validators/%2"_s.arg(package.id, package.checker->name);
            return Error {ErrorKind::Invalid,
                          tr("%1 has %2 files. A checker program must be one file; put all of it into that.")
                              .arg(place)
                              .arg(package.checker->files.size()),
                          {{place, tr("must be one file")}}};
        }
        content.validatorLanguage = package.checker->files.first().language;
        content.validatorSource = package.checker->files.first().text;
    }
    for (const PackageSource &source : package.buggy)
        content.buggySources.insert(source.language, source.text);
    for (const PackageGroup &group : package.groups) {
        if (group.points)
            content.groupPoints.insert(group.name, *group.points);
    }
    const auto addTests = [&](const QList<PackageTest> &tests, bool isSample) {
        for (const PackageTest &test : tests)
            content.tests.append({.group = test.group,
                                  .name = test.name,
                                  .inputSha = blobs.add(test.input),
                                  .answerSha = blobs.add(test.answer),
                                  .isSample = isSample});
    };
    addTests(package.samples, true);
    addTests(package.secrets, false);
    return content;
}

RoundConfig roundOf(const RoundDefinition &definition)
{
    RoundConfig round {.number = definition.number,
                       .name = definition.name,
                       .duration = std::chrono::minutes(definition.minutes),
                       .timing =
                           definition.timing == RoundDefinition::Timing::Common ? Timing::Common : Timing::Individual,
                       .countdown = std::chrono::minutes(definition.countdownMinutes)};
    for (const QString &language : definition.languages)
        round.languages.insert(LanguageId(language));
    for (const QString &problem : definition.problems)
        round.problems.append(ProblemId(problem));
    return round;
}

ContestConfig configOf(const ContestDefinition &definition)
{
    ContestConfig config {.id = ContestId(definition.id),
                          .name = definition.name,
                          .startsAt = definition.startsAt,
                          .scoring = definition.scoring == ContestDefinition::Scoring::Groups ? Scoring::Groups
                                                                                              : Scoring::AllOrNothing,
                          .penalty = std::chrono::minutes(definition.penaltyMinutes),
                          .publicLeaderboard = definition.leaderboard.isPublic};
    QHash<QString, const ProblemPackage *> packages;
    for (const ProblemPackage &package : definition.problems)
        packages.insert(package.id, &package);
    for (const RoundDefinition &round : definition.rounds) {
        config.rounds.append(roundOf(round));
        for (const QString &id : round.problems) {
            const ProblemPackage *package = packages.value(id);
            Q_ASSERT(package); // readContestFolder() gives consistent contests only
            ProblemConfig problem {.id = ProblemId(id),
                                   .label = problemLabel(config.problems.size()),
                                   .round = round.number,
                                   .revision = 1,
                                   .points = package->points};
            for (const QString &language : package->buggy.keys())
                problem.languages.insert(LanguageId(language));
            config.problems.append(std::move(problem));
        }
    }
    return config;
}

} // namespace

QString problemLabel(qsizetype index)
{
    QString label;
    for (qsizetype rest = index + 1; rest > 0; rest = (rest - 1) / 26)
        label.prepend(QChar(char16_t(u'A' + (rest - 1) % 26)));
    return label;
}

Result<ContestImport> contestImportOf(const ContestDefinition &definition)
{
    Result<Policy> policy = policyOf(definition.policyPreset, definition.policySettings);
    if (!policy) {
        Error error = policy.error();
        for (FieldError &field : error.fields)
            field.field.prepend("contest.yaml, policy."_L1);
        return error;
    }
    ContestImport import {.config = configOf(definition), .policy = std::move(*policy)};
    BlobCollector blobs;
    for (const ProblemPackage &package : definition.problems) {
        Result<ProblemContent> content = contentOf(package, blobs);
        if (!content)
            return content.error();
        import.testCount += content->tests.size();
        import.problems.append(std::move(*content));
    }
    import.blobs = blobs.take();
    return import;
}

Result<void> mayImport(const ContestImport &import, const Snapshot &snapshot)
{
    const ContestPhase phase = snapshot.state.phase;
    if (!snapshot.hasContest() || phase == ContestPhase::Draft || phase == ContestPhase::Scheduled)
        return {};
    const ContestConfig &present = *snapshot.state.config;
    if (present.id == import.config.id)
        return Error {ErrorKind::Conflict, tr("The contest \"%1\" is %2: it can no longer be imported over. Give the "
                                              "new one another id in contest.yaml, or use another data directory.")
                                               .arg(present.name, nameOf(phase))};
    if (phase == ContestPhase::Live || phase == ContestPhase::Paused)
        return Error {
            ErrorKind::Conflict,
            tr("The contest \"%1\" is %2. End it before another one is imported, or use another data directory.")
                .arg(present.name, nameOf(phase))};
    return {};
}

QList<EngineRequest> importRequests(ContestImport import, const Snapshot &snapshot)
{
    ContestConfig present = *snapshot.state.config;
    present.roster.clear();
    present.staff.clear();
    EngineRequest define {.creation = ContestCreation {import.config.id, import.config.name},
                          .blobs = std::move(import.blobs),
                          .problems = std::move(import.problems)};
    // A definition that changes nothing would store no blobs: statements and tests may have changed all the same.
    if (present != import.config)
        define.command = DefineContest {std::move(import.config)};
    SetStaffScope scopes;
    for (const StaffRow &row : snapshot.directory->staff)
        scopes.scopes.append({row.username, row.role, row.halls});
    std::sort(scopes.scopes.begin(), scopes.scopes.end(),
              [](const StaffScope &left, const StaffScope &right) { return left.username < right.username; });
    QList<EngineRequest> requests {define, {.command = SetPolicy {std::move(import.policy)}}};
    if (!scopes.scopes.isEmpty())
        requests.append({.command = scopes});
    return requests;
}

} // namespace Marathon
