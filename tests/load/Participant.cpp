#include "tests/load/Participant.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUuid>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int signInTries = 5;

QByteArray bytesOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Participant::Participant(const Scenario &scenario, const FixLibrary &fixes, Person person, Tally &tally,
                         QObject *parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_person(std::move(person))
    , m_tally(tally)
    , m_http(scenario.server)
    , m_agenda(m_person.seed + 1)
    , m_incidents(m_person.seed + 2, m_person.conduct)
    , m_work(fixes, m_person.seed + 3, scenario.uniqueShare, m_person.credential.participantId)
    , m_random(m_person.seed + 4)
{
    m_record.participant = m_person.credential.participantId;
    m_record.isMisbehaving = m_person.conduct == Conduct::Misbehaving;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Participant::act);
}

Participant::~Participant() = default;

void Participant::start()
{
    signIn();
}

void Participant::signIn()
{
    const QJsonObject body {{u"participant_id"_s, m_person.credential.participantId},
                            {u"password"_s, m_person.credential.password}};
    const QString path = u"/api/auth/participant/login"_s;
    m_http.send("POST", path, bytesOf(body), [this, path](const HttpAnswer &answer, Span span) {
        ++m_tally.requests;
        if (answer.isOk()) {
            m_tally.signIn.add(span);
            return afterSignIn(answer.json());
        }
        m_tally.fail(answer.described("POST", path));
        if (++m_signInTries < signInTries) {
            const int wait = std::max(1, answer.fields.value("retry-after").toInt());
            QTimer::singleShot(std::chrono::seconds(wait), this, &Participant::signIn);
        }
    });
}

void Participant::afterSignIn(const QJsonObject &answer)
{
    m_token = answer.value("token"_L1).toString().toLatin1();
    m_http.setToken(m_token);
    ask("GET", u"/api/me"_s, {}, [this](const QJsonObject &me) { acceptRules(me); });
}

/// Asks until it is answered; a refusal is a failure of the rehearsal, an outage is waited out.
void Participant::ask(const QByteArray &method, const QString &path, const QJsonObject &body,
                      std::function<void(const QJsonObject &)> then)
{
    m_http.send(
        method, path, method == "GET" ? QByteArray() : bytesOf(body),
        [this, method, path, body, then = std::move(then)](const HttpAnswer &answer, Span span) {
            ++m_tally.requests;
            m_tally.http.add(span);
            if (answer.isOk()) {
                const QJsonDocument document = QJsonDocument::fromJson(answer.body);
                return then(document.isArray() ? QJsonObject {{u"problems"_s, document.array()}} : document.object());
            }
            m_tally.fail(answer.described(method, path));
            if (answer.status == 0 || answer.status >= 500 || answer.status == 429)
                QTimer::singleShot(1s, this, [this, method, path, body, then] { ask(method, path, body, then); });
        });
}

void Participant::acceptRules(const QJsonObject &me)
{
    onLocked(me.value("status"_L1).toString() == "disqualified"_L1 ||
             me.value("status"_L1).toString() == "suspended"_L1);
    const QJsonObject consent = me.value("consent"_L1).toObject();
    if (!consent.value("accepted_at"_L1).toString().isEmpty())
        return loadProblems();
    ask("POST", u"/api/me/consent"_s, {{u"version"_s, consent.value("version"_L1)}},
        [this](const QJsonObject &) { loadProblems(); });
}

void Participant::loadProblems()
{
    ask("GET", u"/api/problems"_s, {}, [this](const QJsonObject &answer) {
        m_work.setProblems(answer.value("problems"_L1).toArray());
        if (!m_stream)
            connectStream();
    });
}

void Participant::connectStream()
{
    m_stream = std::make_unique<EventStream>(m_scenario.server, m_token, m_random.generate(), m_scenario.reconnect);
    connect(m_stream.get(), &EventStream::welcomed, this, [this](const QJsonObject &state) {
        const QString status = state.value("status"_L1).toString();
        if (!status.isEmpty())
            onLocked(status == "disqualified"_L1 || status == "suspended"_L1);
        if (!m_isWorking)
            beginWork();
    });
    connect(m_stream.get(), &EventStream::acknowledged, this, &Participant::onAcknowledged);
    connect(m_stream.get(), &EventStream::received, this, &Participant::onMessage);
    connect(m_stream.get(), &EventStream::failed, this, [this](const QString &what) { m_tally.fail(what); });
    connect(m_stream.get(), &EventStream::refused, this, [this] { ++m_tally.nacks; });
    connect(m_stream.get(), &EventStream::lost, this, [this](const QString &why) {
        ++m_record.reconnects;
        m_tally.fail(u"socket lost: %1"_s.arg(why));
    });
    connect(m_stream.get(), &EventStream::serverClock, this,
            [this](qint64 localMs, qint64 serverMs) { m_tally.noteServerClock(localMs, serverMs); });
    m_stream->open();
}

