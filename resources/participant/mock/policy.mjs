// What the mock server makes of incidents: a small copy of the Standard preset, scaled so that a test is short.
const boundaries = {
  'away.tab': [[3, 'info'], [15, 'low'], [60, 'medium'], [Infinity, 'high']],
  'away.window': [[10, 'info'], [60, 'low'], [Infinity, 'medium']],
};
const fixed = { 'clip.paste.external': 'medium', 'edit.program': 'medium', 'fullscreen.exit': 'low' };
const points = { info: 0, low: 1, medium: 3, high: 6 };

export const kinds = [
  'away.tab', 'away.window', 'away.page', 'fullscreen.exit', 'clip.paste.external', 'clip.copy.page', 'clip.cut', 'edit.bulk', 'edit.program',
  'key.restricted', 'key.printscreen', 'menu.context', 'devtools.suspect', 'screen.extended',
];

export function levelOf(kind, durationMs, scale) {
  const rows = boundaries[kind];
  return rows === undefined ? fixed[kind] ?? 'info' : rows.find(([seconds]) => durationMs < seconds * 1000 * scale)[1];
}

export function pointsOf(level) {
  return points[level];
}

export function riskOf(total, limit) {
  const share = total / limit;
  return share >= 1 ? 'critical' : share >= 2 / 3 ? 'high' : share >= 1 / 3 ? 'medium' : 'low';
}
