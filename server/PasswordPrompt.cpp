#include "server/PasswordPrompt.h"

#include <QCoreApplication>
#include <cstdio>
#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PasswordPrompt", text);
}

/// Switches the terminal's echo off while it lives (termios(3)).
class SilentTerminal
{
public:
    SilentTerminal()
        : m_known(::tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        if (m_known)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (m_known)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before {};
    bool m_known;
};

QString line()
{
    std::string text;
    std::getline(std::cin, text);
    if (!text.empty() && text.back() == '\r')
        text.pop_back();
    return QString::fromStdString(text);
}

QString ask(const QString &prompt)
{
    std::fputs(qUtf8Printable(prompt), stderr);
    const SilentTerminal silent;
    const QString text = line();
    std::fputs("\n", stderr);
    return text;
}

} // namespace

Result<QString> readPassword()
{
    const bool isTerminal = ::isatty(STDIN_FILENO) != 0;
    const QString password = isTerminal ? ask(tr("Password: ")) : line();
    if (password.isEmpty())
        return Error {ErrorKind::Invalid,
                      tr("A password is needed: give it on standard input, on one line."),
                      {{u"password"_s, tr("is missing")}}};
    if (isTerminal && ask(tr("Again: ")) != password)
        return Error {
            ErrorKind::Invalid, tr("The two passwords differ. Nothing was changed."), {{u"password"_s, tr("differs")}}};
    return password;
}

} // namespace Marathon
