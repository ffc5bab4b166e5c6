#include "tests/load/RehearseOptions.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace Marathon {

namespace {

/// What a profile sets; options given beside it win.
struct Profile
{
    QString name;
    ActivityRates rates;
    double spectatorsPerParticipant = 0.1;
    double misbehaving = 0.02;
    double announcements = 1;
};

const QList<Profile> &profiles()
{
    static const QList<Profile> all {
        {u"demo"_s, {.incidents = 1.5, .drafts = 3, .runs = 0.05, .submissions = 0.4}},
        {u"targets"_s, {.incidents = 6, .drafts = 6, .runs = 0.05, .submissions = 0.4}, 0.2},
        {u"sockets"_s, {.incidents = 3, .drafts = 0, .runs = 0, .submissions = 0}, 0.01, 0, 0},
    };
    return all;
}

void describeOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Simulated participants against a running server. Prints latencies, what was lost and what was stored twice, "
        u"and compares\n"
        "with the targets. Ends with 0 when all are met, 1 when one is missed, 2 when nothing could be measured."_s);
    parser.addOptions({
        {u"server"_s, u"Address of the server."_s, u"url"_s, u"http://127.0.0.1:8080"_s},
        {u"participants"_s, u"How many take part."_s, u"n"_s, u"50"_s},
        {u"sockets"_s,
         u"Short for --profile sockets --participants n: signed in and connected, few incidents, nothing else."_s,
         u"n"_s},
        {u"credentials"_s, u"CSV with the columns participant_id and password."_s, u"file"_s},
        {u"staff-user"_s, u"Staff account that watches; it sees all halls and may export."_s, u"name"_s, u"admin"_s},
        {u"staff-password-file"_s, u"File (mode 0600) with its password."_s, u"file"_s},
        {u"for"_s, u"How long, from the first sign-in."_s, u"seconds"_s, u"60"_s},
        {u"ramp"_s, u"Sign-ins per second."_s, u"n"_s, u"10"_s},
        {u"profile"_s, u"demo, targets or sockets: how busy everybody is."_s, u"name"_s, u"demo"_s},
        {u"incidents-per-minute"_s, u"Of each participant."_s, u"n"_s},
        {u"drafts"_s, u"Saved per participant and minute."_s, u"n"_s},
        {u"runs"_s, u"Per participant and minute."_s, u"n"_s},
        {u"submissions"_s, u"Per participant and minute."_s, u"n"_s},
        {u"misbehaving"_s, u"Per cent of the participants who go on until they are locked out."_s, u"percent"_s},
        {u"unique-sources"_s, u"Per cent of submissions that nobody else has handed in, so that each is judged."_s,
         u"percent"_s, u"10"_s},
        {u"spectators"_s, u"Requests per second for the public pages."_s, u"n"_s},
        {u"announcements"_s, u"To everybody, per minute."_s, u"n"_s},
        {u"rush"_s, u"At the end everybody submits within 60 s."_s},
        {u"fixes"_s,
         u"Contest folder with right and wrong programs (problems/*/submissions/accepted, problems/*/buggy)."_s,
         u"folder"_s},
        {u"json"_s, u"Also write the report to this file."_s, u"file"_s},
        {u"seed"_s, u"The same seed gives the same behaviour."_s, u"n"_s, u"1"_s},
        {u"threads"_s, u"1 or 2."_s, u"n"_s, u"1"_s},
        {u"server-pid"_s,
         u"Process of the server on this machine, to measure its CPU and memory; may be given for the judge too."_s,
         u"pid"_s},
    });
}

/// Reads numbers and remembers the first that is none.
class Numbers
{
public:
    explicit Numbers(const QCommandLineParser &parser)
        : m_parser(parser)
    {}

    double read(const QString &name, double fallback, double least, double most)
    {
        if (!m_parser.isSet(name) && m_parser.value(name).isEmpty())
            return fallback;
        bool isNumber = false;
        const double value = m_parser.value(name).toDouble(&isNumber);
        if (isNumber && value >= least && value <= most)
            return value;
        if (m_problem.isEmpty())
            m_problem = u"--%1 %2: give a number from %3 to %4."_s.arg(name, m_parser.value(name))
                            .arg(least)
                            .arg(most, 0, 'f', 0);
        return fallback;
    }
    const QString &problem() const { return m_problem; }

private:
    const QCommandLineParser &m_parser;
    QString m_problem;
};

} // namespace

