#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

/// A folder and the folders that its files may include from, besides itself. The table of ARCHITECTURE.md.
struct Layer
{
    const char *folder;
    QStringList mayInclude;
    QStringList mustNotInclude; ///< system headers
};

const QStringList noWidgets {u"QWidget"_s, u"QtWidgets"_s};
const QStringList pure {u"QObject>"_s,     u"QFile>"_s,    u"QTcpSocket"_s,
                        u"QSqlDatabase"_s, u"QtWidgets"_s, u"QNetworkAccessManager"_s,
                        u"QElapsedTimer"_s};
const QStringList noSql {u"QSqlDatabase"_s, u"QSqlQuery"_s, u"QtWidgets"_s};

QList<Layer> layers()
{
    return {
        {"shared/core", {}, pure},
        {"shared/domain", {u"shared/core"_s}, pure},
        {"shared/protocol", {u"shared/core"_s, u"shared/domain"_s}, pure},
        {"shared/report", {u"shared/core"_s}, pure},
        {"shared/look", {u"shared/core"_s}, noWidgets},
        {"server/store", {u"shared/"_s}, noWidgets},
        {"server/engine", {u"shared/"_s, u"server/store"_s}, noSql},
        {"server/http", {u"shared/core"_s}, noSql},
        {"server/auth", {u"shared/core"_s}, noSql},
        {"server/import", {u"shared/core"_s, u"shared/domain"_s}, noSql},
        {"server/judge", {u"shared/core"_s, u"shared/domain"_s, u"shared/protocol"_s}, noSql},
        {"server/judging", {u"shared/"_s, u"server/engine"_s}, noSql},
        {"server/live",
         {u"shared/"_s, u"server/engine"_s, u"server/store"_s, u"server/http"_s, u"server/auth"_s, u"server/judging"_s},
         noSql},
        {"server/api",
         {u"shared/"_s, u"server/engine"_s, u"server/http"_s, u"server/auth"_s, u"server/live"_s, u"server/ops"_s},
         noSql},
        {"admin-desktop/client", {u"shared/"_s}, noWidgets},
        {"admin-desktop/models", {u"shared/"_s, u"admin-desktop/client"_s}, {u"QWebSocket"_s}},
    };
}

QStringList lines(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n') : QStringList();
}

} // namespace

class TestLayers : public QObject
{
    Q_OBJECT

private slots:
    void eachFolderKnowsOnlyWhatItMay_data()
    {
        QTest::addColumn<int>("index");
        const QList<Layer> rows = layers();
        for (int index = 0; index < int(rows.size()); ++index)
            QTest::newRow(rows[index].folder) << index;
    }
    void eachFolderKnowsOnlyWhatItMay()
    {
        static const QRegularExpression include(u"^#include [\"<]([^\">]+[\">])"_s);
        QFETCH(int, index);
        const Layer layer = layers()[index];
        const QString root = QStringLiteral(MARATHON_SOURCE_DIR) + u'/';
        QDirIterator files(root + QString::fromLatin1(layer.folder), {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            const QString path = files.next();
            for (const QString &line : lines(path)) {
                const QRegularExpressionMatch match = include.match(line);
                if (!match.hasMatch())
                    continue;
                ++seen;
                const QString name = match.captured(1);
                const bool isOurs = name.startsWith(u"shared/") || name.startsWith(u"server/") ||
                                    name.startsWith(u"admin-desktop/") || name.startsWith(u"tests/");
                const bool isAllowed = name.startsWith(QString::fromLatin1(layer.folder) + u'/') ||
                                       std::any_of(layer.mayInclude.begin(), layer.mayInclude.end(),
                                                   [&name](const QString &folder) { return name.startsWith(folder); });
                QVERIFY2(!isOurs || isAllowed, qPrintable(path + u" includes "_s + name));
                for (const QString &banned : layer.mustNotInclude)
                    QVERIFY2(!name.contains(banned), qPrintable(path + u" includes "_s + name));
            }
        }
        QVERIFY(seen > 0);
    }

    void everyPathThatADocumentNamesExists()
    {
        static const QRegularExpression named(
            u"`((?:shared|server|admin-desktop|resources|sql|tests|docs|packaging|cmake)/[A-Za-z0-9_./-]*[A-Za-z0-9_/])`"_s);
        const QString root = QStringLiteral(MARATHON_SOURCE_DIR) + u'/';
        QStringList documents {root + u"README.md"_s, root + u"ARCHITECTURE.md"_s, root + u"CONTRIBUTING.md"_s,
                               root + u"SECURITY.md"_s};
        QDirIterator more(root + u"docs"_s, {u"*.md"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (more.hasNext())
            documents.append(more.next());
        int seen = 0;
        QStringList missing;
        for (const QString &document : documents) {
            auto names = named.globalMatch(lines(document).join(u'\n'));
            while (names.hasNext()) {
                const QString path = names.next().captured(1);
                ++seen;
                const bool isThere = QFileInfo::exists(root + path) || QFileInfo::exists(root + path + u".h"_s) ||
                                     QFileInfo::exists(root + path + u".cpp"_s);
                if (!isThere)
                    missing.append(document.section(u'/', -1) + u": "_s + path);
            }
        }
        QVERIFY(seen > 5);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u"; "_s)));
    }
};

QTEST_APPLESS_MAIN(TestLayers)
#include "test_layers.moc"
