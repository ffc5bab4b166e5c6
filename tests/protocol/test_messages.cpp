#include "shared/protocol/EventJson.h"
#include "tests/protocol/Messages.h"
#include "tests/support/Shapes.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Marathon;

namespace {

using EventMaker = EventBody (*)();

template <std::size_t... Index>
constexpr auto makersFor(std::index_sequence<Index...>)
{
    return std::array<EventMaker, sizeof...(Index)> {
        []() -> EventBody { return filled<std::variant_alternative_t<Index, EventBody>>(); }...};
}
constexpr auto eventMakers = makersFor(std::make_index_sequence<std::variant_size_v<EventBody>>());

/// Forgets every private text that it is shown.
class Forgetting final : public PrivateVisitor
{
public:
    void visit(PrivateText &text) override { text.text.clear(); }
    void visit(PrivateJson &json) override { json.value = {}; }
};

} // namespace

/// Every message of the protocol, by the table in Messages.h, and every event of the ledger.
class TestMessages : public QObject
{
    Q_OBJECT

private slots:
    void theTableHasEveryStructOfTheProtocol();
    void everyMessageSurvivesWriteAndRead_data() { messageRows(); }
    void everyMessageSurvivesWriteAndRead();
    void everyMessageFitsItsSchema_data() { messageRows(); }
    void everyMessageFitsItsSchema();
    void unknownFieldsAreIgnored_data() { messageRows(); }
    void unknownFieldsAreIgnored();
    void everyMissingOrWrongFieldIsNamed_data() { messageRows(); }
    void everyMissingOrWrongFieldIsNamed();
    void everyEventSurvivesTheWireAndTheLedger_data() { eventRows(); }
    void everyEventSurvivesTheWireAndTheLedger();
    void theLedgersBytesHoldNoPrivateText_data() { eventRows(); }
    void theLedgersBytesHoldNoPrivateText();
    void anEventOfANewerProgramIsRefused();

private:
    static void messageRows();
    static void eventRows();
};

void TestMessages::messageRows()
{
    QTest::addColumn<int>("index");
    for (std::size_t index = 0; index < messages.size(); ++index)
        QTest::newRow(messages[index].name) << int(index);
}

void TestMessages::eventRows()
{
    QTest::addColumn<int>("index");
    for (std::size_t index = 0; index < eventTypes.size(); ++index)
        QTest::newRow(eventTypes[index].name.data()) << int(index);
}

void TestMessages::theTableHasEveryStructOfTheProtocol()
{
    static const QRegularExpression described(u"void describe\\(Fields &(?:fields)?, (\\w+) &"_s);
    QStringList known;
    for (const Message &message : messages)
        known.append(QString::fromLatin1(message.name));
    QDir folder(QStringLiteral(MARATHON_SOURCE_DIR "/shared/protocol"));
    int seen = 0;
    for (const QString &name : folder.entryList({u"*.h"_s}, QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto matches = described.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext()) {
            ++seen;
            const QString type = matches.next().captured(1);
            QVERIFY2(known.contains(type),
                     qPrintable(u"%1 of %2 is not tested. Add it to the table in tests/protocol/Messages.h."_s.arg(
                         type, name)));
        }
    }
    QCOMPARE(seen, int(messages.size()));
}

void TestMessages::everyMessageSurvivesWriteAndRead()
{
    QFETCH(int, index);
    const Message &message = messages[std::size_t(index)];
    const QJsonObject written = message.sample();
    // Through the bytes, as it travels.
    const Result<QJsonObject> parsed = parseObject(toBytes(written));
    QVERIFY(parsed.isOk());
    const Result<QJsonObject> again = message.readAndWrite(*parsed);
    QVERIFY2(again.isOk(), again ? "" : qPrintable(again.error().message));
    QCOMPARE(toBytes(*again), toBytes(written));
}

void TestMessages::everyMessageFitsItsSchema()
{
    QFETCH(int, index);
    const Message &message = messages[std::size_t(index)];
    const QJsonObject written = message.sample();
    const QStringList faults = misfits(message.schema(), written);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u"; "_s)));
    QCOMPARE(written.keys(), message.schema().value("properties"_L1).toObject().keys());
}

void TestMessages::unknownFieldsAreIgnored()
{
    QFETCH(int, index);
    const Message &message = messages[std::size_t(index)];
    QJsonObject later = message.sample();
    later.insert("of_a_later_version"_L1, QJsonObject {{"x"_L1, 1}});
    const Result<QJsonObject> read = message.readAndWrite(later);
    QVERIFY2(read.isOk(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, message.sample());
}

void TestMessages::everyMissingOrWrongFieldIsNamed()
{
    QFETCH(int, index);
    const Message &message = messages[std::size_t(index)];
    for (const WrongBody &wrong : wrongBodies(message.schema(), message.sample())) {
        const Result<QJsonObject> read = message.readAndWrite(wrong.body);
        QVERIFY2(!read.isOk(), qPrintable(wrong.name));
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QStringList named;
        for (const FieldError &field : read.error().fields)
            named.append(field.field);
        QVERIFY2(named.contains(wrong.field), qPrintable(wrong.name + u": named are "_s + named.join(u' ')));
    }
}

void TestMessages::everyEventSurvivesTheWireAndTheLedger()
{
    QFETCH(int, index);
    const EventBody body = eventMakers[std::size_t(index)]();
    const Event event {.seq = 7,
                       .at = Instant(Duration(1'769'666'370'134)),
                       .actor = u"staff:anna"_s,
                       .participant = ParticipantId(u"P1"_s),
                       .body = body};
    const Result<Event> received = eventFromWire(eventToWire(event));
    QVERIFY2(received.isOk(), received ? "" : qPrintable(received.error().message));
    QCOMPARE(eventToWire(*received), eventToWire(event));
    const EventType &type = typeOf(body);
    const QJsonObject stored = bodyToJson(body, JsonForm::Ledger);
    const Result<EventBody> read = bodyFromJson(QString(type.name), type.version, stored, JsonForm::Ledger);
    QVERIFY2(read.isOk(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(bodyToJson(*read, JsonForm::Ledger), stored);
}

void TestMessages::theLedgersBytesHoldNoPrivateText()
{
    QFETCH(int, index);
    EventBody body = eventMakers[std::size_t(index)]();
    QVERIFY(!toBytes(bodyToJson(body, JsonForm::Ledger)).contains("secret-"));
    // The visitor finds each of them: what it has forgotten is not sent any more either.
    Forgetting forgetting;
    visitPrivate(body, forgetting);
    QVERIFY(!toBytes(bodyToJson(body, JsonForm::Wire)).contains("secret-"));
}

void TestMessages::anEventOfANewerProgramIsRefused()
{
    const EventType &type = eventTypes[0];
    const QJsonObject body = bodyToJson(eventMakers[0](), JsonForm::Wire);
    QCOMPARE(bodyFromJson(QString(type.name), type.version + 1, body, JsonForm::Wire).error().kind, ErrorKind::Invalid);
    QCOMPARE(bodyFromJson(u"no.such.event"_s, 1, body, JsonForm::Wire).error().kind, ErrorKind::Invalid);
    QVERIFY(!eventFromWire({{"type"_L1, QString(type.name)}, {"body"_L1, body}}).isOk());
}

QTEST_APPLESS_MAIN(TestMessages)
#include "test_messages.moc"
