#include "server/api/ApiHandler.h"
#include "shared/domain/StaffAction.h"
#include "shared/protocol/PublicAnswers.h"
#include "shared/protocol/Schema.h"
#include "tests/api/ApiBench.h"
#include "tests/api/GoodCalls.h"
#include "tests/api/JudgeDouble.h"
#include "tests/support/Shapes.h"

#include <QTest>

using namespace Marathon;

namespace {

constexpr std::array callers {Role::Nobody,  Role::Participant, Role::Viewer,
                              Role::Proctor, Role::Operator,    Role::Admin};

QString nameOfRow(const ApiRoute &route)
{
    return QString::fromLatin1(route.method) + u' ' + QString(route.pattern);
}

} // namespace

/// The route table is the security review, and this drives every row of it against a whole server. What must hold comes
/// from the row; how to call it well comes from GoodCalls.cpp.
class TestRoutes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyRowHasAGoodCall_data() { rows(); }
    void everyRowHasAGoodCall();
    void aGoodCallAnswersTheDocumentedShape_data();
    void aGoodCallAnswersTheDocumentedShape();
    void everyRowRefusesAStrangerAndATooWeakRole_data() { rows(); }
    void everyRowRefusesAStrangerAndATooWeakRole();
    void aCookieChangesNothingFromAnotherPage_data() { rows(); }
    void aCookieChangesNothingFromAnotherPage();
    void everyRowNamesTheWrongField_data() { rows(); }
    void everyRowNamesTheWrongField();
    void everyRowKnowsNoUnknownThing_data() { rows(); }
    void everyRowKnowsNoUnknownThing();
    void everyRowBoundsItsBody_data() { rows(); }
    void everyRowBoundsItsBody();
    void anIdempotencyKeyAnswersTheSameAgain_data() { rows(); }
    void anIdempotencyKeyAnswersTheSameAgain();
    void eachActionAsksForItsOwnRight_data();
    void eachActionAsksForItsOwnRight();
    void oneHallsProctorCannotActInAnother();
    void whatIsAnotherParticipantsIsNotFound();

private:
    void rows() const;
    const ApiRoute &route() const;
    const GoodCall *goodCallOf(const ApiRoute &route) const;
    QString filled(QString text) const;
    HttpAnswer make(const GoodCall &call, Role role, QMap<QByteArray, QByteArray> fields = {},
                    Proof proof = Proof::Bearer);
    HttpAnswer make(const GoodCall &call, Role role, const QByteArray &body);
    void checkRefusal(const HttpAnswer &answer, const ApiRoute &route, int status);

    QList<ApiRoute> m_routes;
    QList<GoodCall> m_calls;
    QMap<QString, QString> m_remembered;
    QJsonObject m_paths; ///< of the document that the server gives
    std::unique_ptr<ApiBench> m_bench;
    std::unique_ptr<JudgeDouble> m_judge;
};

void TestRoutes::initTestCase()
{
    m_routes = allRoutes();
    m_calls = goodCalls();
    m_bench = std::make_unique<ApiBench>();
    m_judge = std::make_unique<JudgeDouble>(QUrl(u"ws://"_s + m_bench->host() + u"/ws/judge"_s), m_bench->judgeToken());
    m_paths = m_bench->call("GET", u"/api/openapi.json"_s, Role::Nobody).object().value("paths"_L1).toObject();
    QVERIFY(!m_paths.isEmpty());
}

void TestRoutes::rows() const
{
    QTest::addColumn<int>("index");
    for (int index = 0; index < int(m_routes.size()); ++index)
        QTest::newRow(qPrintable(nameOfRow(m_routes[index]))) << index;
}

const ApiRoute &TestRoutes::route() const
{
    QFETCH(int, index);
    return m_routes[index];
}

const GoodCall *TestRoutes::goodCallOf(const ApiRoute &route) const
{
    for (const GoodCall &call : m_calls) {
        if (call.method == route.method && call.pattern == route.pattern)
            return &call;
    }
    return nullptr;
}

