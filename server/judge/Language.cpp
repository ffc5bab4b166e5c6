#include "server/judge/Language.h"

#include "shared/core/Text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <functional>
#include <yaml-cpp/yaml.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int probeSeconds = 20;

QString translated(const char *text)
{
    return QCoreApplication::translate("Judge", text);
}

/// One key of a language file: its name and how its value is taken. Throws YAML::Exception for a wrong type.
struct Key
{
    QLatin1StringView name;
    bool required;
    std::function<void(Language &, const YAML::Node &)> take;
};

QString text(const YAML::Node &node)
{
    return QString::fromStdString(node.as<std::string>());
}

Key textKey(QLatin1StringView name, QString Language::*field, bool required = false)
{
    return {name, required, [field](Language &language, const YAML::Node &node) { language.*field = text(node); }};
}

Key wordsKey(QLatin1StringView name, QStringList Language::*field, bool required = false)
{
    return {name, required, [field](Language &language, const YAML::Node &node) {
                for (const YAML::Node &word : node.as<std::vector<YAML::Node>>())
                    (language.*field).append(text(word));
            }};
}

template <typename Number>
Key numberKey(QLatin1StringView name, Number Language::*field)
{
    return {name, false, [field](Language &language, const YAML::Node &node) { language.*field = node.as<Number>(); }};
}

Key verdictsKey(QLatin1StringView name, QHash<int, Verdict> Language::*field)
{
    return {name, false, [field](Language &language, const YAML::Node &node) {
                for (const auto &entry : node) {
                    const std::optional<Verdict> verdict = fromName<Verdict>(text(entry.second));
                    if (!verdict)
                        throw YAML::RepresentationException(entry.second.Mark(), "is not a verdict");
                    (language.*field).insert(entry.first.as<int>(), *verdict);
                }
            }};
}

const std::vector<Key> &keys()
{
    static const std::vector<Key> all {
        textKey("id"_L1, &Language::id, true),
        textKey("name"_L1, &Language::name, true),
        wordsKey("probe"_L1, &Language::probe, true),
        textKey("source"_L1, &Language::source, true),
        wordsKey("compile"_L1, &Language::compile),
        textKey("artifact"_L1, &Language::artifact),
        wordsKey("run"_L1, &Language::run, true),
        wordsKey("binds"_L1, &Language::binds),
        textKey("precompile"_L1, &Language::precompile),
        numberKey("processes"_L1, &Language::processes),
        numberKey("time_multiplier"_L1, &Language::timeMultiplier),
        numberKey("memory_extra_mib"_L1, &Language::memoryExtraMib),
        numberKey("limit_address_space"_L1, &Language::limitAddressSpace),
        verdictsKey("exit_verdicts"_L1, &Language::exitVerdicts),
        verdictsKey("signal_verdicts"_L1, &Language::signalVerdicts),
        numberKey("compile_seconds"_L1, &Language::compileSeconds),
        numberKey("compile_memory_mib"_L1, &Language::compileMemoryMib),
        numberKey("compile_scratch_mib"_L1, &Language::compileScratchMib),
        numberKey("compile_processes"_L1, &Language::compileProcesses),
    };
    return all;
}

Error wrong(const QString &path, const YAML::Mark &mark, const QString &what)
{
    const QString place = mark.is_null() ? path : u"%1:%2"_s.arg(path).arg(mark.line + 1);
    return Error {ErrorKind::Invalid, u"%1: %2"_s.arg(place, what)};
}

Result<Language> read(const QString &path, const YAML::Node &root)
{
    if (!root.IsMap())
        return wrong(path, root.Mark(), translated("a language file is a list of keys and values"));
    QStringList names;
    for (const Key &key : keys())
        names.append(QString(key.name));
    for (const auto &entry : root) {
        const QString name = text(entry.first);
        if (names.contains(name))
            continue;
        const QString near = nearest(name, names);
        return wrong(path, entry.first.Mark(),
                     near.isEmpty() ? translated("unknown key \"%1\"").arg(name)
                                    : translated("unknown key \"%1\"; did you mean \"%2\"?").arg(name, near));
    }
    Language language;
    for (const Key &key : keys()) {
        const YAML::Node node = root[std::string(key.name.data(), static_cast<std::size_t>(key.name.size()))];
        if (!node.IsDefined()) {
            if (key.required)
                return wrong(path, YAML::Mark::null_mark(), translated("the key \"%1\" is missing").arg(key.name));
            continue;
        }
        try {
            key.take(language, node);
        } catch (const YAML::Exception &exception) {
            return wrong(path, node.Mark(),
                         translated("the value of \"%1\" cannot be used: %2")
                             .arg(key.name, QString::fromStdString(exception.msg)));
        }
    }
    // In a box there is no PATH of the host: a bare name would find nothing, or something else.
    for (const QStringList &command : {language.probe, language.compile, language.run}) {
        if (!command.isEmpty() && !command.first().startsWith(u'/'))
            return wrong(path, YAML::Mark::null_mark(),
                         translated("\"%1\" must be an absolute path").arg(command.first()));
    }
    return language;
}

} // namespace

Result<Language> loadLanguage(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound,
                      translated("The language file %1 cannot be read: %2").arg(path, file.errorString())};
    try {
        return read(path, YAML::Load(file.readAll().toStdString()));
    } catch (const YAML::Exception &exception) {
        return wrong(path, exception.mark, QString::fromStdString(exception.msg));
    }
}

Result<QList<Language>> installedLanguages(const QString &folder, QStringList *missing)
{
    const QDir directory(folder);
    const QStringList files = directory.entryList({u"*.yaml"_s}, QDir::Files, QDir::Name);
    if (files.isEmpty())
        return Error {ErrorKind::NotFound, translated("There are no language files in %1.").arg(folder)};
    QList<Language> installed;
    for (const QString &file : files) {
        Result<Language> language = loadLanguage(directory.filePath(file));
        if (!language)
            return language.error();
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(language->probe.first(), language->probe.mid(1));
        if (!process.waitForFinished(probeSeconds * 1000) || process.exitStatus() != QProcess::NormalExit ||
            process.exitCode() != 0) {
            if (missing)
                missing->append(language->name);
            continue;
        }
        language->version = QString::fromUtf8(process.readAll()).section(u'\n', 0, 0).trimmed();
        installed.append(*language);
    }
    return installed;
}

QString defaultLanguageFolder()
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/../share/debug-marathon/languages"_s);
}

} // namespace Marathon
