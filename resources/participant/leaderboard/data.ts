/// The leaderboard's JSON as rows to draw, for the page and for the projector. Plain functions only: the projector's
/// script is turned into ES5 for old browsers.
export interface Cell {
  state: 'solved' | 'tried' | 'judging' | 'fresh';
  attempts: number;
  points: number;
  timeS: number;
}

export interface BoardRow {
  rank: number;
  participantId: string;
  name: string;
  college: string;
  score: number;
  timeS: number;
  solved: number;
  cells: { [label: string]: Cell };
}

export interface BoardData {
  contest: string;
  generatedAt: number | null;
  frozen: boolean;
  waiting: number;
  rows: BoardRow[];
  labels: string[];
}

type Json = { [name: string]: unknown };

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && isFinite(value) ? value : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function readCell(problem: Json): Cell {
  const status = textOf(problem['status']);
  const attempts = numberOf(problem['attempts']);
  const solved = status === 'solved' || status === 'accepted' || status === 'AC';
  const judging = status === 'judging' || status === 'pending' || status === 'waiting';
  return {
    state: solved ? 'solved' : judging ? 'judging' : attempts > 0 || status === 'rejected' ? 'tried' : 'fresh',
    attempts: solved && attempts === 0 ? 1 : attempts,
    points: numberOf(problem['points']),
    timeS: numberOf(problem['time_s']),
  };
}

export function readRow(value: unknown): BoardRow {
  const row = asObject(value);
  const cells: { [label: string]: Cell } = {};
  const problems = row['problems'];
  if (Array.isArray(problems)) {
    problems.forEach(function (each) {
      const problem = asObject(each);
      cells[textOf(problem['label'])] = readCell(problem);
    });
  }
  return {
    rank: numberOf(row['rank']),
    participantId: textOf(row['participant_id']),
    name: textOf(row['name']) || textOf(row['participant_id']),
    college: textOf(row['college']),
    score: numberOf(row['score']),
    timeS: numberOf(row['time_s']),
    solved: numberOf(row['solved']),
    cells: cells,
  };
}

/// Every label that a row names, in order.
function labelsOf(rows: BoardRow[]): string[] {
  const labels: string[] = [];
  rows.forEach(function (row) {
    Object.keys(row.cells).forEach(function (label) {
      if (labels.indexOf(label) < 0)
        labels.push(label);
    });
  });
  return labels.sort(function (a, b) { return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0); });
}

export function readBoard(value: unknown): BoardData {
  const body = asObject(value);
  const given = body['rows'];
  const rows = Array.isArray(given) ? given.map(readRow) : [];
  const at = Date.parse(textOf(body['generated_at']));
  return {
    contest: textOf(body['contest_id']),
    generatedAt: isNaN(at) ? null : at,
    frozen: body['frozen'] === true,
    waiting: numberOf(body['waiting']),
    rows: rows,
    labels: labelsOf(rows),
  };
}

/// What is known of a round for choosing columns.
export interface RoundShown {
  state: string;
  problemCount: number | null;
}

/// More columns than this are left out on a phone, which counts the solved problems instead.
export const mostOnPhone = 4;
/// More columns than this are drawn small.
export const mostRoomy = 8;

/// The problems of the rounds that have begun: a column that nobody could have touched tells nothing and takes the names'
/// room. Labels run on from round to round; when the counts do not add up to them, all are shown.
export function begunLabels(labels: string[], rounds: RoundShown[]): string[] {
  let total = 0;
  const begun: string[] = [];
  rounds.forEach(function (round) {
    const count = round.problemCount || 0;
    if (round.state === 'active' || round.state === 'paused' || round.state === 'closed')
      begun.push.apply(begun, labels.slice(total, total + count));
    total += count;
  });
  return total === labels.length && begun.length > 0 ? begun : labels;
}

/// A snapshot with changed and removed rows put in, ordered by rank.
export function withChanges(board: BoardData, changed: BoardRow[], removed: string[]): BoardData {
  const news: { [id: string]: BoardRow } = {};
  changed.forEach(function (row) { news[row.participantId] = row; });
  const kept = board.rows.filter(function (row) { return removed.indexOf(row.participantId) < 0 && news[row.participantId] === undefined; });
  const rows = kept.concat(changed).sort(function (a, b) { return a.rank - b.rank || (a.name < b.name ? -1 : 1); });
  return { contest: board.contest, generatedAt: board.generatedAt, frozen: board.frozen, waiting: board.waiting, rows: rows, labels: labelsOf(rows) };
}