QString TestRoutes::filled(QString text) const
{
    for (auto entry = m_remembered.begin(); entry != m_remembered.end(); ++entry)
        text.replace(u'{' + entry.key() + u'}', entry.value());
    return text;
}

HttpAnswer TestRoutes::make(const GoodCall &call, Role role, QMap<QByteArray, QByteArray> fields, Proof proof)
{
    const QByteArray body = call.body.isEmpty() ? QByteArray() : filled(QString::fromUtf8(toBytes(call.body))).toUtf8();
    return m_bench->call(call.method, filled(call.path), role, body, std::move(fields), proof);
}

HttpAnswer TestRoutes::make(const GoodCall &call, Role role, const QByteArray &body)
{
    return m_bench->call(call.method, filled(call.path), role, body);
}

void TestRoutes::checkRefusal(const HttpAnswer &answer, const ApiRoute &route, int status)
{
    QVERIFY2(answer.status == status, qPrintable(u"expected %1, got "_s.arg(status) + answer.text()));
    QCOMPARE(answer.mediaType, "application/problem+json"_ba);
    const QStringList faults = misfits(schemaOf<ProblemDetails>(), answer.json());
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u"; "_s)));
    QCOMPARE(answer.object().value("status"_L1).toInt(), status);
    QVERIFY2(!answer.object().value("detail"_L1).toString().isEmpty(), "a refusal says what to do");
    QVERIFY2(refusalsOf(route).contains(status),
             qPrintable(u"%1 is not among the documented refusals of this route"_s.arg(status)));
}

void TestRoutes::everyRowHasAGoodCall()
{
    QVERIFY2(
        goodCallOf(route()),
        qPrintable(
            u"Nobody calls %1. Add a call that succeeds to tests/api/GoodCalls.cpp, at its place in the story."_s.arg(
                nameOfRow(route()))));
    QVERIFY2(route().answer.status == 204 || route().answer.shape || route().answer.mediaType != "application/json"_L1,
             "The row does not say what it answers. Give it the described struct of its answer, or 204.");
}

void TestRoutes::aGoodCallAnswersTheDocumentedShape_data()
{
    QTest::addColumn<int>("index");
    for (int index = 0; index < int(m_calls.size()); ++index)
        QTest::addRow("%02d %s %s", index + 1, m_calls[index].method.constData(), qPrintable(m_calls[index].path))
            << index;
}

void TestRoutes::aGoodCallAnswersTheDocumentedShape()
{
    QFETCH(int, index);
    const GoodCall &call = m_calls[index];
    const auto row = std::find_if(m_routes.begin(), m_routes.end(), [&call](const ApiRoute &each) {
        return call.method == each.method && call.pattern == each.pattern;
    });
    QVERIFY2(row != m_routes.end(),
             "The route table has no such row any more. Take this call out of tests/api/GoodCalls.cpp.");
    HttpAnswer answer = make(call, call.role);
    if (call.eventually)
        QTRY_VERIFY_WITH_TIMEOUT((answer = make(call, call.role)).status == row->answer.status, 60'000);
    QVERIFY2(answer.status == row->answer.status, qPrintable(answer.text()));
    if (row->pattern == "/api/auth/logout"_L1) {
        QCOMPARE(m_bench->call("GET", u"/api/auth/session"_s, call.role).status, 401);
        m_bench->setToken(call.role, m_bench->signIn(call.role));
    }
    if (row->answer.status == 204) {
        QVERIFY(answer.body.isEmpty());
        return;
    }
    const QJsonObject documented = m_paths.value(QString(row->pattern).remove(u"..."_s))
                                       .toObject()
                                       .value(QString::fromLatin1(call.method).toLower())
                                       .toObject();
    const QJsonObject content = documented.value("responses"_L1)
                                    .toObject()
                                    .value(QString::number(answer.status))
                                    .toObject()
                                    .value("content"_L1)
                                    .toObject();
    QVERIFY2(content.contains(QString::fromLatin1(answer.mediaType)), answer.mediaType.constData());
    const QJsonObject schema =
        content.value(QString::fromLatin1(answer.mediaType)).toObject().value("schema"_L1).toObject();
    const QStringList faults = schema.isEmpty() ? QStringList() : misfits(schema, answer.json());
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u"; "_s)));
    if (call.body.isEmpty())
        QVERIFY(!row->body || documented.contains("requestBody"_L1));
    if (!call.remember.isEmpty()) {
        const QString value = answer.object().value(call.remember.section(u'=', 1)).toString();
        QVERIFY2(!value.isEmpty(), qPrintable(answer.text()));
        m_remembered.insert(call.remember.section(u'=', 0, 0), value);
    }
}

