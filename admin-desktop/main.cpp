#include "admin-desktop/PageList.h"
#include "admin-desktop/Screenshot.h"
#include "admin-desktop/pages/SignInPage.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTextStream>

namespace {

using namespace Marathon;

const QCommandLineOption serverOption(u"server"_s, u"Address of the server, like http://10.0.0.5:8080."_s, u"url"_s);
const QCommandLineOption userOption(u"user"_s, u"Staff account to sign in with."_s, u"name"_s);
const QCommandLineOption passwordOption(u"password-stdin"_s,
                                        u"Read the password from standard input (one line) and sign in."_s);
const QCommandLineOption pageOption(u"page"_s, u"Page to open: overview, monitor, violations or leaderboard."_s,
                                    u"name"_s, u"overview"_s);
const QCommandLineOption
    filterOption(u"filter"_s, u"What the page shows at first, e.g. \"seats\" or \"risk\" on the monitor."_s, u"text"_s);
const QCommandLineOption themeOption(u"theme"_s, u"light or dark; the last one used otherwise."_s, u"theme"_s);
const QCommandLineOption sizeOption(u"size"_s, u"Size of the window."_s, u"WxH"_s, u"1440x900"_s);
const QCommandLineOption selectOption(u"select"_s, u"Participant whose panel is opened."_s, u"id"_s);
const QCommandLineOption screenshotOption(u"screenshot"_s,
                                          u"Render the page to this file once everything has arrived, and exit."_s,
                                          u"file"_s);
const QCommandLineOption recordedOption(u"recorded"_s, u"Open a recorded contest instead of a server."_s, u"file"_s);

int refuse(const QString &why)
{
    QTextStream(stderr) << "marathon-console: " << why << "\n";
    return 2;
}

std::optional<QSize> sizeFrom(const QString &text)
{
    const QStringList parts = text.split(u'x');
    const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
    return size.width() >= 640 && size.height() >= 480 && size.width() <= 8192 && size.height() <= 8192
               ? std::optional(size)
               : std::nullopt;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"marathon-console"_s);
    QCoreApplication::setOrganizationName(u"debug-marathon"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MARATHON_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The staff's console of Debug Marathon."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({serverOption, userOption, passwordOption, pageOption, filterOption, themeOption, sizeOption,
                       selectOption, screenshotOption, recordedOption});
    parser.process(application);

    QSettings settings;
    const QString themeName =
        parser.isSet(themeOption) ? parser.value(themeOption) : settings.value(u"look/theme"_s, u"light"_s).toString();
    const std::optional<Scheme> scheme = fromName<Scheme>(themeName);
    const std::optional<QSize> size = sizeFrom(parser.value(sizeOption));
    const bool knowsPage = std::any_of(pageList().begin(), pageList().end(),
                                       [&parser](const PageRow &row) { return parser.value(pageOption) == row.name; });
    if (!scheme)
        return refuse(u"The theme is light or dark, not \"%1\"."_s.arg(themeName));
    if (!size)
        return refuse(u"The size is like 1440x900, from 640x480 on, not \"%1\"."_s.arg(parser.value(sizeOption)));
    if (!knowsPage)
        return refuse(u"There is no page \"%1\". See --help."_s.arg(parser.value(pageOption)));

    const SystemClock clock;
    Theme theme(application, *scheme);
    Session session(clock);
    MainWindow window(session, theme, settings);
    window.resize(*size);
    if (parser.isSet(screenshotOption)) {
        new Screenshot(session, window,
                       {parser.value(screenshotOption), parser.value(pageOption), parser.value(filterOption),
                        parser.value(selectOption)});
    } else {
        const auto open = [&] {
            window.openPage(parser.value(pageOption), parser.value(filterOption));
            window.openPerson(parser.value(selectOption));
        };
        // Only the first snapshot opens what was asked for; later ones find somebody at work.
        QObject::connect(&session.contest(), &LiveContest::loaded, &window, open,
                         Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    }
    window.show();

    if (parser.isSet(recordedOption)) {
        if (const Result<void> opened = session.openRecording(parser.value(recordedOption)); !opened)
            return refuse(opened.error().message);
    } else if (parser.isSet(passwordOption)) {
        const std::optional<QUrl> server = SignInPage::addressOf(parser.value(serverOption));
        if (!server || parser.value(userOption).isEmpty())
            return refuse(u"Give --server and --user together with --password-stdin."_s);
        window.signIn().setServer(server->toString());
        window.signIn().setUser(parser.value(userOption));
        session.signIn(*server, parser.value(userOption), QTextStream(stdin).readLine());
    } else {
        if (parser.isSet(screenshotOption))
            return refuse(u"A screenshot needs --password-stdin, or --recorded."_s);
        if (parser.isSet(serverOption))
            window.signIn().setServer(parser.value(serverOption));
        if (parser.isSet(userOption))
            window.signIn().setUser(parser.value(userOption));
    }
    return application.exec();
}
