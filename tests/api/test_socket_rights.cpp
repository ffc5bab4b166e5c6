#include "server/api/ApiHandler.h"
#include "tests/api/ApiBench.h"

#include <QTcpSocket>
#include <QTest>

using namespace Marathon;

namespace {

/// Who opens a socket, and how they show it.
struct Opener
{
    const char *name;
    Role role;
    Proof proof = Proof::Bearer;
    const char *origin = nullptr; ///< "own": the server's
};

constexpr std::array openers {
    Opener {"nobody", Role::Nobody},
    Opener {"participant", Role::Participant},
    Opener {"viewer", Role::Viewer},
    Opener {"proctor", Role::Proctor},
    Opener {"operator", Role::Operator},
    Opener {"admin", Role::Admin},
    Opener {"judge", Role::Judge},
    Opener {"participant's page", Role::Participant, Proof::Cookie, "own"},
    Opener {"participant's cookie without an Origin", Role::Participant, Proof::Cookie},
    Opener {"participant's cookie on another page", Role::Participant, Proof::Cookie, "http://elsewhere.example"},
    Opener {"staff's cookie on another page", Role::Viewer, Proof::Cookie, "http://elsewhere.example"},
};

/// What each of them gets, in the order of `openers`: one row per path that the server offers.
struct Expected
{
    QLatin1StringView path;
    std::array<int, openers.size()> statuses;
};
constexpr std::array table {
    Expected {"/ws/participant"_L1, {401, 101, 403, 403, 403, 403, 401, 101, 403, 403, 403}},
    Expected {"/ws/staff"_L1, {401, 403, 101, 101, 101, 101, 401, 403, 403, 403, 403}},
    Expected {"/ws/leaderboard"_L1, {101, 101, 101, 101, 101, 101, 101, 101, 101, 101, 101}},
    Expected {"/ws/judge"_L1, {401, 401, 401, 401, 401, 401, 101, 401, 401, 401, 401}},
};

} // namespace

/// Who may open which WebSocket, decided before 101 is sent.
class TestSocketRights : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_bench = std::make_unique<ApiBench>(); }
    void theTableHasEveryPath();
    void eachPathTakesWhomItShould_data();
    void eachPathTakesWhomItShould();
    void aTokenInTheAddressIsNoProof();
    void anEndedSessionOpensNothing();

private:
    int handshake(const QString &target, const QByteArray &fields);
    QByteArray proofOf(const Opener &opener);
    std::unique_ptr<ApiBench> m_bench;
};

int TestSocketRights::handshake(const QString &target, const QByteArray &fields)
{
    QTcpSocket socket;
    const QString host = m_bench->host();
    socket.connectToHost(host.section(u':', 0, 0), host.section(u':', 1).toUShort());
    if (!socket.waitForConnected(30'000))
        return 0;
    socket.write("GET " + target.toLatin1() + " HTTP/1.1\r\nHost: " + host.toLatin1() +
                 "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                 "dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                 fields + "\r\n");
    QByteArray answer;
    while (!answer.contains("\r\n") && socket.waitForReadyRead(30'000))
        answer += socket.readAll();
    return answer.mid(9, 3).toInt();
}

QByteArray TestSocketRights::proofOf(const Opener &opener)
{
    const QByteArray token = opener.role == Role::Judge ? m_bench->judgeToken() : m_bench->token(opener.role);
    QByteArray fields;
    if (!token.isEmpty())
        fields += opener.proof == Proof::Bearer ? "Authorization: Bearer " + token + "\r\n"
                                                : "Cookie: marathon_session=" + token + "\r\n";
    if (opener.origin)
        fields +=
            "Origin: " +
            (qstrcmp(opener.origin, "own") == 0 ? "http://" + m_bench->host().toLatin1() : QByteArray(opener.origin)) +
            "\r\n";
    return fields;
}

void TestSocketRights::theTableHasEveryPath()
{
    QStringList paths;
    for (const Expected &row : table)
        paths.append(QString(row.path));
    QStringList offered = ApiHandler::webSocketPaths();
    paths.sort();
    offered.sort();
    QVERIFY2(paths == offered, "A WebSocket path is new or gone. Say in `table` here who may open it.");
}

void TestSocketRights::eachPathTakesWhomItShould_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("opener");
    QTest::addColumn<int>("status");
    for (const Expected &row : table) {
        for (std::size_t index = 0; index < openers.size(); ++index)
            QTest::addRow("%s by %s", row.path.data(), openers[index].name)
                << QString(row.path) << int(index) << row.statuses[index];
    }
}

void TestSocketRights::eachPathTakesWhomItShould()
{
    QFETCH(QString, path);
    QFETCH(int, opener);
    QFETCH(int, status);
    QCOMPARE(handshake(path, proofOf(openers[std::size_t(opener)])), status);
}

void TestSocketRights::aTokenInTheAddressIsNoProof()
{
    for (const char *name : {"token", "access_token", "marathon_session"})
        QCOMPARE(handshake(u"/ws/participant?%1=%2"_s.arg(QLatin1StringView(name),
                                                          QLatin1StringView(m_bench->token(Role::Participant))),
                           {}),
                 401);
}

void TestSocketRights::anEndedSessionOpensNothing()
{
    const QByteArray token = m_bench->signIn(Role::Viewer);
    const QByteArray proof = "Authorization: Bearer " + token + "\r\n";
    QCOMPARE(handshake(u"/ws/staff"_s, proof), 101);
    QCOMPARE(m_bench->send("POST", u"/api/auth/logout"_s, {}, {{"Authorization", "Bearer " + token}}).status, 204);
    QCOMPARE(handshake(u"/ws/staff"_s, proof), 401);
}

QTEST_GUILESS_MAIN(TestSocketRights)
#include "test_socket_rights.moc"
