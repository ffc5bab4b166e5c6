#include "tests/end-to-end/Hall.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QRegularExpression>
#include <QTimer>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString passwordOf(int number)
{
    return u"Kq7-wren-%1"_s.arg(number, 4, 10, QLatin1Char('0'));
}

QString sampleContest()
{
    return QStringLiteral(MARATHON_SOURCE_DIR) + u"/resources/samples/debug-marathon"_s;
}

} // namespace

Result<Hall> Hall::make(int size)
{
    Hall hall;
    Result<FixLibrary> fixes = FixLibrary::read(sampleContest());
    if (!fixes)
        return fixes.error();
    hall.m_fixes = std::move(*fixes);
    for (int number = 1; number <= size; ++number) {
        const QString id = u"K%1"_s.arg(number, 4, 10, QLatin1Char('0'));
        const Conduct conduct = number % 20 == 0 ? Conduct::Misbehaving : Conduct::Honest;
        hall.m_people.append({{id, passwordOf(number)}, conduct, quint32(number) * 8});
    }
    return hall;
}

Result<void> Hall::prepare(const ServerUnderTest &server) const
{
    QByteArray roster = "participant_id,name,email,password,college,department,hall,seat\n"_ba;
    for (int number = 1; number <= m_people.size(); ++number) {
        const Credential &who = m_people[number - 1].credential;
        roster += u"%1,Person %1,%1@example.com,%2,College,Department,Hall,%3\n"_s.arg(who.participantId, who.password)
                      .arg(number)
                      .toUtf8();
    }
    QFile list(server.folder() + u"/participants.csv"_s);
    if (!list.open(QIODevice::WriteOnly) || list.write(roster) != roster.size())
        return Error {ErrorKind::Unavailable, u"%1 cannot be written."_s.arg(list.fileName())};
    list.close();
    const std::pair<QStringList, QByteArray> commands[] {
        {{u"contest"_s, u"import"_s, sampleContest()}, {}},
        {{u"participants"_s, u"import"_s, list.fileName()}, {}},
        {{u"staff"_s, u"add"_s, u"admin"_s, u"--role"_s, u"admin"_s}, QByteArray(adminPassword.data()) + '\n'},
        {{u"contest"_s, u"state"_s, u"live"_s}, {}},
        {{u"round"_s, u"state"_s, u"1"_s, u"active"_s}, {}},
    };
    for (const auto &[arguments, input] : commands) {
        if (const Result<QByteArray> output = server.command(arguments, input); !output)
            return output.error();
    }
    return {};
}

Exports fetchExports(StaffObserver &observer, std::chrono::milliseconds patience)
{
    Exports exports;
    int left = 2;
    QEventLoop loop;
    QDeadlineTimer deadline(patience);
    // As a person would: a balancer which has just lost both servers says so for a second, and the export is asked for
    // again.
    const std::function<void(const QString &, QJsonArray Exports::*)> fetch = [&](const QString &kind,
                                                                                  QJsonArray Exports::*table) {
        observer.fetchExport(kind, [&, kind, table](const QJsonArray &rows, const QString &error) {
            if (isOutage(error) && !deadline.hasExpired()) {
                QTimer::singleShot(500ms, &loop, [&fetch, kind, table] { fetch(kind, table); });
                return;
            }
            exports.*table = rows;
            if (!error.isEmpty())
                exports.errors.append(error);
            if (--left == 0)
                loop.quit();
        });
    };
    fetch(u"violations"_s, &Exports::violations);
    fetch(u"submissions"_s, &Exports::submissions);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    loop.exec();
    if (left > 0)
        exports.errors.append(u"The exports did not come within %1 ms."_s.arg(patience.count()));
    return exports;
}

bool isOutage(const QString &failure)
{
    static const QRegularExpression answered(u": [1-5]\\d\\d( |$)"_s);
    if (failure.startsWith(u"socket lost"_s) || failure.startsWith(u"staff socket lost"_s))
        return true;
    // A balancer says 502 or 504 for a server that is gone.
    static const QRegularExpression away(u": 50[234]( |$)"_s);
    return failure.contains(u" /api/"_s) && (!answered.match(failure).hasMatch() || away.match(failure).hasMatch());
}

QStringList unexpectedFailures(const Tally &tally, const QMap<QString, qint64> &earlier)
{
    QStringList unexpected;
    for (auto failure = tally.failuresByText.begin(); failure != tally.failuresByText.end(); ++failure) {
        if (failure.value() > earlier.value(failure.key()) && !isOutage(failure.key()))
            unexpected.append(u"%1 x %2"_s.arg(failure.value()).arg(failure.key()));
    }
    return unexpected;
}

QString firstOf(const QStringList &findings)
{
    return findings.first(std::min<qsizetype>(findings.size(), 5)).join(u'\n');
}

} // namespace Marathon
