#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace Marathon {

/// The characters of generated passwords: letters and digits without 0 O 1 l I, which are mistaken for each other on
/// paper.
QString generatedPasswordAlphabet();

/// A participant's password: 10 characters of that alphabet (58 bits) from the system's cryptographic generator.
QString generatePassword();

/// May a member of the staff have this password? 12 to 256 characters, at least five different ones, and not on the
/// list of common long passwords (NIST SP 800-63B, section 5.1.1.2). Error: Invalid, field "password".
Result<void> checkStaffPassword(const QString &password);

} // namespace Marathon
