/// How long to wait before connecting again: 0.25 s + U(0, 2 s x 2^n), at most 10 s in all. Measured for 350 browsers: a
/// low peak after a restart, and nobody waits longer than the cap.
export const shortestWaitMs = 250;
export const longestWaitMs = 10_000;

export function reconnectDelayMs(attempt: number, random: () => number = Math.random): number {
  const spread = Math.min(2000 * 2 ** Math.max(0, attempt), longestWaitMs - shortestWaitMs);
  return shortestWaitMs + random() * spread;
}

/// After an `online` event or a click: at once, but spread over a second, since a whole hall gets its network back together.
export function promptDelayMs(random: () => number = Math.random): number {
  return random() * 1000;
}
