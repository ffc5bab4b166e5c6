#include "shared/core/Gzip.h"

#include <zlib.h>

namespace Marathon {

QByteArray gzipped(const QByteArray &bytes)
{
    z_stream stream {};
    constexpr int gzipWindow = 15 + 16; // zlib.h: 16 more asks for a gzip header.
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray coded(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))),
                     Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(coded.data());
    stream.avail_out = static_cast<uInt>(coded.size());
    const int result = deflate(&stream, Z_FINISH);
    coded.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return result == Z_STREAM_END ? coded : QByteArray();
}

} // namespace Marathon
