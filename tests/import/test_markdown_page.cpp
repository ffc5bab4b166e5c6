#include "server/import/MarkdownPage.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

std::optional<QByteArray> anyImage(const QString &name)
{
    return name.toUtf8();
}

} // namespace

class TestMarkdownPage : public QObject
{
    Q_OBJECT

private slots:
    void textBecomesSafeHtml_data();
    void textBecomesSafeHtml();
    void whatIsNotAllowedIsReportedWithItsLine_data();
    void whatIsNotAllowedIsReportedWithItsLine();
};

void TestMarkdownPage::textBecomesSafeHtml_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("html");
    QTest::newRow("emphasis and code") << u"*a* `b<c`"_s << u"<p><em>a</em> <code>b&lt;c</code></p>\n"_s;
    QTest::newRow("raw block") << u"<script>alert(1)</script>"_s << u"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"_s;
    QTest::newRow("raw span") << u"a <b onclick=x>b</b>"_s << u"<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"_s;
    QTest::newRow("raw link is text") << u"<a href=\"javascript:x\">b</a>"_s
                                      << u"<p>&lt;a href=&quot;javascript:x&quot;&gt;b&lt;/a&gt;</p>\n"_s;
    QTest::newRow("https") << u"[a](https://example.org/?a=1&b=2)"_s
                           << u"<p><a href=\"https://example.org/?a=1&amp;b=2\">a</a></p>\n"_s;
    QTest::newRow("mail") << u"<mailto:a@example.org>"_s
                          << u"<p><a href=\"mailto:a@example.org\">mailto:a@example.org</a></p>\n"_s;
    QTest::newRow("title with a quote") << u"[a](http://b 'c\"d')"_s
                                        << u"<p><a href=\"http://b\" title=\"c&quot;d\">a</a></p>\n"_s;
    QTest::newRow("image") << u"![<b>](a b.png)"_s << u"<p>![&lt;b&gt;](a b.png)</p>\n"_s;
    QTest::newRow("image with a space") << u"![x](<a b.PNG>)"_s
                                        << u"<p><img src=\"data:image/png;base64,YSBiLlBORw==\" alt=\"x\"></p>\n"_s;
    QTest::newRow("two images")
        << u"![](a.svg)![](b.jpg)"_s
        << u"<p><img src=\"data:image/svg+xml;base64,YS5zdmc=\" alt=\"\"><img src=\"data:image/jpeg;base64,Yi5qcGc=\" alt=\"\"></p>\n"_s;
    QTest::newRow("table")
        << u"|a|b|\n|---|---|\n|1|2|"_s
        << u"<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"_s;
}

void TestMarkdownPage::textBecomesSafeHtml()
{
    QFETCH(QString, markdown);
    ImportFindings findings;
    const QString html = renderMarkdown(markdown, u"a.md"_s, anyImage, findings);
    QVERIFY(findings.isEmpty());
    QTEST(html, "html");
}

void TestMarkdownPage::whatIsNotAllowedIsReportedWithItsLine_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("detail");
    const QString link = u"The link `%1` is not allowed. Use a full address with http, https or mailto."_s;
    const QString image = u"The image `%1` is not beside the text. Put the file there and name it without a path."_s;
    QTest::newRow("script link") << u"a\n\n[b](javascript:alert)"_s << u"a.md:3"_s << link.arg(u"javascript:alert"_s);
    QTest::newRow("script link in capitals")
        << u"[b](JaVaScRiPt:alert)"_s << u"a.md:1"_s << link.arg(u"JaVaScRiPt:alert"_s);
    QTest::newRow("script link by entity")
        << u"[b](&#106;avascript:alert)"_s << u"a.md:1"_s << link.arg(u"javascript:alert"_s);
    QTest::newRow("script autolink") << u"<javascript:alert>"_s << u"a.md:1"_s << link.arg(u"javascript:alert"_s);
    QTest::newRow("link by reference") << u"[b]\n\n[b]: data:text/html,x"_s << u"a.md:3"_s
                                       << link.arg(u"data:text/html,x"_s);
    QTest::newRow("relative link") << u"[b](other.md)"_s << u"a.md:1"_s << link.arg(u"other.md"_s);
    QTest::newRow("image from elsewhere")
        << u"\n![](https://example.org/a.png)"_s << u"a.md:2"_s << image.arg(u"https://example.org/a.png"_s);
    QTest::newRow("image by path") << u"![](../a.png)"_s << u"a.md:1"_s << image.arg(u"../a.png"_s);
    QTest::newRow("image by encoded path") << u"![](%2e%2e/a.png)"_s << u"a.md:1"_s << image.arg(u"../a.png"_s);
    QTest::newRow("image by absolute path") << u"![](/etc/a.png)"_s << u"a.md:1"_s << image.arg(u"/etc/a.png"_s);
    QTest::newRow("image type") << u"![](a.bmp)"_s << u"a.md:1"_s
                                << u"The image `a.bmp` has no known type. Use png, jpg, gif, webp or svg."_s;
}

void TestMarkdownPage::whatIsNotAllowedIsReportedWithItsLine()
{
    QFETCH(QString, markdown);
    QFETCH(QString, place);
    QFETCH(QString, detail);
    ImportFindings findings;
    renderMarkdown(markdown, u"a.md"_s, anyImage, findings);
    QCOMPARE(findings.list().size(), 1);
    QCOMPARE(findings.list().first().field, place);
    QCOMPARE(findings.list().first().detail, detail);
}

QTEST_GUILESS_MAIN(TestMarkdownPage)
#include "test_markdown_page.moc"