void TestRoutes::everyRowRefusesAStrangerAndATooWeakRole()
{
    const GoodCall *call = goodCallOf(route());
    QVERIFY(call);
    for (const Role role : callers) {
        if (allows(route().permission, role))
            continue;
        checkRefusal(make(*call, role), route(), role == Role::Nobody ? 401 : 403);
        if (QTest::currentTestFailed())
            return qWarning("as %s", qPrintable(nameOf(role)));
    }
    if (route().permission == Permission::Public)
        return;
    const QByteArray forged = "Bearer " + QByteArray(43, 'A');
    checkRefusal(m_bench->send(call->method, filled(call->path), {}, {{"Authorization", forged}}), route(), 401);
}

void TestRoutes::aCookieChangesNothingFromAnotherPage()
{
    const GoodCall *call = goodCallOf(route());
    QVERIFY(call);
    if (call->method == "GET" || route().permission == Permission::Public)
        return; // reads nothing that another page could see (SameSite, CORP), or needs no session
    checkRefusal(make(*call, call->role, {}, Proof::Cookie), route(), 403);
    checkRefusal(make(*call, call->role, {{"Origin", "http://elsewhere.example"}}, Proof::Cookie), route(), 403);
    checkRefusal(make(*call, call->role, {{"Origin", "null"}}, Proof::Cookie), route(), 403);
}

void TestRoutes::everyRowNamesTheWrongField()
{
    const GoodCall *call = goodCallOf(route());
    QVERIFY(call);
    if (!route().body)
        return; // it reads none
    const QJsonObject schema = route().body();
    QList<WrongBody> bodies;
    for (const GoodCall &each : m_calls) {
        if (each.method != route().method || each.pattern != route().pattern)
            continue;
        // Of several bodies it is the one that this call has.
        QJsonObject own = schema;
        for (const QJsonValue &alternative : schema.value("anyOf"_L1).toArray()) {
            if (own.contains("anyOf"_L1) && misfits(alternative.toObject(), QJsonObject(each.body)).isEmpty())
                own = alternative.toObject();
        }
        bodies += wrongBodies(own, each.body);
    }
    QVERIFY(!bodies.isEmpty());
    for (const WrongBody &wrong : std::as_const(bodies)) {
        const HttpAnswer answer = make(*call, call->role, toBytes(wrong.body));
        checkRefusal(answer, route(), 422);
        QStringList named;
        for (const QJsonValue &error : answer.object().value("errors"_L1).toArray())
            named.append(error.toObject().value("field"_L1).toString());
        const bool isNamed = named.contains(wrong.field);
        QVERIFY2(isNamed, qPrintable(u"the answer names \""_s + named.join(u' ') + u"\", not "_s + wrong.field));
        if (QTest::currentTestFailed())
            return qWarning("%s: %s", qPrintable(wrong.name), toBytes(wrong.body).constData());
    }
    for (const QByteArray &malformed : {"{"_ba, "[]"_ba, "\"x\""_ba, "\xff\xfe\x00\x01"_ba, R"({"a":1} trailing)"_ba})
        checkRefusal(make(*call, call->role, malformed), route(), 400);
}

