#include "shared/look/Marks.h"

#include <QTest>

using namespace Marathon;

class TestLook : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsComputedAsWcagSays()
    {
        QCOMPARE(contrastRatio(0xFFFFFF, 0x000000), 21.0);
        QCOMPARE(contrastRatio(0x777777, 0x777777), 1.0);
        QVERIFY(qAbs(contrastRatio(0x767676, 0xFFFFFF) - 4.54) < 0.01);
    }

    void textIsReadableOnEveryGround_data()
    {
        QTest::addColumn<quint32>("text");
        QTest::addColumn<quint32>("ground");
        for (const auto &scheme : EnumNames<Scheme>::rows) {
            for (const TokenFact &text : tokenFacts) {
                for (const TokenFact &ground : tokenFacts) {
                    if (text.use == TokenUse::Text && ground.use == TokenUse::Ground)
                        QTest::addRow("%s on %s, %s", text.name.data(), ground.name.data(), scheme.name.data())
                            << colourOf(text.kind, scheme.kind) << colourOf(ground.kind, scheme.kind);
                }
            }
        }
    }
    void textIsReadableOnEveryGround()
    {
        QFETCH(quint32, text);
        QFETCH(quint32, ground);
        const double ratio = contrastRatio(text, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }

    void filledButtonsAreReadable_data()
    {
        QTest::addColumn<int>("token");
        for (const Token token : {Token::Accent, Token::Danger})
            QTest::addRow("on %s", tokenFacts[std::size_t(token)].name.data()) << int(token);
    }
    void filledButtonsAreReadable()
    {
        QFETCH(int, token);
        for (const auto &scheme : EnumNames<Scheme>::rows)
            QVERIFY(contrastRatio(onFilled(scheme.kind), colourOf(Token(token), scheme.kind)) >= 4.5);
    }

    void everyMarkStandsOutAndHasItsOwnShape()
    {
        QSet<QString> looks;
        for (const MarkFact &fact : markFacts) {
            for (const auto &scheme : EnumNames<Scheme>::rows)
                QVERIFY(contrastRatio(colourOf(fact.token, scheme.kind), colourOf(Token::Surface, scheme.kind)) >= 3.0);
            looks.insert(QString::number(int(fact.shape)) + u'/' + QString::number(int(fact.token)));
        }
        QCOMPARE(looks.size(), qsizetype(markFacts.size()));
        const auto shapeOf = [](Mark mark) { return factOf(mark).shape; };
        QVERIFY(
            (QSet<int> {int(shapeOf(Mark::Low)), int(shapeOf(Mark::Medium)), int(shapeOf(Mark::High)),
                        int(shapeOf(Mark::Critical)), int(shapeOf(Mark::Suspended)), int(shapeOf(Mark::Disqualified))}
                 .size()) == 6);
    }
};

QTEST_APPLESS_MAIN(TestLook)
#include "test_look.moc"
