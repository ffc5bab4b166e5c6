#include "shared/domain/Verdict.h"
#include "shared/protocol/Json.h"

#include <QTest>

using namespace Marathon;

namespace {

struct Inner
{
    qint64 count = 0;
    QString name;
    bool operator==(const Inner &) const = default;
};

template <typename Fields>
void describe(Fields &fields, Inner &inner)
{
    fields("count", inner.count);
    fields("name", inner.name);
}

struct Outer
{
    QList<Inner> inners;
    std::optional<Instant> at;
    Verdict verdict = Verdict::Accepted;
    PrivateText reason;
    bool operator==(const Outer &) const = default;
};

template <typename Fields>
void describe(Fields &fields, Outer &outer)
{
    fields("inners", outer.inners);
    fields("at", outer.at);
    fields("verdict", outer.verdict);
    fields.maybe("reason", outer.reason);
}

} // namespace

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void aDescribedStructSurvivesWriteAndRead()
    {
        const Outer outer {{{3, u"three"_s}, {-1, u"minus"_s}},
                           Instant(Duration(1'769'666'370'134)),
                           Verdict::TimeLimit,
                           {u"ab"_s, u"text"_s}};
        const Result<Outer> wire = fromJson<Outer>(toJson(outer));
        QVERIFY(wire.isOk());
        QCOMPARE(wire->inners, outer.inners);
        QCOMPARE(wire->at, outer.at);
        QCOMPARE(wire->reason.text, u"text"_s);
        QCOMPARE(toJson(outer, JsonForm::Ledger)["reason"_L1].toString(), u"ab"_s);
    }

    void everyWrongFieldIsNamedWithItsPath()
    {
        const Result<QJsonObject> object =
            parseObject(R"({"inners":[{"count":1.5,"name":"x"},{"count":1}],"verdict":"XX"})");
        QVERIFY(object.isOk());
        const Result<Outer> outer = fromJson<Outer>(*object);
        QVERIFY(!outer.isOk());
        QCOMPARE(outer.error().kind, ErrorKind::Invalid);
        QStringList paths;
        for (const FieldError &error : outer.error().fields)
            paths.append(error.field);
        QCOMPARE(paths, (QStringList {u"inners[0].count"_s, u"inners[1].name"_s, u"verdict"_s}));
    }

    void malformedTextIsRefused()
    {
        QCOMPARE(parseObject("{").error().kind, ErrorKind::Malformed);
        QCOMPARE(parseObject("[]").error().kind, ErrorKind::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "test_json.moc"