QString rehearseHelp()
{
    QCommandLineParser parser;
    describeOptions(parser);
    return parser.helpText();
}

Result<std::optional<RehearseOptions>> readRehearseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    describeOptions(parser);
    const QCommandLineOption help = parser.addHelpOption();
    if (!parser.parse(QStringList {u"marathon-rehearse"_s} + arguments))
        return Error {ErrorKind::Invalid, parser.errorText()};
    if (parser.isSet(help))
        return std::optional<RehearseOptions> {};
    if (!parser.positionalArguments().isEmpty())
        return Error {ErrorKind::Invalid,
                      u"%1 is no option. --help lists them."_s.arg(parser.positionalArguments().first())};

    const QString profileName = parser.isSet(u"sockets"_s) ? u"sockets"_s : parser.value(u"profile"_s);
    const auto profile = std::find_if(profiles().begin(), profiles().end(),
                                      [&](const Profile &each) { return each.name == profileName; });
    if (profile == profiles().end())
        return Error {ErrorKind::Invalid, u"--profile %1: there are demo, targets and sockets."_s.arg(profileName)};

    Numbers number(parser);
    RehearseOptions options;
    options.participants =
        int(number.read(parser.isSet(u"sockets"_s) ? u"sockets"_s : u"participants"_s, 50, 1, 20'000));
    options.duration = std::chrono::seconds(int(number.read(u"for"_s, 60, 1, 86'400)));
    options.rampPerSecond = number.read(u"ramp"_s, 10, 0.1, 1'000);
    options.threads = int(number.read(u"threads"_s, 1, 1, 2));
    options.seed = quint32(number.read(u"seed"_s, 1, 0, 4'294'967'295.0));
    options.spectatorsPerSecond =
        number.read(u"spectators"_s, std::max(1.0, profile->spectatorsPerParticipant * options.participants), 0, 1'000);
    options.announcementsPerMinute = number.read(u"announcements"_s, profile->announcements, 0, 60);
    options.misbehavingShare = number.read(u"misbehaving"_s, profile->misbehaving * 100, 0, 100) / 100;
    options.scenario.rates.incidents = number.read(u"incidents-per-minute"_s, profile->rates.incidents, 0, 300);
    options.scenario.rates.drafts = number.read(u"drafts"_s, profile->rates.drafts, 0, 300);
    options.scenario.rates.runs = number.read(u"runs"_s, profile->rates.runs, 0, 60);
    options.scenario.rates.submissions = number.read(u"submissions"_s, profile->rates.submissions, 0, 60);
    options.scenario.uniqueShare = number.read(u"unique-sources"_s, 10, 0, 100) / 100;
    for (const QString &pid : parser.values(u"server-pid"_s))
        options.serverPids.append(pid.toLongLong());
    if (!number.problem().isEmpty())
        return Error {ErrorKind::Invalid, number.problem()};
    options.scenario.server = QUrl(parser.value(u"server"_s));
    if (!options.scenario.server.isValid() || options.scenario.server.host().isEmpty() ||
        !options.scenario.server.scheme().startsWith(u"http"_s))
        return Error {ErrorKind::Invalid,
                      u"--server %1: give an address like http://127.0.0.1:8080."_s.arg(parser.value(u"server"_s))};
    options.isRush = parser.isSet(u"rush"_s);
    options.credentialsFile = parser.value(u"credentials"_s);
    options.staffUser = parser.value(u"staff-user"_s);
    options.staffPasswordFile = parser.value(u"staff-password-file"_s);
    options.fixesFolder = parser.value(u"fixes"_s);
    options.jsonFile = parser.value(u"json"_s);
    for (const auto &[name, value] : {std::pair {u"credentials"_s, options.credentialsFile},
                                      {u"staff-password-file"_s, options.staffPasswordFile}}) {
        if (value.isEmpty())
            return Error {ErrorKind::Invalid, u"--%1 is needed."_s.arg(name)};
    }
    return std::optional(options);
}

Result<QString> readPasswordFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound, u"%1 cannot be read: %2."_s.arg(path, file.errorString())};
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (file.permissions() & others)
        return Error {ErrorKind::Invalid,
                      u"Others may read or write %1. Make it private first: chmod 600 %1"_s.arg(path)};
    const QString password = QString::fromUtf8(file.readLine()).trimmed();
    if (password.isEmpty())
        return Error {ErrorKind::Invalid, u"%1 has no password in its first line."_s.arg(path)};
    return password;
}

} // namespace Marathon
