#include "server/engine/StateFile.h"

#include "shared/protocol/Binary.h"
#include "shared/protocol/BinaryLayout.h"
#include "shared/protocol/BinaryReader.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>
#include <future>

namespace Marathon {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QByteArrayView magic("marathon state\n");
constexpr int format = 1;
constexpr auto checksum = QCryptographicHash::Blake2b_256;
constexpr qsizetype checksumSize = 32;

QString tr(const char *text)
{
    return QCoreApplication::translate("StateFile", text);
}

QByteArray ownLayout()
{
    static const QByteArray hash = QCryptographicHash::hash(binaryLayout<ContestState>(), QCryptographicHash::Sha256);
    return hash;
}

Error useless(const QString &why)
{
    return Error {ErrorKind::Invalid, why};
}

template <typename T>
QByteArray binaryOf(const T &value)
{
    BinaryWriter writer;
    writer.put(value);
    return writer.bytes();
}

} // namespace

Result<void> writeStateFile(const QString &path, const SavedState &saved)
{
    BinaryWriter writer;
    writer.put(format);
    writer.put(QByteArray(MARATHON_VERSION));
    writer.put(ownLayout());
    writer.put(saved.epoch);
    writer.put(saved.hash);
    writer.put(saved.state);
    QCryptographicHash hash(checksum);
    hash.addData(magic);
    hash.addData(writer.bytes());
    QSaveFile file(path); // commit() forces it to the disk
    const bool isWritten =
        file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
        file.write(magic.data(), magic.size()) == magic.size() && file.write(writer.bytes()) == writer.bytes().size() &&
        file.write(hash.result()) == checksumSize && file.commit();
    if (isWritten)
        return {};
    return Error {ErrorKind::Unavailable, tr("%1 cannot be written: %2.").arg(path, file.errorString())};
}

Result<SavedState> readStateFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return Error {ErrorKind::NotFound, tr("There is no %1.").arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return useless(tr("it cannot be read (%1)").arg(file.errorString()));
    const QByteArray bytes = file.readAll();
    if (bytes.size() < magic.size() + checksumSize || !bytes.startsWith(magic.toByteArray()))
        return useless(tr("it is no saved state"));
    const QByteArrayView sealed = QByteArrayView(bytes).chopped(checksumSize);
    // The reader never leaves the bytes whatever they are, so both may go on at once.
    std::future<bool> isIntact = std::async(std::launch::async, [&bytes, sealed] {
        QCryptographicHash hash(checksum);
        hash.addData(QByteArray::fromRawData(sealed.data(), sealed.size()));
        return hash.result() == bytes.last(checksumSize);
    });
    BinaryReader reader(sealed.sliced(magic.size()));
    int readFormat = 0;
    QByteArray version;
    QByteArray layout;
    reader.take(readFormat);
    reader.take(version);
    reader.take(layout);
    const bool isOurs = readFormat == format && version == MARATHON_VERSION && layout == ownLayout();
    SavedState saved;
    if (isOurs) {
        reader.take(saved.epoch);
        reader.take(saved.hash);
        reader.take(saved.state);
    }
    if (!isIntact.get())
        return useless(tr("it is damaged"));
    if (!isOurs)
        return useless(tr("another version of the program wrote it"));
    if (!reader.isWhole() || !reader.isAtEnd())
        return useless(tr("it is damaged"));
    return saved;
}

QStringList differencesBetween(const ContestState &one, const ContestState &other)
{
    QStringList found;
    const auto note = [&found](bool isSame, const QString &what) {
        if (!isSame)
            found.append(what);
    };
    note(one.lastSeq == other.lastSeq && one.lastAt == other.lastAt, u"last entry"_s);
    note(one.standingsSeq == other.standingsSeq, u"entry that moved the standings last"_s);
    note(one.phase == other.phase, u"state of the contest"_s);
    note(binaryOf(*one.config) == binaryOf(*other.config), u"definition of the contest"_s);
    note(binaryOf(*one.policy) == binaryOf(*other.policy), u"policy"_s);
    note(binaryOf(one.rounds) == binaryOf(other.rounds), u"rounds"_s);
    note(binaryOf(one.announcements) == binaryOf(other.announcements), u"announcements"_s);
    note(one.submissionOwners == other.submissionOwners, u"owners of submissions"_s);
    const QSet<ActionId> actions(one.actions.keyBegin(), one.actions.keyEnd());
    note(actions == QSet<ActionId>(other.actions.keyBegin(), other.actions.keyEnd()), u"actions"_s);
    for (const ActionRecord &action : one.actions)
        note(binaryOf(action) == binaryOf(other.actions.value(action.id)), u"action "_s + action.id.toString());
    const QList<ParticipantId> people = one.participants.keys();
    const QList<ParticipantId> others = other.participants.keys();
    note(QSet<ParticipantId>(people.begin(), people.end()) == QSet<ParticipantId>(others.begin(), others.end()),
         u"participants"_s);
    for (const ParticipantPtr &who : one.participants) {
        const ParticipantState *twin = other.participant(who->id);
        note(twin && binaryOf(*who) == binaryOf(*twin), u"participant "_s + who->id.toString());
    }
    return found;
}

} // namespace Marathon
