#include "tests/console/RecordedContest.h"

#include "shared/domain/Access.h"

namespace Marathon {

using namespace std::chrono_literals;

namespace {

constexpr std::array givenNames {"Asha",    "Liam",   "Mei",    "Yusuf", "Sofía",  "Noah",  "Ananya",  "Chidi",
                                 "Hana",    "Mateus", "Zoë",    "Arjun", "Fatima", "Lars",  "Wanjiru", "Jakub",
                                 "Priya",   "Kenji",  "Amélie", "Omar",  "Ingrid", "Thabo", "Lucía",   "Minh",
                                 "Rahul",   "Elif",   "Nikos",  "Chloé", "Vikram", "Aoife", "Dmitri",  "Salma",
                                 "Joon-ho", "Kavya",  "Björn",  "Nadia", "Tomás",  "Aditi", "Emeka",   "Yara"};
constexpr std::array familyNames {
    "Rao",    "O'Brien",      "Chen",    "Demir",  "García",    "Okafor",    "Sharma",  "Tanaka",
    "Silva",  "van den Berg", "Patel",   "Haddad", "Lindqvist", "Mwangi",    "Nowak",   "Iyer",
    "Sato",   "Dubois",       "Farouk",  "Hansen", "Dlamini",   "Fernández", "Nguyen",  "Kulkarni",
    "Yılmaz", "Papadopoulos", "Moreau",  "Reddy",  "Murphy",    "Ivanov",    "Mansour", "Kim",
    "Menon",  "Jónsson",      "Petrova", "Novák",  "Deshpande", "Eze",       "Khalil",  "Müller"};
constexpr std::array colleges {"City Institute of Technology", "Riverside College of Engineering",
                               "St. Mary's University", "National Polytechnic", "Lakeview Institute of Science"};
constexpr std::array departments {"Computer Science", "Information Technology", "Electronics", "Mathematics"};
constexpr std::array away {IncidentKind::AwayTab, IncidentKind::AwayTab, IncidentKind::AwayTab,
                           IncidentKind::AwayWindow, IncidentKind::AwayWindow};
constexpr std::array brief {IncidentKind::FullscreenExit,  IncidentKind::PasteExternal, IncidentKind::CopyPage,
                            IncidentKind::KeyRestricted,   IncidentKind::MenuContext,   IncidentKind::EditBulk,
                            IncidentKind::DevtoolsSuspect, IncidentKind::KeyPrintScreen};
constexpr std::array observed {"phone under the desk", "talking to the neighbour", "notes on paper",
                               "looking at another screen"};

ContestConfig configFor(int participants)
{
    const QSet<LanguageId> languages {LanguageId(u"c"_s), LanguageId(u"cpp"_s), LanguageId(u"python"_s)};
    ContestConfig config {.id = ContestId(u"spring"_s),
                          .name = u"Debug Marathon Spring Final"_s,
                          .startsAt = std::nullopt,
                          .rounds = {},
                          .problems = {},
                          .roster = {},
                          .staff = {}};
    int label = 0;
    for (int number = 1; number <= 3; ++number) {
        RoundConfig round {.number = number,
                           .name = u"Level %1"_s.arg(number),
                           .duration = number == 1 ? Duration(35min) : Duration(40min),
                           .languages = languages,
                           .problems = {},
                           .countdown = Duration(60'000)};
        for (int problem = 0; problem < 2; ++problem) {
            const QString name(QChar(u'A' + label++));
            round.problems.append(ProblemId(name.toLower()));
            config.problems.append({.id = ProblemId(name.toLower()),
                                    .label = name,
                                    .round = number,
                                    .points = 10 * number + 10 * problem,
                                    .languages = languages});
        }
        config.rounds.append(round);
    }
    for (int number = 0; number < participants; ++number) {
        const int hall = number % 3;
        config.roster.append({ParticipantId(u"DM26%1"_s.arg(number + 1, 4, 10, QLatin1Char('0'))),
                              u"Hall %1"_s.arg(QChar(u'A' + hall)),
                              u"%1-%2"_s.arg(QChar(u'A' + hall)).arg(number / 3 + 1, 2, 10, QLatin1Char('0'))});
    }
    return config;
}

} // namespace

RecordedContest::RecordedContest(Size size)
    : m_random(size.seed)
    , m_now(Duration(1'769'666'400'000))
{
    setUp(size);
    const Instant end = m_now + size.played;
    const auto levelTwo = m_now + 36min;
    while (m_now < end) {
        step();
        if (m_now >= levelTwo && m_state.round(2)->phase == RoundPhase::Locked)
            asStaff(SetRoundState {2, RoundPhase::Active});
    }
}

void RecordedContest::setUp(const Size &size)
{
    const ContestConfig config = configFor(size.participants);
    for (const RosterEntry &entry : config.roster) {
        const QString name = QString::fromUtf8(pick(givenNames)) + u' ' + QString::fromUtf8(pick(familyNames));
        m_people.append(QJsonObject {{"participant_id"_L1, entry.id.toString()},
                                     {"name"_L1, name},
                                     {"email"_L1, entry.id.toString().toLower() + u"@example.org"_s},
                                     {"college"_L1, QString::fromUtf8(pick(colleges))},
                                     {"department"_L1, QString::fromUtf8(pick(departments))},
                                     {"hall"_L1, entry.hall},
                                     {"seat"_L1, entry.seat}});
        m_workers.append({.id = entry.id,
                          .skill = 0.15 + 0.8 * chance(),
                          .honesty = chance() < 0.11  ? 0.35
                                     : chance() < 0.3 ? 0.8
                                                      : 0.985,
                          .isOnline = false});
    }
    asStaff(SetPolicy {Policy {}});
    asStaff(DefineContest {config});
    asStaff(EnrolParticipants {config.roster});
    asStaff(SetContestState {ContestPhase::Live});
    for (Worker &worker : m_workers) {
        if (chance() < 0.015)
            continue; // did not come
        worker.isOnline = true;
        const SessionId session(u"s"_s + QString::number(++m_counter));
        asParticipant(SignIn {worker.id, session, u"c%1"_s.arg(m_counter), {}});
        asParticipant(NoteConnection {worker.id, true, {}});
        asParticipant(GiveConsent {worker.id, 1});
        m_now += 300ms;
    }
    asStaff(SetRoundState {1, RoundPhase::Active});
}

void RecordedContest::take(const Command &command, const CommandContext &context)
{
    const Result<Decision> decision = decide(m_state, command, context, m_now);
    if (!decision)
        return; // refused, as many things are in a real contest
    for (const Event &event : decision->events) {
        apply(m_state, event);
        m_ledger.append(event);
    }
    for (const ForceSubmit &followUp : decision->followUps)
        take(followUp, context);
    if (const auto *receipt = std::get_if<SubmissionReceipt>(&decision->outcome)) {
        const auto *submit = std::get_if<Submit>(&command);
        const auto worker = std::find_if(m_workers.begin(), m_workers.end(), [submit](const Worker &candidate) {
            return submit && candidate.id == submit->participant;
        });
        m_waiting.append({receipt->id, worker == m_workers.end() ? 0.5 : worker->skill,
                          m_now + Duration(2000 + int(9000 * chance()))});
    }
}

void RecordedContest::asStaff(const Command &command, const QString &who)
{
    take(command, {.actor = who, .role = Role::Admin, .halls = {}, .receivedAt = m_now});
}

void RecordedContest::asParticipant(const Command &command)
{
    take(command, {.actor = u"participant"_s, .role = Role::Participant, .halls = {}, .receivedAt = m_now});
}

void RecordedContest::step()
{
    m_now += 1s;
    judge();
    const auto open = std::exchange(m_open, {});
    for (const auto &[person, incident] : open) {
        const ParticipantState *who = m_state.participant(person);
        const IncidentState *state = who ? who->incident(incident) : nullptr;
        if (!state || state->now.phase == Phase::Closed)
            continue;
        if (chance() < 0.93) {
            m_open.append({person, incident});
            continue;
        }
        asParticipant(ReportIncident {.participant = person,
                                      .incident = incident,
                                      .kind = state->now.kind,
                                      .phase = Phase::Closed,
                                      .startedAt = state->now.startedAt,
                                      .duration = m_now - state->now.startedAt,
                                      .problem = state->now.problem,
                                      .evidence = {}});
    }
    // One in ten looks up in a second; the rest are busy.
    for (qsizetype turn = 0; turn < m_workers.size() / 10; ++turn) {
        Worker &worker = m_workers[m_random.bounded(int(m_workers.size()))];
        if (!worker.isOnline) {
            if (chance() < 0.06) {
                worker.isOnline = true;
                asParticipant(NoteConnection {worker.id, true, {}});
            }
            continue;
        }
        const double what = chance();
        if (what < 0.018)
            work(worker);
        else if (what > worker.honesty + (1 - worker.honesty) * 0.93)
            stray(worker);
        else if (what > 0.5 && what < 0.5008) {
            worker.isOnline = false;
            asParticipant(NoteConnection {worker.id, false, u"network"_s});
        }
    }
    supervise();
    take(Tick {}, {});
}

void RecordedContest::work(Worker &worker)
{
    const ParticipantState *who = m_state.participant(worker.id);
    const Access access = accessOf(m_state, *who, m_now);
    const RoundConfig *round = m_state.config->round(access.openRound);
    if (!round)
        return;
    for (const ProblemId &problem : round->problems) {
        const bool isSolved = std::any_of(who->submissions.begin(), who->submissions.end(),
                                          [&problem](const SubmissionState &submission) {
                                              return submission.received.problem == problem && submission.judged &&
                                                     submission.judged->verdict == Verdict::Accepted;
                                          });
        if (isSolved)
            continue;
        const QString ref = u"r%1"_s.arg(++m_counter);
        asParticipant(Submit {.participant = worker.id,
                              .problem = problem,
                              .language = LanguageId(u"c"_s),
                              .sourceSha = ref,
                              .size = 900,
                              .clientRef = ref});
        return;
    }
}

void RecordedContest::stray(Worker &worker)
{
    const IncidentId id(u"i%1"_s.arg(++m_counter));
    const bool leaves = chance() < 0.6;
    const IncidentKind kind = leaves ? pick(away) : pick(brief);
    ReportIncident report {.participant = worker.id,
                           .incident = id,
                           .kind = kind,
                           .phase = Phase::Closed,
                           .startedAt = m_now,
                           .problem = u"A"_s,
                           .evidence = {}};
    if (kind == IncidentKind::PasteExternal)
        report.length = m_random.bounded(320);
    if (leaves && chance() < 0.3) {
        report.phase = Phase::Open;
        m_open.append({worker.id, id});
    } else if (leaves) {
        const double draw = chance();
        report.duration = Duration(qint64(600 + 24'000 * draw * draw * draw + (chance() < 0.05 ? 50'000 : 0)));
        report.startedAt = m_now - report.duration;
    }
    asParticipant(report);
}

void RecordedContest::supervise()
{
    if (chance() < 0.004) {
        const Worker &worker = pick(m_workers);
        asStaff(StaffAction {.kind = StaffActionKind::RecordIncident,
                             .participants = {worker.id},
                             .reason = {{}, QString::fromUtf8(pick(observed))},
                             .text = QString::fromUtf8(pick(observed)),
                             .incidents = {},
                             .incident = {},
                             .level = chance() < 0.5 ? Level::Low : Level::Medium,
                             .undo = {}},
                u"staff:joao"_s);
    }
    for (const Worker &worker : m_workers) {
        const ParticipantState &who = *m_state.participant(worker.id);
        const WarningState *warning = warningInForce(who);
        if (warning && !warning->acknowledgedAt && chance() < 0.03)
            asParticipant(AcknowledgeWarning {worker.id, {}});
        const Effect *restriction = restrictionInForce(who, m_now);
        if (restriction && restriction->provisional && m_now - restriction->at > 90s && chance() < 0.01) {
            const bool stays = chance() < 0.6;
            asStaff(StaffAction {.kind = stays ? StaffActionKind::Confirm : StaffActionKind::Reinstate,
                                 .participants = {worker.id},
                                 .reason = {{}, stays ? u"seen on the hall's record"_s : u"power cut at the desk"_s},
                                 .text = {},
                                 .incidents = {},
                                 .incident = {},
                                 .undo = {}});
        }
        if (!restriction && pointsFor(m_state, who) >= 6 && chance() < 0.0012) {
            asStaff(StaffAction {.kind = StaffActionKind::Suspend,
                                 .participants = {worker.id},
                                 .reason = {{}, u"identity to be checked"_s},
                                 .text = {},
                                 .incidents = {},
                                 .incident = {},
                                 .duration = chance() < 0.5 ? std::optional<Duration>(15min) : std::nullopt,
                                 .undo = {}},
                    u"staff:joao"_s);
        }
    }
    if (m_counter == 900)
        asStaff(PostAnnouncement {u"Problem B: the second sample's output ends with a line break."_s, {}});
}

void RecordedContest::judge()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const Waiting &entry : waiting) {
        if (entry.due > m_now) {
            m_waiting.append(entry);
            continue;
        }
        SubmissionJudged judged {.submission = entry.submission,
                                 .testsPassed = 8,
                                 .testCount = 8,
                                 .time = Duration(40),
                                 .compileOutput = {}};
        const double draw = chance();
        if (draw < 0.25 + 0.45 * entry.skill) {
            judged.verdict = Verdict::Accepted;
        } else {
            judged.testsPassed = m_random.bounded(8);
            judged.verdict = draw > 0.97   ? Verdict::CompileError
                             : draw > 0.9  ? Verdict::RunTimeError
                             : draw > 0.82 ? Verdict::TimeLimit
                                           : Verdict::WrongAnswer;
        }
        take(RecordVerdict {judged}, {});
    }
}

