#include "server/http/HttpStatus.h"

#include <algorithm>
#include <array>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

struct StatusRow
{
    int status;
    QLatin1StringView title;
};

constexpr std::array rows {
    StatusRow {100, "Continue"_L1},
    StatusRow {101, "Switching Protocols"_L1},
    StatusRow {200, "OK"_L1},
    StatusRow {201, "Created"_L1},
    StatusRow {202, "Accepted"_L1},
    StatusRow {204, "No Content"_L1},
    StatusRow {206, "Partial Content"_L1},
    StatusRow {301, "Moved Permanently"_L1},
    StatusRow {302, "Found"_L1},
    StatusRow {303, "See Other"_L1},
    StatusRow {304, "Not Modified"_L1},
    StatusRow {307, "Temporary Redirect"_L1},
    StatusRow {308, "Permanent Redirect"_L1},
    StatusRow {400, "Bad Request"_L1},
    StatusRow {401, "Unauthorized"_L1},
    StatusRow {403, "Forbidden"_L1},
    StatusRow {404, "Not Found"_L1},
    StatusRow {405, "Method Not Allowed"_L1},
    StatusRow {406, "Not Acceptable"_L1},
    StatusRow {408, "Request Timeout"_L1},
    StatusRow {409, "Conflict"_L1},
    StatusRow {410, "Gone"_L1},
    StatusRow {411, "Length Required"_L1},
    StatusRow {412, "Precondition Failed"_L1},
    StatusRow {413, "Content Too Large"_L1},
    StatusRow {414, "URI Too Long"_L1},
    StatusRow {415, "Unsupported Media Type"_L1},
    StatusRow {417, "Expectation Failed"_L1},
    StatusRow {422, "Unprocessable Content"_L1},
    StatusRow {426, "Upgrade Required"_L1},
    StatusRow {428, "Precondition Required"_L1},
    StatusRow {429, "Too Many Requests"_L1},
    StatusRow {431, "Request Header Fields Too Large"_L1},
    StatusRow {500, "Internal Server Error"_L1},
    StatusRow {501, "Not Implemented"_L1},
    StatusRow {503, "Service Unavailable"_L1},
    StatusRow {504, "Gateway Timeout"_L1},
    StatusRow {505, "HTTP Version Not Supported"_L1},
};
static_assert(std::ranges::is_sorted(rows, {}, &StatusRow::status));

} // namespace

QLatin1StringView statusTitle(int status)
{
    const auto row = std::ranges::lower_bound(rows, status, {}, &StatusRow::status);
    return row != rows.end() && row->status == status ? row->title : QLatin1StringView();
}

} // namespace Marathon
