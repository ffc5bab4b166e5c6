#pragma once

#include "shared/protocol/JudgeMessages.h"

#include <QWebSocket>

namespace Marathon {

/// A judge that is always there: takes C programs over /ws/judge and accepts every one without running it.
class JudgeDouble : public QObject
{
public:
    JudgeDouble(const QUrl &server, const QByteArray &token)
    {
        connect(&m_socket, &QWebSocket::connected, this, [this] {
            WorkerHello hello {.name = u"double"_s, .slotCount = 2, .languages = {{u"c"_s, u"C"_s, u"none"_s}}};
            hello.protection.level = ProtectionLevel::Full;
            m_socket.sendTextMessage(judgeText(hello));
        });
        connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            const Result<QJsonObject> message = parseObject(text.toUtf8());
            if (!message || message->value("t"_L1) != QString(JobMessage::type))
                return;
            if (const Result<JobMessage> job = fromJson<JobMessage>(*message))
                accept(job->job);
        });
        QNetworkRequest request(server);
        request.setRawHeader("Authorization", "Bearer " + token);
        m_socket.open(request);
    }

private:
    void accept(const JudgeJob &job)
    {
        JobResult result {{job.jobId, job.attempt},
                          {.verdict = Verdict::Accepted, .time = Duration(12), .memoryKib = 900}};
        for (const JudgeTest &test : job.tests)
            result.outcome.tests.append({.name = test.name,
                                         .verdict = Verdict::Accepted,
                                         .time = Duration(12),
                                         .memoryKib = 900,
                                         .output = u"2\n"_s});
        m_socket.sendTextMessage(judgeText(JobStarted {result.job}));
        m_socket.sendTextMessage(judgeText(result));
    }

    QWebSocket m_socket;
};

} // namespace Marathon
