#include "admin-desktop/pages/Page.h"

#include <QDateTime>
#include <QFileDialog>
#include <QSaveFile>

namespace Marathon {

void Page::exportTable(const DataTable &table)
{
    const QString name =
        u"%1-%2-%3.csv"_s.arg(table.exportTitle(), QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmm"_s))
            .arg(m_desk.contest.state().lastSeq);
    auto *dialog = new QFileDialog(this, tr("Export as CSV"), name, tr("CSV (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(name);
    const QByteArray csv = table.asCsv();
    connect(dialog, &QFileDialog::fileSelected, this, [this, csv](const QString &path) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit())
            emit m_desk.actions.failed(tr("The table was not exported to %1: %2").arg(path, file.errorString()));
        else
            emit m_desk.actions.done(tr("Exported to %1.").arg(path), {});
    });
    dialog->open();
}

} // namespace Marathon

#include "moc_Page.cpp"