void TestRoutes::everyRowKnowsNoUnknownThing()
{
    const GoodCall *call = goodCallOf(route());
    QVERIFY(call);
    const QStringList parts = QString(route().pattern).split(u'/');
    for (qsizetype index = 0; index < parts.size(); ++index) {
        if (!parts[index].startsWith(u'{'))
            continue;
        for (const QString &unknown : {u"no-such-thing"_s, u"-1"_s, u"999999999999"_s, QString(300, u'x')}) {
            GoodCall asked = *call;
            QStringList path = filled(call->path).section(u'?', 0, 0).split(u'/');
            path[index] = unknown;
            asked.path = path.join(u'/');
            checkRefusal(make(asked, call->role), route(), 404);
            if (QTest::currentTestFailed())
                return qWarning("with %s", qPrintable(asked.path));
        }
    }
    for (const QString &name : QString(route().query).split(u' ', Qt::SkipEmptyParts)) {
        if (name != u"round")
            continue;
        for (const QString &wrong : {u"x"_s, u"-1"_s, u"1.5"_s}) {
            GoodCall asked = *call;
            asked.path = call->path.section(u'?', 0, 0) + u"?round="_s + wrong;
            checkRefusal(make(asked, call->role), route(), 422);
        }
    }
}

void TestRoutes::everyRowBoundsItsBody()
{
    const GoodCall *call = goodCallOf(route());
    QVERIFY(call);
    QVERIFY(call->method != "GET" || route().maxBody == 0);
    if (route().maxBody > 1024 * 1024)
        return; // 64 MiB of nothing would only measure the machine; the bound itself is the guard's, and the same
    const HttpAnswer answer = make(*call, call->role, QByteArray(route().maxBody + 1, ' '));
    QCOMPARE(answer.status, 413);
    QVERIFY(call->method == "GET" || refusalsOf(route()).contains(413));
}

void TestRoutes::anIdempotencyKeyAnswersTheSameAgain()
{
    const GoodCall *call = goodCallOf(route());
    QVERIFY(call);
    const bool hasOwnRepeat = route().pattern == "/api/outbox"_L1 ||
                              route().pattern == "/api/staff/participants/unlock"_L1 ||
                              route().pattern == "/api/auth/logout"_L1;
    if (call->method == "GET" || route().permission == Permission::Public || hasOwnRepeat)
        return; // changes nothing, or is the same when repeated
    const QByteArray key = "key-" + QByteArray::number(qHash(nameOfRow(route())));
    const HttpAnswer once = make(*call, call->role, {{"Idempotency-Key", key}});
    const HttpAnswer again = make(*call, call->role, {{"Idempotency-Key", key}});
    QCOMPARE(again.status, once.status);
    GoodCall other = *call;
    other.body.insert("something"_L1, "else"_L1);
    checkRefusal(make(other, call->role, {{"Idempotency-Key", key}}), route(), 422);
    checkRefusal(make(*call, call->role, {{"Idempotency-Key", QByteArray(200, 'k')}}), route(), 422);
}

