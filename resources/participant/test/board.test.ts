import { describe, expect, test } from 'vitest';
import { begunLabels, readBoard, readRow, withChanges } from '../leaderboard/data';

const row = (rank: number, id: string, more: object = {}) => ({ rank, participant_id: id, name: `Name ${id}`, score: 10, time_s: 60, solved: 1, problems: [], ...more });

describe("the leaderboard's data", () => {
  test.each([
    ['solved at the first try', { status: 'solved', attempts: 1 }, { state: 'solved', attempts: 1 }],
    ['accepted, tries not told', { status: 'accepted' }, { state: 'solved', attempts: 1 }],
    ['tried', { status: 'tried', attempts: 2 }, { state: 'tried', attempts: 2 }],
    ['waiting for a verdict', { status: 'judging', attempts: 1 }, { state: 'judging' }],
    ['untouched', { status: 'open', attempts: 0 }, { state: 'fresh' }],
  ])('a cell: %s', (_name, problem, expected) => {
    expect(readRow(row(1, 'a', { problems: [{ label: 'A', ...problem }] })).cells['A']).toMatchObject(expected);
  });

  test('labels of all rows, in their order', () => {
    const board = readBoard({ rows: [row(1, 'a', { problems: [{ label: 'B' }, { label: 'AA' }] }), row(2, 'b', { problems: [{ label: 'A' }] })] });
    expect(board.labels).toEqual(['A', 'B', 'AA']);
  });

  test.each([
    ['only the rounds that have begun', ['closed', 'active', 'locked'], ['A', 'B', 'C']],
    ['all when no round has begun', ['locked', 'locked', 'locked'], ['A', 'B', 'C', 'D']],
    ['a later round alone', ['locked', 'locked', 'paused'], ['D']],
  ])('columns: %s', (_name, states, expected) => {
    const counts = [2, 1, 1];
    expect(begunLabels(['A', 'B', 'C', 'D'], states.map((state, i) => ({ state, problemCount: counts[i]! })))).toEqual(expected);
  });

  test('columns: all when the counts do not add up', () => {
    expect(begunLabels(['A', 'B', 'C'], [{ state: 'active', problemCount: 1 }, { state: 'locked', problemCount: null }])).toEqual(['A', 'B', 'C']);
  });

  test('changes replace rows, removals take them away, and ranks order them', () => {
    const board = readBoard({ rows: [row(1, 'a'), row(2, 'b'), row(3, 'c')] });
    const after = withChanges(board, [readRow(row(1, 'c')), readRow(row(2, 'a'))], ['b']);
    expect(after.rows.map((each) => `${each.rank} ${each.participantId}`)).toEqual(['1 c', '2 a']);
  });

  test.each([[null], ['text'], [{ rows: 'none' }], [{}]])('an odd answer is an empty board: %j', (value) => {
    expect(readBoard(value)).toMatchObject({ rows: [], labels: [], frozen: false, generatedAt: null });
  });
});
