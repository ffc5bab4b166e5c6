#pragma once

#include "shared/domain/StaffAction.h"

namespace Marathon {

/// How a staff action reads and looks in the console; who may do it and whether it can be undone is the domain's table.
struct ActionWords
{
    StaffActionKind kind;
    QLatin1StringView icon;
    char key; ///< acts on the chosen people; 0: none
    const char *title;
    const char *effect;       ///< what happens, in the dialog
    const char *confirm;      ///< with %1 for whom
    const char *done;         ///< with %1 for whom, in the undo bar
    const char *textLabel;    ///< asks for a text when not null
    const char *choiceLabel;  ///< asks for a choice when not null
    const char *usualReasons; ///< separated by |
    bool isGrave;
};

const ActionWords &wordsOf(StaffActionKind kind);

/// The choices of an action's dialog and what they mean: lengths in minutes (0: until lifted), points or levels.
struct ActionChoice
{
    QString text;
    int value;
};
QList<ActionChoice> choicesOf(StaffActionKind kind);

} // namespace Marathon