void TestRoutes::eachActionAsksForItsOwnRight_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<int>("permission");
    const QJsonObject base {{"participant_ids"_L1, QJsonArray {"P1"_L1}},
                            {"reason"_L1, "because"_L1},
                            {"text"_L1, "hello"_L1},
                            {"amount_ms"_L1, 60'000},
                            {"points"_L1, 1},
                            {"duration_ms"_L1, 60'000}};
    const auto add = [](const QString &name, QJsonObject body, Permission permission) {
        body.insert("action"_L1, name);
        QTest::newRow(qPrintable(name)) << body << int(permission);
    };
    for (const StaffActionFact &fact : staffActionFacts)
        add(QString(fact.name), base, fact.permission);
    add(u"contest_state"_s, {{"state"_L1, "paused"_L1}}, Permission::RunContest);
    add(u"round_state"_s, {{"number"_L1, 1}, {"state"_L1, "paused"_L1}}, Permission::RunContest);
    add(u"announce"_s, {{"text"_L1, "hello"_L1}}, Permission::Announce);
    add(u"policy"_s, {{"policy"_L1, QJsonObject {{"limit"_L1, 20}}}}, Permission::ManageContest);
    add(u"clock"_s, {{"kind"_L1, "extension"_L1}, {"amount_ms"_L1, 1000}, {"reason"_L1, "because"_L1}},
        Permission::Discipline);
}

void TestRoutes::eachActionAsksForItsOwnRight()
{
    QFETCH(QJsonObject, body);
    QFETCH(int, permission);
    const auto row = std::find_if(m_routes.begin(), m_routes.end(),
                                  [](const ApiRoute &each) { return each.pattern == "/api/staff/actions"_L1; });
    int refused = 0;
    for (const Role role : {Role::Viewer, Role::Proctor, Role::Operator, Role::Admin}) {
        if (allows(Permission(permission), role))
            continue;
        ++refused;
        for (const char *path : {"/api/staff/actions", "/api/staff/actions?dry_run=1"})
            checkRefusal(m_bench->call("POST", QString::fromLatin1(path), role, toBytes(body)), *row, 403);
    }
    QVERIFY(refused > 0);
}

void TestRoutes::oneHallsProctorCannotActInAnother()
{
    const QJsonObject body {
        {"action"_L1, "warn"_L1}, {"participant_ids"_L1, QJsonArray {"P1"_L1, "P2"_L1}}, {"reason"_L1, "talking"_L1}};
    const HttpAnswer answer = m_bench->call("POST", u"/api/staff/actions"_s, Role::Proctor, toBytes(body));
    QCOMPARE(answer.status, 200);
    const QJsonArray results = answer.object().value("results"_L1).toArray();
    QCOMPARE(results.size(), 2);
    QVERIFY2(results[0].toObject().value("ok"_L1).toBool(), qPrintable(answer.text()));
    QVERIFY2(!results[1].toObject().value("ok"_L1).toBool(), qPrintable(answer.text()));
    QVERIFY(!results[1].toObject().value("detail"_L1).toString().isEmpty());
    QCOMPARE(
        m_bench->call("POST", u"/api/staff/participants/unlock"_s, Role::Proctor, R"({"participant_id":"P2"})").status,
        403);
    QCOMPARE(m_bench->call("POST", u"/api/staff/announcements"_s, Role::Proctor, R"({"text":"all"})").status, 403);
    for (const char *scope :
         {R"("halls":["H2"])", R"("halls":["H1","H2"])", R"("participant_ids":["P2"])", R"("halls":[])"}) {
        const QByteArray stop = QByteArray(R"({"kind":"pause",)") + scope + '}';
        for (const char *path : {"/api/staff/contests/current/clock", "/api/staff/contests/current/clock?dry_run=1"})
            QCOMPARE(m_bench->call("POST", QString::fromLatin1(path), Role::Proctor, stop).status, 403);
    }
    QCOMPARE(
        m_bench->call("POST", u"/api/staff/announcements"_s, Role::Proctor, R"({"text":"one","halls":["H2"]})").status,
        403);
    QCOMPARE(
        m_bench->call("POST", u"/api/staff/announcements"_s, Role::Proctor, R"({"text":"own","halls":["H1"]})").status,
        201);
}

void TestRoutes::whatIsAnotherParticipantsIsNotFound()
{
    const HttpAnswer signedIn = m_bench->call(
        "POST", u"/api/auth/participant/login"_s, Role::Nobody,
        toBytes({{"participant_id"_L1, "P2"_L1}, {"password"_L1, QLatin1StringView(ApiBench::password)}}));
    const QByteArray bearer = "Bearer " + signedIn.object().value("token"_L1).toString().toLatin1();
    for (const QString &path : {u"/api/submissions/{submission}"_s, u"/api/runs/{run}"_s})
        QCOMPARE(m_bench->send("GET", filled(path), {}, {{"Authorization", bearer}}).status, 404);
    const HttpAnswer own = m_bench->send("GET", u"/api/submissions"_s, {}, {{"Authorization", bearer}});
    QCOMPARE(own.status, 200);
    QVERIFY(own.json().toArray().isEmpty());
}

QTEST_GUILESS_MAIN(TestRoutes)
#include "test_routes.moc"
