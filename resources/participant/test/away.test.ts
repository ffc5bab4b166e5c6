import { describe, expect, test } from 'vitest';
import { AwayMachine, type AwayCause, type AwayReport, type AwaySample } from '../src/watch/away';

type Step = [at: number, cause: AwayCause, hidden: boolean, focused: boolean];

function run(steps: Step[], until: number, prepare: (machine: AwayMachine) => void = () => undefined): AwayReport[] {
  const reports: AwayReport[] = [];
  let id = 0;
  const machine = new AwayMachine(() => `i${++id}`, (report) => reports.push(report));
  prepare(machine);
  for (const [at, cause, hidden, focused] of steps) {
    const sample: AwaySample = { at, cause, hidden, focused };
    for (let deadline = machine.deadline(); deadline !== null && deadline <= at; deadline = machine.deadline())
      machine.advance(deadline);
    machine.handle(sample);
  }
  for (let deadline = machine.deadline(); deadline !== null && deadline <= until; deadline = machine.deadline())
    machine.advance(deadline);
  return reports;
}

const brief = (reports: AwayReport[]) => reports.map((report) => `${report.id} ${report.kind} ${report.phase} ${report.startedAt}+${report.durationMs}`);

/// What browsers were seen to send (Chromium and Firefox), and the incidents that it has to become.
const recorded: { name: string; steps: Step[]; until: number; incidents: string[] }[] = [
  {
    name: 'another tab: blur and hidden in the same millisecond, back with focus while still hidden',
    steps: [[1000, 'blur', false, false], [1000, 'visibility', true, false], [13_400, 'focus', true, true], [13_400, 'visibility', false, true]],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+0', 'i1 away.tab closed 1000+12400'],
  },
  {
    name: 'minimised and restored: visible comes before focus',
    steps: [[1000, 'blur', false, false], [1001, 'visibility', true, false], [9000, 'visibility', false, false], [9030, 'focus', false, true]],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+1', 'i1 away.tab closed 1000+8030'],
  },
  {
    name: 'restored with focus first: the same single incident',
    steps: [[1000, 'visibility', true, false], [1000, 'blur', true, false], [9000, 'focus', true, true], [9010, 'visibility', false, true]],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+0', 'i1 away.tab closed 1000+8010'],
  },
  {
    name: 'minimised with a real window: three blurs and two focuses within a millisecond',
    steps: [
      [1000, 'blur', false, false], [1000.2, 'focus', false, true], [1000.4, 'blur', false, false], [1000.6, 'focus', false, true], [1000.8, 'blur', false, false],
      [1001, 'visibility', true, false], [5000, 'visibility', false, false], [5001, 'focus', false, true],
    ],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+1', 'i1 away.tab closed 1000+4001'],
  },
  {
    name: 'another program in front: blur only, held for 1.5 s before it counts',
    steps: [[1000, 'blur', false, false], [2000, 'tick', false, false], [5000, 'focus', false, true]],
    until: 20_000,
    incidents: ['i1 away.window open 1000+1500', 'i1 away.window closed 1000+4000'],
  },
  { name: 'address bar or browser find for a moment: nothing', steps: [[1000, 'blur', false, false], [2200, 'focus', false, true]], until: 20_000, incidents: [] },
  { name: 'click into a frame of the page: focus is still ours, nothing', steps: [[1000, 'blur', false, true]], until: 20_000, incidents: [] },
  { name: 'blur and focus delivered together after an alert: nothing', steps: [[1000, 'blur', false, false], [1000, 'focus', false, true]], until: 20_000, incidents: [] },
  {
    name: 'window first, then the tab: one incident, upgraded',
    steps: [[1000, 'blur', false, false], [4000, 'visibility', true, false], [6000, 'visibility', false, true]],
    until: 20_000,
    incidents: ['i1 away.window open 1000+1500', 'i1 away.tab closed 1000+5000'],
  },
  {
    name: 'away again within 500 ms extends the same incident',
    steps: [[1000, 'visibility', true, false], [3000, 'visibility', false, true], [3400, 'visibility', true, false], [6000, 'visibility', false, true]],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+0', 'i1 away.tab closed 1000+5000'],
  },
  {
    name: 'away again after more than 500 ms is another incident',
    steps: [[1000, 'visibility', true, false], [3000, 'visibility', false, true], [3600, 'visibility', true, false], [6000, 'visibility', false, true]],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+0', 'i1 away.tab closed 1000+2000', 'i2 away.tab open 3600+0', 'i2 away.tab closed 3600+2400'],
  },
  {
    name: 'the timers slept: a late focus still gives the whole absence',
    steps: [[1000, 'blur', false, false], [3_600_000, 'focus', false, true]],
    until: 3_700_000,
    incidents: ['i1 away.window open 1000+1500', 'i1 away.window closed 1000+3599000'],
  },
  {
    name: 'Firefox: only visibility changes, focus never had',
    steps: [[1000, 'visibility', true, true], [4000, 'visibility', false, true]],
    until: 20_000,
    incidents: ['i1 away.tab open 1000+0', 'i1 away.tab closed 1000+3000'],
  },
];

