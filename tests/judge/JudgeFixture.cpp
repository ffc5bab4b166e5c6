#include "tests/judge/JudgeFixture.h"

#include "shared/core/Text.h"

#include <QFile>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

JudgeFixture::JudgeFixture(int longestCompileSeconds)
{
    auto sandbox = BubblewrapSandbox::open(QStringLiteral(MARATHON_BIN_DIR));
    if (!sandbox) {
        m_problem = sandbox.error().message;
        return;
    }
    m_sandbox = std::move(*sandbox);
    Result<QList<Language>> languages = installedLanguages(QStringLiteral(MARATHON_SOURCE_DIR "/resources/languages"));
    if (!languages) {
        m_problem = languages.error().message;
        return;
    }
    for (Language &language : *languages)
        language.compileSeconds = std::min(language.compileSeconds, longestCompileSeconds);
    m_judge = std::make_unique<LocalJudge>(*m_sandbox, *languages);
}

JudgeOutcome JudgeFixture::judge(const JudgeJob &job, const std::stop_token &cancel) const
{
    return m_judge->judge(
        job,
        [this](const QString &sha) -> Result<QByteArray> {
            const auto found = m_blobs.constFind(sha);
            return found == m_blobs.constEnd()
                       ? Result<QByteArray>(Error {ErrorKind::NotFound, u"no test %1"_s.arg(sha)})
                       : *found;
        },
        cancel);
}

QString JudgeFixture::blob(const QByteArray &bytes)
{
    const QString sha = sha256Hex(bytes);
    m_blobs.insert(sha, bytes);
    return sha;
}

JudgeJob JudgeFixture::sumJob(const QString &language, const QString &source)
{
    JudgeJob job;
    job.jobId = u"job"_s;
    job.language = language;
    job.source = source;
    job.limits = {Duration(1000), 64, 1};
    job.tests = {{u"one"_s, blob("3\n1 2 3\n"), blob("6\n"), {}}};
    return job;
}

QString programText(const QString &path)
{
    QFile file(QStringLiteral(MARATHON_SOURCE_DIR "/tests/judge/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

} // namespace Marathon
