#include "tests/api/GoodCalls.h"

#include "tests/api/ApiBench.h"

#include <QJsonArray>

namespace Marathon {

namespace {

const QString source = u"int main(void) { return 0; }\n"_s;
const QString password = QString::fromLatin1(ApiBench::password);

QJsonObject program(QJsonObject more = {})
{
    more.insert("language"_L1, "c"_L1);
    more.insert("source"_L1, source);
    return more;
}

/// The page left its tab for twelve seconds.
const QJsonObject awayEntry {
    {"seq"_L1, 1},
    {"type"_L1, "incident"_L1},
    {"id"_L1, "away-1"_L1},
    {"body"_L1, QJsonObject {{"kind"_L1, "away.tab"_L1}, {"phase"_L1, "closed"_L1}, {"duration_ms"_L1, 12'400}}}};

} // namespace

QList<GoodCall> goodCalls()
{
    const QString draft = u"/api/problems/{id}/draft"_s;
    const QString exports = u"/api/staff/export/{file}"_s;
    const QString actions = u"/api/staff/actions"_s;
    const QString clock = u"/api/staff/contests/{id}/clock"_s;
    const QJsonObject warning {
        {"action"_L1, "warn"_L1}, {"participant_ids"_L1, QJsonArray {"P1"_L1}}, {"reason"_L1, "talking"_L1}};
    return {
        {"GET", u"/{path...}"_s, u"/"_s, Role::Nobody},
        {"GET", u"/{path...}"_s, u"/leaderboard.html"_s, Role::Nobody},
        {"GET", u"/api/health"_s, u"/api/health"_s, Role::Nobody},
        {"GET", u"/metrics"_s, u"/metrics"_s, Role::Nobody},
        {"GET", u"/api/openapi.json"_s, u"/api/openapi.json"_s, Role::Nobody},
        {"GET", u"/api/contest/current"_s, u"/api/contest/current"_s, Role::Nobody},
        {"POST", u"/api/control"_s, u"/api/control"_s, Role::Judge, {{"command"_L1, "status"_L1}}},
        {"POST",
         u"/api/auth/participant/login"_s,
         u"/api/auth/participant/login"_s,
         Role::Nobody,
         {{"email"_L1, "Second@example.org"_L1}, {"password"_L1, password}}},
        {"POST",
         u"/api/auth/staff/login"_s,
         u"/api/auth/staff/login"_s,
         Role::Nobody,
         {{"username"_L1, "viewer"_L1}, {"password"_L1, password}}},
        {"GET", u"/api/auth/session"_s, u"/api/auth/session"_s, Role::Participant},
        {"GET", u"/api/auth/session"_s, u"/api/auth/session"_s, Role::Proctor},

        {"GET", u"/api/me"_s, u"/api/me"_s, Role::Participant},
        {"POST",
         u"/api/staff/contests/{id}/state"_s,
         u"/api/staff/contests/current/state"_s,
         Role::Admin,
         {{"state"_L1, "live"_L1}}},
        {"POST", u"/api/me/consent"_s, u"/api/me/consent"_s, Role::Participant, {{"version"_L1, 1}}},
        {"POST",
         u"/api/staff/rounds/{number}/state"_s,
         u"/api/staff/rounds/1/state"_s,
         Role::Admin,
         {{"state"_L1, "active"_L1}}},
        {"POST", u"/api/rounds/{number}/start"_s, u"/api/rounds/1/start"_s, Role::Participant},
        {"GET", u"/api/contest/current"_s, u"/api/contest/current"_s, Role::Nobody},
        {"GET", u"/api/problems"_s, u"/api/problems"_s, Role::Participant},
        {"GET", draft, u"/api/problems/prime/draft"_s, Role::Participant},
        {"PUT", draft, u"/api/problems/prime/draft"_s, Role::Participant, program({{"rev"_L1, 0}})},
        {"GET", draft, u"/api/problems/A/draft"_s, Role::Participant},
        {"POST", u"/api/problems/{id}/runs"_s, u"/api/problems/prime/runs"_s, Role::Participant, program(),
         u"run=run_id"_s},
        {"GET", u"/api/runs/{id}"_s, u"/api/runs/{run}"_s, Role::Participant, {}, {}, true},
        {"POST", u"/api/problems/{id}/runs"_s, u"/api/problems/prime/runs"_s, Role::Participant,
         program({{"input"_L1, "4\n"_L1}}), u"own=run_id"_s},
        {"GET", u"/api/runs/{id}"_s, u"/api/runs/{own}"_s, Role::Participant, {}, {}, true},
        {"POST", u"/api/problems/{id}/submissions"_s, u"/api/problems/prime/submissions"_s, Role::Participant,
         program({{"client_ref"_L1, "first"_L1}}), u"submission=id"_s},
        {"GET", u"/api/submissions"_s, u"/api/submissions"_s, Role::Participant},
        {"GET", u"/api/submissions/{id}"_s, u"/api/submissions/{submission}"_s, Role::Participant},
        {"POST",
         u"/api/outbox"_s,
         u"/api/outbox"_s,
         Role::Participant,
         {{"client_id"_L1, "page-1"_L1}, {"events"_L1, QJsonArray {awayEntry}}}},

        {"POST",
         u"/api/staff/announcements"_s,
         u"/api/staff/announcements"_s,
         Role::Operator,
         {{"text"_L1, "Water is at the door."_L1}}},
        {"GET", u"/api/staff/announcements"_s, u"/api/staff/announcements"_s, Role::Viewer},
        {"GET", u"/api/announcements"_s, u"/api/announcements"_s, Role::Participant},
        {"GET", u"/api/staff/policy"_s, u"/api/staff/policy"_s, Role::Viewer},
        {"PUT",
         u"/api/staff/policy"_s,
         u"/api/staff/policy"_s,
         Role::Admin,
         {{"preset"_L1, "Standard"_L1}, {"limit"_L1, 12}}},
        {"POST", actions, u"/api/staff/actions"_s, Role::Proctor, warning},
        {"POST", actions, u"/api/staff/actions?dry_run=1"_s, Role::Proctor, warning},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "policy"_L1}, {"policy"_L1, QJsonObject {{"limit"_L1, 14}}}}},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "announce"_L1}, {"text"_L1, "For hall one."_L1}, {"halls"_L1, QJsonArray {"H1"_L1}}}},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "round_state"_L1}, {"number"_L1, 1}, {"state"_L1, "paused"_L1}}},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "round_state"_L1}, {"number"_L1, 1}, {"state"_L1, "active"_L1}}},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "contest_state"_L1}, {"state"_L1, "paused"_L1}}},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "contest_state"_L1}, {"state"_L1, "live"_L1}}},
        {"POST",
         clock,
         u"/api/staff/contests/current/clock"_s,
         Role::Proctor,
         {{"kind"_L1, "extension"_L1},
          {"round"_L1, 1},
          {"amount_ms"_L1, 60'000},
          {"halls"_L1, QJsonArray {"H1"_L1}},
          {"reason"_L1, "late start"_L1}}},
        {"POST",
         clock,
         u"/api/staff/contests/current/clock?dry_run=1"_s,
         Role::Admin,
         {{"kind"_L1, "extension"_L1},
          {"percent"_L1, 25},
          {"participant_ids"_L1, QJsonArray {"P2"_L1}},
          {"reason"_L1, "accommodation"_L1}}},
        {"POST",
         clock,
         u"/api/staff/contests/current/clock"_s,
         Role::Proctor,
         {{"kind"_L1, "pause"_L1}, {"halls"_L1, QJsonArray {"H1"_L1}}, {"text"_L1, "Fire alarm"_L1}}},
        {"GET", u"/api/me"_s, u"/api/me"_s, Role::Participant},
        {"GET", u"/api/contest/current"_s, u"/api/contest/current"_s, Role::Nobody},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Proctor,
         {{"action"_L1, "clock"_L1},
          {"kind"_L1, "resume"_L1},
          {"halls"_L1, QJsonArray {"H1"_L1}},
          {"countdown_s"_L1, 0}}},
        {"GET", u"/api/me"_s, u"/api/me"_s, Role::Participant},
        {"POST",
         u"/api/staff/participants/unlock"_s,
         u"/api/staff/participants/unlock"_s,
         Role::Proctor,
         {{"participant_id"_L1, "P1"_L1}}},
        {"GET", u"/api/staff/contests"_s, u"/api/staff/contests"_s, Role::Viewer},
        {"GET", u"/api/staff/contests/{id}"_s, u"/api/staff/contests/current"_s, Role::Viewer},
        {"GET", u"/api/staff/rounds"_s, u"/api/staff/rounds"_s, Role::Viewer},
        {"GET", u"/api/staff/participants"_s, u"/api/staff/participants?hall=H1"_s, Role::Viewer},
        {"GET", u"/api/staff/participants/{id}"_s, u"/api/staff/participants/P1"_s, Role::Viewer},
        {"GET", u"/api/staff/submissions"_s, u"/api/staff/submissions"_s, Role::Viewer},
        {"GET", u"/api/staff/submissions/{id}"_s, u"/api/staff/submissions/{submission}"_s, Role::Viewer},
        {"GET", u"/api/staff/incidents"_s, u"/api/staff/incidents"_s, Role::Viewer},
        {"GET", exports, u"/api/staff/export/results.json?round=1&hall=H1"_s, Role::Viewer},
        {"GET", exports, u"/api/staff/export/violations.json"_s, Role::Viewer},
        {"GET", exports, u"/api/staff/export/submissions.json"_s, Role::Viewer},
        {"GET", exports, u"/api/staff/export/participants.json"_s, Role::Viewer},
        {"GET", exports, u"/api/staff/export/summary.json"_s, Role::Viewer},
        {"GET", u"/api/staff/health"_s, u"/api/staff/health"_s, Role::Viewer},
        {"GET", u"/api/leaderboard/current"_s, u"/api/leaderboard/current"_s, Role::Nobody},
        {"POST",
         actions,
         u"/api/staff/actions"_s,
         Role::Admin,
         {{"action"_L1, "disqualify"_L1}, {"participant_ids"_L1, QJsonArray {"P2"_L1}}, {"reason"_L1, "a phone"_L1}}},
        {"GET", u"/api/leaderboard/current"_s, u"/api/leaderboard/current?round=1"_s, Role::Viewer},
        {"POST", u"/api/rounds/{number}/finish"_s, u"/api/rounds/1/finish"_s, Role::Participant},
        {"POST", u"/api/auth/logout"_s, u"/api/auth/logout"_s, Role::Operator},
    };
}

} // namespace Marathon