void Participant::onMessage(const QString &type, const QJsonObject &body, qint64 seq)
{
    if (seq > 0)
        m_record.messages.append({seq, QDateTime::currentMSecsSinceEpoch()});
    if (type == "verdict"_L1) {
        onVerdict(body);
    } else if (type == "run_result"_L1) {
        onRunResult();
    } else if (type == "warning"_L1) {
        const QJsonObject ack {{u"id"_s, body.value("id"_L1)}};
        QTimer::singleShot(std::chrono::milliseconds(1'000 + m_random.bounded(2'000)), this, [this, ack] {
            m_stream->send(u"ack_warning"_s, QUuid::createUuid().toString(QUuid::WithoutBraces), ack);
        });
    } else if (type == "disqualified"_L1 || type == "suspended"_L1) {
        if (!m_record.lockedAt)
            m_record.lockedAt = momentNow();
        onLocked(true);
    } else if (type == "reinstated"_L1) {
        onLocked(false);
    } else if (type == "round"_L1) {
        loadProblems();
    }
}

void Participant::onVerdict(const QJsonObject &body)
{
    const QString id = body.value("submission_id"_L1).toString(body.value("id"_L1).toString());
    const QString verdict = body.value("verdict"_L1).toString();
    for (auto submission = m_record.submissions.rbegin(); submission != m_record.submissions.rend(); ++submission) {
        if (submission->id != id)
            continue;
        if (!submission->verdictAt)
            submission->verdictAt = momentNow();
        submission->verdict = verdict;
        m_work.judged(submission->problem, verdict);
        return;
    }
    m_earlyVerdicts.insert(id, verdict);
}

void Participant::onRunResult()
{
    // One run is under way at a time, and the newest wins: whatever is answered is the newest.
    if (!m_record.runs.isEmpty() && !m_record.runs.last().answeredAt)
        m_record.runs.last().answeredAt = momentNow();
}

void Participant::onLocked(bool isLocked)
{
    m_isLocked = isLocked;
}

void Participant::stopWorking()
{
    m_isStopped = true;
    m_agenda.stop();
}

bool Participant::isSettled() const
{
    const auto isOpen = [](const SentSubmission &submission) {
        return submission.isAccepted && !submission.id.isEmpty() && !submission.verdictAt;
    };
    const bool isWaiting = isRunning() || std::any_of(m_record.submissions.begin(), m_record.submissions.end(), isOpen);
    return m_httpSubmits == 0 && (!m_stream || m_stream->waiting() == 0) && !(m_scenario.awaitsJudge && isWaiting);
}

void Participant::checkDrafts(const std::function<void(qint64 lost)> &done)
{
    struct Check
    {
        qsizetype open = 0;
        qint64 lost = 0;
    };
    const auto check = std::make_shared<Check>();
    check->open = m_record.drafts.size();
    if (check->open == 0)
        return done(0);
    for (auto entry = m_record.drafts.begin(); entry != m_record.drafts.end(); ++entry) {
        const AckedDraft acked = entry.value();
        const QString path = u"/api/problems/%1/draft"_s.arg(entry.key());
        m_http.send("GET", path, {}, [this, path, acked, check, done](const HttpAnswer &answer, Span) {
            ++m_tally.requests;
            const QJsonObject stored = answer.json();
            const qint64 rev = stored.value("rev"_L1).toInteger();
            const bool isKept =
                answer.isOk() &&
                (rev > acked.rev || (rev == acked.rev && stored.value("source"_L1).toString() == acked.source));
            if (!isKept) {
                ++check->lost;
                m_tally.fail(
                    answer.isOk()
                        ? u"GET %1: revision %2 was acknowledged, %3 is stored"_s.arg(path).arg(acked.rev).arg(rev)
                        : answer.described("GET", path));
            }
            if (--check->open == 0)
                done(check->lost);
        });
    }
}

void Participant::sweep(Moment now)
{
    if (m_stream)
        m_stream->sweep(now);
}

void Participant::close()
{
    m_timer.stop();
    if (m_stream)
        m_stream->close();
}

} // namespace Marathon

#include "moc_Participant.cpp"
