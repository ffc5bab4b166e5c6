#pragma once

#include <QList>
#include <QString>
#include <utility>
#include <variant>

namespace Marathon {

/// What went wrong, for programs. One table in server/http maps each kind to an HTTP status.
enum class ErrorKind {
    Malformed,   ///< cannot be read at all (400)
    NotSignedIn, ///< no valid session (401)
    NotAllowed,  ///< signed in, but may not (403)
    NotFound,    ///< no such thing, or not yours to see (404)
    Conflict,    ///< the state of the contest does not admit it now (409)
    TooLarge,    ///< over a size limit (413)
    Invalid,     ///< readable, but fields are wrong; see Error::fields (422)
    TooMany,     ///< over a rate limit; see Error::retryAfterMs (429)
    NotStored,   ///< nothing was stored: keep it and repeat it (503)
    Unknown,     ///< may or may not be stored: repeat with the same key (503)
    Unavailable, ///< a part that is needed is not there now (503)
    Internal,    ///< a fault of ours (500)
};

/// One wrong field of a request: its path ("rounds[2].minutes") and what is wrong with it.
struct FieldError
{
    QString field;
    QString detail;
    bool operator==(const FieldError &) const = default;
};

/// An error as a value. `kind` is for programs; `message` is for people, in whole sentences, and says what to do.
struct [[nodiscard]] Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString message;
    QList<FieldError> fields {};
    int retryAfterMs = 0;
};

/// A value or an Error; it cannot be ignored. Read `value()` or `*result` only after testing it.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_value(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_value(std::in_place_index<1>, std::move(error))
    {}

    explicit operator bool() const { return m_value.index() == 0; }
    bool isOk() const { return m_value.index() == 0; }

    const T &value() const & { return std::get<0>(m_value); }
    T &value() & { return std::get<0>(m_value); }
    T &&value() && { return std::get<0>(std::move(m_value)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::get<0>(std::move(m_value)); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    const Error &error() const { return std::get<1>(m_value); }

private:
    std::variant<T, Error> m_value;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_ok(false)
    {}
    explicit operator bool() const { return m_ok; }
    bool isOk() const { return m_ok; }
    const Error &error() const { return m_error; }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace Marathon