describe('absences', () => {
  test.each(recorded)('$name', ({ steps, until, incidents }) => {
    expect(brief(run(steps, until))).toEqual(incidents);
  });

  test('causes are collected in one incident', () => {
    const reports = run([[1000, 'blur', false, false], [1000, 'visibility', true, false], [2000, 'visibility', false, true]], 5000);
    expect(reports.at(-1)?.causes.sort()).toEqual(['blur', 'hidden']);
  });

  test('the start is the time stamp of the event, not the time of its handling', () => {
    const reports = run([[900, 'tick', false, true], [850, 'visibility', true, false], [3000, 'visibility', false, true]], 5000);
    expect(reports[0]?.startedAt).toBe(850);
  });

  test('a change of fullscreen of our own shakes the focus: ignored, unless the page is hidden', () => {
    const quiet = (machine: AwayMachine) => machine.suppressUntil(4000);
    expect(run([[1000, 'blur', false, false], [3000, 'focus', false, true]], 9000, quiet)).toEqual([]);
    expect(run([[1000, 'visibility', true, false], [3000, 'visibility', false, true]], 9000, quiet)).toHaveLength(2);
  });

  test('focus still missing after the quiet time counts from then on', () => {
    const reports = run([[1000, 'blur', false, false], [4500, 'tick', false, false], [8000, 'focus', false, true]], 9000, (machine) => machine.suppressUntil(4000));
    expect(brief(reports)).toEqual(['i1 away.window open 4500+1500', 'i1 away.window closed 4500+3500']);
  });
});

describe('leaving the page', () => {
  function machineWith(reports: AwayReport[]): AwayMachine {
    let id = 0;
    return new AwayMachine(() => `i${++id}`, (report) => reports.push(report));
  }

  test('a reload is an absence of its own kind, and nothing more comes from this page', () => {
    const reports: AwayReport[] = [];
    const machine = machineWith(reports);
    const left = machine.pageGoes(1000);
    machine.handle({ at: 1001, cause: 'visibility', hidden: true, focused: false });
    expect(left).toMatchObject({ id: 'i1', kind: 'away.page', phase: 'open' });
    expect(brief(reports)).toEqual(['i1 away.page open 1000+0']);
  });

  test('a page that closes while away keeps its incident', () => {
    const reports: AwayReport[] = [];
    const machine = machineWith(reports);
    machine.handle({ at: 1000, cause: 'visibility', hidden: true, focused: false });
    expect(machine.pageGoes(5000)).toMatchObject({ id: 'i1', kind: 'away.tab', durationMs: 4000 });
    expect(reports).toHaveLength(1);
  });

  test('a page that comes back from the cache closes what it left open', () => {
    const reports: AwayReport[] = [];
    const machine = machineWith(reports);
    machine.pageGoes(1000);
    machine.handle({ at: 9000, cause: 'pageshow', hidden: false, focused: true });
    machine.advance(9500);
    expect(brief(reports)).toEqual(['i1 away.page open 1000+0', 'i1 away.page closed 1000+8000']);
  });

  test('the end of watching closes an open absence', () => {
    const reports: AwayReport[] = [];
    const machine = machineWith(reports);
    machine.handle({ at: 1000, cause: 'visibility', hidden: true, focused: false });
    machine.stop(4000);
    expect(brief(reports)).toEqual(['i1 away.tab open 1000+0', 'i1 away.tab closed 1000+3000']);
  });
});