QList<Event> RecordedContest::goOn()
{
    const qsizetype before = m_ledger.size();
    step();
    return m_ledger.mid(before);
}

QList<Event> RecordedContest::strayOften(int incidents)
{
    const qsizetype before = m_ledger.size();
    for (int count = 0; count < incidents; ++count) {
        m_now += 150ms;
        stray(m_workers[m_random.bounded(int(m_workers.size()))]);
    }
    return m_ledger.mid(before);
}

QJsonObject RecordedContest::welcome(const ContestState &state, Instant now) const
{
    const QJsonObject snapshot {
        {"state"_L1, toJson(state)},
        {"people"_L1, m_people},
        {"contest"_L1, QJsonObject {{"id"_L1, state.config->id.toString()}, {"name"_L1, state.config->name}}}};
    return {{"t"_L1, "welcome"_L1},
            {"ledger_epoch"_L1, "1"_L1},
            {"seq"_L1, state.lastSeq},
            {"server_now"_L1, toRfc3339(now)},
            {"snapshot"_L1, snapshot}};
}

QJsonObject RecordedContest::recording(Duration tail) const
{
    ContestState state;
    qsizetype next = 0;
    while (next < m_ledger.size() && m_ledger[next].at < m_now - tail)
        apply(state, m_ledger[next++]);
    QJsonArray messages {welcome(state, m_now - tail)};
    for (; next < m_ledger.size(); ++next)
        messages.append(eventToWire(m_ledger[next]));
    QJsonArray presence;
    for (const Worker &worker : m_workers) {
        const bool isAway =
            std::any_of(m_open.begin(), m_open.end(), [&worker](const auto &open) { return open.first == worker.id; });
        presence.append(
            QJsonObject {{"participant_id"_L1, worker.id.toString()},
                         {"online"_L1, worker.isOnline},
                         {"visible"_L1, !isAway},
                         {"late_ms"_L1, 12},
                         {"problem"_L1, worker.isOnline ? (worker.skill > 0.5 ? u"D"_s : u"C"_s) : QString()}});
    }
    messages.append(QJsonObject {{"t"_L1, "presence"_L1}, {"changed"_L1, presence}});
    messages.append(QJsonObject {{"t"_L1, "health"_L1},
                                 {"cpu"_L1, 0.31},
                                 {"memory"_L1, 0.22},
                                 {"http_p95_ms"_L1, 4},
                                 {"ack_p95_ms"_L1, 6},
                                 {"queue"_L1, m_waiting.size()},
                                 {"database_ms"_L1, 1},
                                 {"participants_online"_L1, 347}});
    return {{"messages"_L1, messages}};
}

} // namespace Marathon
