#include "tests/console/RecordedContest.h"

#include <QCoreApplication>
#include <QFile>
#include <QTextStream>

/// Writes a recorded contest of 350 people, for looking at the console without a server: record-contest FILE
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (application.arguments().size() != 2) {
        QTextStream(stderr) << "Usage: record-contest FILE\n";
        return 2;
    }
    QFile file(application.arguments().at(1));
    const Marathon::RecordedContest contest(Marathon::RecordedContest::Size {});
    if (!file.open(QIODevice::WriteOnly) || file.write(Marathon::toBytes(contest.recording())) < 0) {
        QTextStream(stderr) << "The file " << file.fileName() << " cannot be written: " << file.errorString() << "\n";
        return 1;
    }
    QTextStream(stdout) << contest.ledger().size() << " events, " << contest.state().participants.size()
                        << " participants\n";
    return 0;
}
