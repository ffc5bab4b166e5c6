#include "server/api/ApiCall.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/SignInAnswers.h"

#include <QRegularExpression>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SignInRoutes", text);
}

/// Browser and major version only: enough for people, useless for fingerprinting.
QString reducedClient(const QByteArray &userAgent)
{
    static const QRegularExpression known(u"(Firefox|Edg|OPR|Chrome|Version)/(\\d+)"_s);
    QString name = u"other"_s;
    auto matches = known.globalMatch(QString::fromLatin1(userAgent.left(512)));
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        name = match.captured(1) + u' ' + match.captured(2);
    }
    return name;
}

QByteArray cookie(const char *name, const QByteArray &value, qint64 seconds, bool isSecure)
{
    return QByteArray(name) + '=' + value +
           "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + QByteArray::number(seconds) + (isSecure ? "; Secure" : "");
}

/// Answers with the session, and with who it is, as `answer` says already.
void finish(const Responder &respond, const Result<SignedIn> &signedIn, SignInAnswer answer, bool isSecure, Instant now)
{
    if (!signedIn)
        return respond(errorResponse(signedIn.error()));
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(signedIn->session.expiresAt - now).count();
    answer.token = QString::fromLatin1(signedIn->token);
    answer.expiresAt = signedIn->session.expiresAt;
    answer.session = signedIn->session.session;
    HttpResponse response = structResponse(answer);
    response.headers.add("Set-Cookie", cookie(sessionCookie, signedIn->token, seconds, isSecure));
    response.headers.add("Set-Cookie", cookie(deviceCookie, signedIn->device, 30 * 24 * 3600, isSecure));
    respond(response);
}

SignInTry attemptOf(const ApiCall &call, bool isStaff, const QString &name, const QString &password)
{
    return {isStaff,
            name.trimmed(),
            password.toUtf8(),
            call.request.peer.toString(),
            reducedClient(call.request.headers.value("User-Agent")),
            call.request.cookie(deviceCookie).toLatin1()};
}

void participantLogin(ApiCall &call)
{
    const Result<ParticipantLogin> body = bodyOf<ParticipantLogin>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    const QString name = body->email.isEmpty() ? body->participantId : body->email;
    if (name.isEmpty() || name.size() > 254 || body->password.isEmpty() || body->password.size() > 1024)
        return call.respond(errorResponse(
            {ErrorKind::Invalid,
             tr("Give your e-mail address or participant id, and your password."),
             {{name.isEmpty() || name.size() > 254 ? u"email"_s : u"password"_s, tr("is missing or too long")}}}));
    ApiServices &services = call.services;
    services.signIn.signIn(
        attemptOf(call, false, name, body->password), call.receiver,
        [respond = call.respond, &services, isSecure = call.request.isSecure](const Result<SignedIn> &signedIn) {
            const SnapshotPtr snapshot = services.live.engine.snapshot();
            const Instant now = services.live.clock.now();
            SignInAnswer answer;
            if (const PersonRow *person = signedIn ? snapshot->directory->person(signedIn->session.account) : nullptr) {
                const ParticipantState *state = snapshot->state.participant(ParticipantId(person->participant));
                answer.participant = {ParticipantId(person->participant),
                                      person->name,
                                      person->email,
                                      person->college,
                                      person->department,
                                      person->hall,
                                      person->seat,
                                      state ? statusOf(*state, now) : ParticipantStatus::Active};
            }
            finish(respond, signedIn, answer, isSecure, now);
        });
}

void staffLogin(ApiCall &call)
{
    const Result<StaffLogin> body = bodyOf<StaffLogin>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    if (body->username.isEmpty() || body->username.size() > 64 || body->password.isEmpty() ||
        body->password.size() > 1024)
        return call.respond(errorResponse(
            {ErrorKind::Invalid,
             tr("Give your username and your password."),
             {{body->username.isEmpty() ? u"username"_s : u"password"_s, tr("is missing or too long")}}}));
    ApiServices &services = call.services;
    services.signIn.signIn(
        attemptOf(call, true, body->username, body->password), call.receiver,
        [respond = call.respond, &services, isSecure = call.request.isSecure](const Result<SignedIn> &signedIn) {
            SignInAnswer answer;
            const SnapshotPtr snapshot = services.live.engine.snapshot();
            if (const StaffRow *member = signedIn ? snapshot->directory->member(signedIn->session.account) : nullptr)
                answer.staff = {member->username, member->name, member->role, member->halls};
            finish(respond, signedIn, answer, isSecure, services.live.clock.now());
        });
}

void logout(ApiCall &call)
{
    EngineRequest request {.endedSessions = {call.caller.session}};
    if (call.caller.role == Role::Participant)
        request.command = SignOut {call.caller.participant(), call.caller.session, u"signed out"_s};
    postRequest(call, std::move(request), [isSecure = call.request.isSecure](const QJsonObject &) {
        HttpResponse response {.status = 204};
        response.headers.add("Set-Cookie", cookie(sessionCookie, {}, 0, isSecure));
        return response;
    });
}

void session(ApiCall &call)
{
    SessionView view {.session = call.caller.session,
                      .role = call.caller.role,
                      .account = call.caller.account,
                      .expiresAt = call.caller.expiresAt};
    if (call.caller.isStaff())
        view.halls = call.caller.halls;
    call.respond(structResponse(view));
}

constexpr std::array routes {
    ApiRoute {"POST",
              "/api/auth/participant/login"_L1,
              Permission::Public,
              8192,
              participantLogin,
              "Sign a participant in, by e-mail or participant_id"_L1,
              schemaOf<ParticipantLogin>,
              {200, schemaOf<SignInAnswer>},
              {},
              "401 429"_L1},
    ApiRoute {"POST",
              "/api/auth/staff/login"_L1,
              Permission::Public,
              8192,
              staffLogin,
              "Sign a member of the staff in"_L1,
              schemaOf<StaffLogin>,
              {200, schemaOf<SignInAnswer>},
              {},
              "401 429"_L1},
    ApiRoute {"POST",
              "/api/auth/logout"_L1,
              Permission::SignedIn,
              1024,
              logout,
              "End this session"_L1,
              {},
              {204},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/auth/session"_L1,
              Permission::SignedIn,
              0,
              session,
              "Who am I"_L1,
              {},
              {200, schemaOf<SessionView>}},
};

} // namespace

std::span<const ApiRoute> signInRoutes()
{
    return routes;
}

} // namespace Marathon
