#include "shared/look/Tokens.h"

#include <cmath>
#include <utility>

namespace Marathon {

namespace {

double linear(quint32 colour, int shift)
{
    const double channel = double((colour >> shift) & 0xff) / 255.0;
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(quint32 colour)
{
    return 0.2126 * linear(colour, 16) + 0.7152 * linear(colour, 8) + 0.0722 * linear(colour, 0);
}

} // namespace

double contrastRatio(quint32 one, quint32 other)
{
    double lighter = luminance(one);
    double darker = luminance(other);
    if (lighter < darker)
        std::swap(lighter, darker);
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace Marathon
