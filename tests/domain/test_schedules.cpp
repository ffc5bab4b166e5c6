#include "shared/protocol/EventJson.h"
#include "tests/support/ContestBuilder.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <deque>

using namespace Marathon;

namespace {

constexpr int participantCount = 4;

Policy quickLimit()
{
    Policy policy;
    policy.cooldown = Duration(0);
    policy.grace = 0;
    policy.warningAt = 2;
    policy.limit = 4;
    policy.immediateHigh = true;
    return policy;
}

ParticipantId pid(int number)
{
    return ParticipantId(u"P%1"_s.arg(number));
}

const CommandContext page {.actor = u"participant"_s, .role = Role::Participant};
const CommandContext admin {.actor = u"staff:admin"_s, .role = Role::Admin};

struct Asked
{
    Command command;
    CommandContext context;
};

Asked incident(int who, int number)
{
    // High at once, so that nobody has to have seen a warning first.
    return {ReportIncident {
                .participant = pid(who), .incident = IncidentId(u"i%1"_s.arg(number)), .duration = Duration(120'000)},
            page};
}

Asked step(StaffActionKind kind, int who)
{
    StaffAction action {.kind = kind, .participants = {pid(who)}, .reason = {{}, u"because"_s}};
    if (kind == StaffActionKind::Extend)
        action.amount = Duration(60'000);
    return {action, admin};
}

Asked undoOf(const ActionId &action)
{
    return {StaffAction {.kind = StaffActionKind::Undo, .reason = {{}, u"mistake"_s}, .undo = action}, admin};
}

/// A server of the model: what it has heard of the ledger, and what it was asked.
struct ModelServer
{
    ContestState state;
    std::deque<Asked> asked;
};

/// Several servers and one ledger without databases and threads: in each step one of them either hears some of what
/// the others wrote, or takes the contest's lock, catches up (unless the model is told to leave that out), decides a
/// few commands and writes them.
class Model
{
public:
    enum class CatchUp { Always, Never };

    Model(const ContestState &start, int servers, CatchUp catchUp, Instant now)
        : m_start(start)
        , m_servers(std::size_t(servers), ModelServer {start, {}})
        , m_catchUp(catchUp)
        , m_now(now)
    {}

    void ask(int server, Asked asked) { m_servers[std::size_t(server)].asked.push_back(std::move(asked)); }
    bool isIdle(int server) const { return m_servers[std::size_t(server)].asked.empty(); }

    void hear(int server, qsizetype upTo)
    {
        ContestState &state = m_servers[std::size_t(server)].state;
        for (qsizetype index = state.lastSeq - m_start.lastSeq; index < upTo; ++index)
            apply(state, m_ledger[index]);
    }

    void decideSome(int server, int commands)
    {
        ModelServer &own = m_servers[std::size_t(server)];
        if (m_catchUp == CatchUp::Always)
            hear(server, m_ledger.size());
        for (; commands > 0 && !own.asked.empty(); --commands) {
            const Asked asked = own.asked.front();
            own.asked.pop_front();
            m_now += Duration(1'000);
            m_order.append({asked, m_now});
            decideOne(own, asked);
        }
    }

    /// A server that died starts anew from the ledger.
    void restart(int server)
    {
        m_servers[std::size_t(server)].state = m_start;
        hear(server, m_ledger.size());
    }

    void finish()
    {
        for (int server = 0; server < int(m_servers.size()); ++server)
            hear(server, m_ledger.size());
    }

    const ContestState &stateOf(int server) const { return m_servers[std::size_t(server)].state; }
    const QList<Event> &ledger() const { return m_ledger; }
    const QList<ActionId> &actions() const { return m_actions; }
    Instant now() const { return m_now; }

    /// The same commands in the order in which they got the lock, one after the other at one server.
    QList<Event> serially() const
    {
        QList<Event> ledger;
        ContestState state = m_start;
        for (const auto &[asked, at] : m_order) {
            CommandContext context = asked.context;
            context.receivedAt = at;
            const Result<Decision> decision = decide(state, asked.command, context, at);
            if (!decision)
                continue;
            for (const Event &event : decision->events) {
                apply(state, event);
                ledger.append(event);
            }
        }
        return ledger;
    }

private:
    void decideOne(ModelServer &own, const Asked &asked)
    {
        CommandContext context = asked.context;
        context.receivedAt = m_now;
        const Result<Decision> decision = decide(own.state, asked.command, context, m_now);
        if (!decision)
            return;
        for (Event event : decision->events) {
            // Without catching up the numbers would clash; the model lets the rest happen, to show what they prevent.
            event.seq = m_start.lastSeq + m_ledger.size() + 1;
            apply(own.state, event);
            m_ledger.append(event);
        }
        if (const auto *outcome = std::get_if<ActionOutcome>(&decision->outcome))
            m_actions.append(outcome->action);
    }

    ContestState m_start;
    std::vector<ModelServer> m_servers;
    QList<Event> m_ledger;
    QList<std::pair<Asked, Instant>> m_order;
    QList<ActionId> m_actions;
    CatchUp m_catchUp;
    Instant m_now;
};

QByteArray wireOf(const QList<Event> &events)
{
    QByteArray text;
    for (const Event &event : events)
        text += toBytes(eventToWire(event)) + '\n';
    return text;
}

QByteArray wireOf(const ContestState &state)
{
    return toBytes(toJson(state, JsonForm::Ledger));
}

/// How often somebody was disqualified who was disqualified already.
int doubled(const ContestState &start, const QList<Event> &ledger)
{
    ContestState state = start;
    int found = 0;
    for (const Event &event : ledger) {
        if (std::holds_alternative<ParticipantDisqualified>(event.body))
            found += statusOf(*state.participant(event.participant), event.at) == ParticipantStatus::Disqualified;
        apply(state, event);
    }
    return found;
}

/// Everybody whose points are at the limit is out, once, unless a person let them in again.
QStringList wronglyIn(const ContestState &state, Instant now)
{
    QStringList found;
    for (const ParticipantPtr &who : state.participants) {
        const bool isOver = pointsFor(state, *who) >= limitFor(state, *who);
        const bool wasHeard = std::any_of(who->effects.begin(), who->effects.end(), [](const Effect &effect) {
            return effect.kind == EffectKind::Reinstatement;
        });
        if (isOver && !wasHeard && who->undone.isEmpty() && statusOf(*who, now) != ParticipantStatus::Disqualified)
            found.append(who->id.toString());
    }
    return found;
}

} // namespace

/// Servers that share a ledger, as a model: whatever the schedule, what they decide is what one server would have
/// decided in the order in which they got the lock, and nobody is disqualified twice.
class TestSchedules : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_contest.emplace(participantCount, quickLimit());
        m_contest->start();
    }

    void everyInterleavingOfTwoServersIsSomeSerialOrder()
    {
        // Who of the two gets the lock next, for each of eight commands: all 70 ways.
        QByteArray turns("00001111");
        int schedules = 0;
        QSet<QByteArray> outcomes;
        do {
            Model model(m_contest->state(), 2, Model::CatchUp::Always, m_contest->now());
            for (int server = 0; server < 2; ++server) {
                model.ask(server, incident(1, 1 + server));
                model.ask(server, incident(2, 3 + server));
                model.ask(server, step(server ? StaffActionKind::Reinstate : StaffActionKind::Extend, 1));
                model.ask(server, incident(1, 5 + server));
            }
            for (const char turn : turns)
                model.decideSome(turn - '0', 1);
            model.finish();
            check(model, 2);
            QCOMPARE(wronglyIn(model.stateOf(0), model.now()), QStringList());
            outcomes.insert(wireOf(model.ledger()));
            ++schedules;
        } while (std::next_permutation(turns.begin(), turns.end()));
        QCOMPARE(schedules, 70);
        QVERIFY2(outcomes.size() > 10, "the order has to matter, or nothing is tested");
    }

    void randomSchedulesAreSomeSerialOrder()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        qsizetype disqualified = 0;
        for (int round = 0; round < 60; ++round) {
            const Model model = runRandomly(random, Model::CatchUp::Always);
            check(model, 3);
            disqualified += std::count_if(model.ledger().begin(), model.ledger().end(), [](const Event &event) {
                return std::holds_alternative<ParticipantDisqualified>(event.body);
            });
        }
        QVERIFY2(disqualified > 60, "too few limits were crossed");
    }

    void withoutCatchingUpPeopleAreDisqualifiedTwice()
    {
        // The model can tell: the rule that it holds is what prevents it.
        QRandomGenerator random(7);
        int found = 0;
        for (int round = 0; round < 60; ++round)
            found += doubled(m_contest->state(), runRandomly(random, Model::CatchUp::Never).ledger());
        QVERIFY(found > 0);
    }

private:
    Model runRandomly(QRandomGenerator &random, Model::CatchUp catchUp) const
    {
        constexpr int servers = 3;
        Model model(m_contest->state(), servers, catchUp, m_contest->now());
        for (int turn = 0; turn < 120; ++turn) {
            const int server = int(random.bounded(servers));
            const int who = 1 + int(random.bounded(participantCount));
            switch (random.bounded(10)) {
            case 0:
                model.hear(server, random.bounded(int(model.ledger().size()) + 1));
                break;
            case 1:
                model.restart(server);
                break;
            case 2:
                model.ask(server, step(StaffActionKind::Reinstate, who));
                break;
            case 3:
                model.ask(server, step(StaffActionKind::Extend, who));
                break;
            case 4:
                if (!model.actions().isEmpty())
                    model.ask(server, undoOf(model.actions()[random.bounded(int(model.actions().size()))]));
                break;
            case 5:
            case 6:
                model.decideSome(server, 1 + int(random.bounded(4)));
                break;
            default:
                model.ask(server, incident(who, turn));
                break;
            }
        }
        for (int server = 0; server < servers; ++server) {
            while (!model.isIdle(server))
                model.decideSome(server, 1);
        }
        model.finish();
        return model;
    }

    void check(const Model &model, int servers) const
    {
        QCOMPARE(wireOf(model.ledger()), wireOf(model.serially()));
        QCOMPARE(doubled(m_contest->state(), model.ledger()), 0);
        for (int server = 1; server < servers; ++server)
            QCOMPARE(wireOf(model.stateOf(server)), wireOf(model.stateOf(0)));
    }

    std::optional<ContestBuilder> m_contest;
};

QTEST_GUILESS_MAIN(TestSchedules)
#include "test_schedules.moc"
