// A front with one trivial GET and POST route on the given port, until it is interrupted: front_bench PORT [IO_THREADS]
#include "server/http/HttpFront.h"

#include <QCoreApplication>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

class TrivialHandler final : public FrontHandler
{
public:
    void handle(int, const HttpRequest &request, Responder respond) override
    {
        HttpResponse response {200, request.body.isEmpty() ? "{\"status\":\"ok\"}"_ba : request.body};
        response.headers.add("Content-Type"_ba, "application/json"_ba);
        respond(std::move(response));
    }
    std::optional<HttpResponse> refuseUpgrade(const HttpRequest &) override { return HttpResponse {404, {}}; }
    void webSocketOpened(std::unique_ptr<QWebSocket>, const HttpRequest &) override {}
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    FrontOptions options;
    options.port = application.arguments().value(1).toUShort();
    options.ioThreads = application.arguments().value(2, u"2"_s).toInt();
    options.routes = {{"GET"_ba, u"/hello"_s, 0}, {"POST"_ba, u"/echo"_s, 65'536}};
    HttpFront front(options, [](int) { return std::make_unique<TrivialHandler>(); });
    const Result<quint16> port = front.listen();
    if (!port) {
        qCritical("%s", qPrintable(port.error().message));
        return 1;
    }
    return QCoreApplication::exec();
}
