/// Times and sizes as people read them. All functions are pure; `at` values are Unix milliseconds.
const two = (value: number) => String(Math.floor(value)).padStart(2, '0');

/// "1:02:03" or "31:07"; never negative.
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/// Local time of day, "10:42:07".
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/// "12.4 s", "3 min 05 s".
export function durationText(ms: number): string {
  if (ms < 60_000)
    return `${(Math.round(ms / 100) / 10).toFixed(ms < 9950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
}

/// Minutes and seconds of a score's time, "42:10" or "1:02:10".
export function scoreTime(seconds: number): string {
  return clockText(seconds * 1000);
}

export function memoryText(kib: number): string {
  return kib < 1024 ? `${kib} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

/// A protocol time (RFC 3339) as Unix milliseconds, or null for anything else.
export function parseTime(text: unknown): number | null {
  if (typeof text !== 'string')
    return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/// RFC 3339 UTC with milliseconds, as the protocol wants it.
export function protocolTime(at: number): string {
  return new Date(at).toISOString();
}
