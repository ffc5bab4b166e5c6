#pragma once

#include "tests/load/Agenda.h"
#include "tests/load/Credentials.h"
#include "tests/load/HttpConnection.h"
#include "tests/load/IncidentMaker.h"
#include "tests/load/Record.h"
#include "tests/load/Scenario.h"
#include "tests/load/Tally.h"
#include "tests/load/WorkPlan.h"

#include <memory>

namespace Marathon {

/// One simulated participant: signs in, accepts the rules, opens its socket, and then works and misbehaves as its
/// agenda says until it is told to stop. It keeps a record of everything it sent and was told.
class Participant final : public QObject
{
    Q_OBJECT

public:
    struct Person
    {
        Credential credential;
        Conduct conduct = Conduct::Honest;
        quint32 seed = 1;
    };

    Participant(const Scenario &scenario, const FixLibrary &fixes, Person person, Tally &tally, QObject *parent);
    ~Participant() override;

    void start();
    /// Begins nothing new; what is under way is still completed.
    void stopWorking();
    /// Everything sent has been acknowledged or refused for good, and every verdict and run answer has come.
    bool isSettled() const;
    bool isOnline() const { return m_stream && m_stream->isConnected(); }
    /// Hands in the next program now, whatever the agenda says.
    void submitNow();
    /// Asks for the stored draft of each problem and compares it with the newest acknowledged one; counts losses.
    void checkDrafts(const std::function<void(qint64 lost)> &done);
    void sweep(Moment now);
    void close();
    const ParticipantRecord &record() const { return m_record; }

private:
    void signIn();
    void afterSignIn(const QJsonObject &answer);
    void ask(const QByteArray &method, const QString &path, const QJsonObject &body,
             std::function<void(const QJsonObject &)> then);
    void acceptRules(const QJsonObject &me);
    void loadProblems();
    void connectStream();
    void beginWork();
    void act();
    void arm();
    void doActivity(Activity activity);
    void reportIncident();
    void sendIncident(const QString &id, const MadeIncident &incident, bool isClosed);
    void closeIncident(const QString &id, const MadeIncident &incident, std::chrono::milliseconds after);
    void saveDraft();
    void sendDraft();
    void tryRun();
    void submitByHttp(const Work &work, const QString &clientRef);
    void afterHttpSubmit(const HttpAnswer &answer, Span span, const Work &work, const QString &clientRef);
    void onAcknowledged(const OutgoingEvent &event, const QJsonObject &result);
    void onIncidentAcked(const OutgoingEvent &event, const QJsonObject &result, bool isAccepted);
    void onSubmissionAcked(const QString &clientRef, const QJsonObject &result, bool isAccepted);
    void onDraftAcked(const OutgoingEvent &event, const QJsonObject &result, bool isAccepted);
    void onMessage(const QString &type, const QJsonObject &body, qint64 seq);
    void onVerdict(const QJsonObject &body);
    void onRunResult();
    void onLocked(bool isLocked);
    void noteRefusal(const QString &what, bool isExpected);
    bool isRunning() const;

    const Scenario &m_scenario;
    Person m_person;
    Tally &m_tally;
    ParticipantRecord m_record;
    HttpConnection m_http;
    std::unique_ptr<EventStream> m_stream;
    Agenda m_agenda;
    IncidentMaker m_incidents;
    WorkPlan m_work;
    QRandomGenerator m_random;
    QByteArray m_token;
    QTimer m_timer;
    QHash<QString, qsizetype> m_incidentIndex;   ///< "id/closed" or "id/open" to its place in the record
    QHash<QString, qsizetype> m_submissionIndex; ///< by client_ref
    QHash<QString, QString> m_earlyVerdicts;     ///< verdicts that came before the receipt, by submission
    QMap<QString, qint64> m_revisions;
    QString m_draftInFlight;
    int m_signInTries = 0;
    qint64 m_httpSubmits = 0; ///< under way
    bool m_isWorking = false;
    bool m_isStopped = false;
    bool m_isLocked = false;
};

} // namespace Marathon
