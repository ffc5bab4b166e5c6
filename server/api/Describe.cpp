#include "server/api/Describe.h"

#include "server/api/ApiCall.h"
#include "server/http/HttpStatus.h"
#include "server/live/EntryRequest.h"
#include "shared/core/Text.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/ParticipantAnswers.h"
#include "shared/protocol/PublicAnswers.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/SignInAnswers.h"
#include "shared/protocol/TypeScript.h"
#include "shared/protocol/WorkAnswers.h"

namespace Marathon {

namespace {

QString codeBlock(Shape shape)
{
    return u"```ts\n"_s + typeScriptOf(shape()) + u"\n```\n"_s;
}

QString routeText(const ApiRoute &route)
{
    QString text = u"### %1 %2\n\n%3.\n\n"_s.arg(QString::fromLatin1(route.method), QString(route.pattern),
                                                 QString(route.summary));
    text += u"- Permission: `%1`\n"_s.arg(QString(permissionFacts[std::size_t(route.permission)].name));
    for (const QString &name : QString(route.query).split(u' ', Qt::SkipEmptyParts))
        text += u"- Query: `%1`\n"_s.arg(name);
    QStringList refusals;
    for (const int status : refusalsOf(route))
        refusals.append(QString::number(status));
    text += u"- Refusals: %1\n"_s.arg(refusals.join(u", "_s));
    if (route.body)
        text += u"- Body, at most %1 bytes:\n\n"_s.arg(route.maxBody) + codeBlock(route.body);
    const QString status = u"%1 %2"_s.arg(route.answer.status).arg(QString(statusTitle(route.answer.status)));
    if (route.body)
        text += u'\n';
    if (route.answer.shape)
        text += u"- Answer: %1\n\n"_s.arg(status) + codeBlock(route.answer.shape);
    else
        text += route.answer.status == 204 ? u"- Answer: %1\n"_s.arg(status)
                                           : u"- Answer: %1, `%2`\n"_s.arg(status, QString(route.answer.mediaType));
    return text + u'\n';
}

QString apiText()
{
    QString text = uR"(# HTTP API

Written from the route table by `marathon-server describe api`; do not edit. `GET /api/openapi.json` says the same for programs.

Fields with a question mark may be missing. Times are RFC 3339 in UTC. Every refusal is `application/problem+json` (RFC 9457): 400 malformed,
401 not signed in, 403 not allowed, 404 no such thing, 409 the state of the contest does not admit it, 413 too large, 422 wrong fields (`errors`
names them), 429 and 503 come back after `Retry-After`. Routes that change something take `Idempotency-Key`.

)"_s;
    struct Part
    {
        const char *title;
        std::span<const ApiRoute> routes;
    };
    for (const Part &part : {Part {"For everybody", publicRoutes()}, Part {"Sign-in", signInRoutes()},
                             Part {"For participants", participantRoutes()}, Part {"For staff", staffRoutes()}}) {
        text += u"## %1\n\n"_s.arg(QLatin1StringView(part.title));
        for (const ApiRoute &route : part.routes)
            text += routeText(route);
    }
    return text.trimmed() + u'\n';
}

struct PageType
{
    const char *name;
    Shape shape;
};
#define PAGE_TYPE(Type)                                                                                                \
    PageType                                                                                                           \
    {                                                                                                                  \
#Type, schemaOf < Type>                                                                                        \
    }
/// What the participant page and the leaderboard say and read.
constexpr std::array pageTypes {
    PAGE_TYPE(ParticipantHello), PAGE_TYPE(ClientEntry),      PAGE_TYPE(IncidentBody),   PAGE_TYPE(DraftBody),
    PAGE_TYPE(SubmitBody),       PAGE_TYPE(RunBody),          PAGE_TYPE(ConsentBody),    PAGE_TYPE(WarningAckBody),
    PAGE_TYPE(FinishBody),       PAGE_TYPE(ParticipantLogin), PAGE_TYPE(SignInAnswer),   PAGE_TYPE(SessionView),
    PAGE_TYPE(ProblemDetails),   PAGE_TYPE(ContestView),      PAGE_TYPE(RoundView),      PAGE_TYPE(BoardView),
    PAGE_TYPE(BoardRow),         PAGE_TYPE(MeView),           PAGE_TYPE(ClockView),      PAGE_TYPE(PolicyView),
    PAGE_TYPE(WarningView),      PAGE_TYPE(ViolationView),    PAGE_TYPE(PointsView),     PAGE_TYPE(PersonView),
    PAGE_TYPE(ProblemView),      PAGE_TYPE(DraftView),        PAGE_TYPE(DraftStored),    PAGE_TYPE(RunAccepted),
    PAGE_TYPE(RunView),          PAGE_TYPE(RunTestView),      PAGE_TYPE(SubmissionView), PAGE_TYPE(SubmissionReceipt),
    PAGE_TYPE(AnnouncementView), PAGE_TYPE(OutboxAnswer),
};
#undef PAGE_TYPE

QString pageTypesText()
{
    QString text =
        u"/// Written from the messages' descriptions by `marathon-server describe page-types`; do not edit.\n\n"_s;
    text += u"/// What an entry of the page's numbered stream may be.\nexport type EntryType = '%1';\n"_s.arg(
        entryTypeNames().join(u"' | '"_s));
    for (const PageType &type : pageTypes)
        text += u"\nexport interface %1 %2\n"_s.arg(QLatin1StringView(type.name), typeScriptOf(type.shape()));
    return text;
}

} // namespace

Result<QString> describedFile(const QString &name)
{
    if (name == u"api")
        return apiText();
    if (name == u"page-types")
        return pageTypesText();
    return Error {ErrorKind::NotFound,
                  QCoreApplication::translate("Describe", "There is no description \"%1\". Ask for api or page-types.")
                      .arg(name)};
}

} // namespace Marathon
