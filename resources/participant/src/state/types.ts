import type { MeView, RoundView } from '../net/protocol.generated';

/// What the page knows, as plain data. Times are Unix milliseconds on the server's clock.
export type Status = MeView['status'];
export type RoundState = RoundView['state'];

export interface Round {
  number: number;
  name: string;
  state: RoundState;
  startsAt: number | null;
  endsAt: number | null;
  languages: string[];
  problemCount: number | null;
}

export interface Contest {
  id: string;
  name: string;
  state: string;
  startsAt: number | null;
  endsAt: number | null;
  rounds: Round[];
}

export interface Policy {
  block: { copy: boolean; cut: boolean; paste: boolean; contextMenu: boolean; keys: boolean };
  fullscreenRequired: boolean;
  /// Kinds that are watched; null: all.
  kinds: Set<string> | null;
  off: Set<string>;
}

export interface OwnClock {
  running: boolean;
  round: number | null;
  roundName: string;
  state: RoundState | null;
  startsAt: number | null;
  endsAt: number | null;
  /// What everybody reads while the clock stands still; empty: nobody stopped it.
  message: string;
  /// When a stopped clock goes on, once that is known.
  resumesAt: number | null;
}

export interface Warning {
  id: string;
  text: string;
  total: number | null;
  limit: number | null;
  acknowledged: boolean;
}

export interface Violation {
  id: string;
  kind: string;
  title: string;
  level: string;
  open: boolean;
  startedAt: number | null;
  durationMs: number | null;
  points: number | null;
  source: string;
  counted: boolean;
  excused: boolean;
}

export interface Points {
  total: number;
  limit: number;
  risk: string;
}

export interface Me {
  person: Person | null;
  /// Why nothing can be worked on now, in the server's words.
  closedBecause: string;
  status: Status;
  reason: string;
  until: number | null;
  policy: Policy;
  consent: { version: string | number; text: string; acceptedAt: number | null } | null;
  clock: OwnClock;
  warnings: Warning[];
  violations: Violation[];
  points: Points | null;
}

export interface Person {
  id: string;
  participantId: string;
  name: string;
  seat: string;
}

export interface Sample {
  input: string;
  output: string;
}

export interface Problem {
  id: string;
  label: string;
  round: number | null;
  title: string;
  statement: string;
  points: number | null;
  difficulty: string;
  languages: string[];
  buggySource: Record<string, string>;
  samples: Sample[];
  timeS: number | null;
  memoryMib: number | null;
  status: string;
}

export interface Submission {
  /// Null until the server gave it one.
  id: string | null;
  clientRef: string | null;
  seq: number | null;
  problem: string;
  language: string;
  at: number | null;
  verdict: string | null;
  points: number | null;
  testsPassed: number | null;
  testCount: number | null;
  compileOutput: string;
  timeMs: number | null;
  memoryKib: number | null;
  /// It came after the end of the time, and waited on this page before: `clientAt` is when it was sent.
  late: boolean;
  clientAt: number | null;
  /// False: it came too late, and counts only if the staff accept it.
  counted: boolean;
  /// Sent in by a disqualification: the staff's copy of the work, not something that the participant submitted.
  held: boolean;
  refusal: string | null;
}

export interface RunTest {
  name: string;
  verdict: string;
  input: string | null;
  expected: string | null;
  output: string | null;
  stderr: string;
  timeMs: number | null;
  memoryKib: number | null;
}

export interface Run {
  problem: string;
  runId: string | null;
  state: 'sending' | 'running' | 'done' | 'refused';
  verdict: string;
  compileOutput: string;
  tests: RunTest[];
  detail: string;
}

export interface Announcement {
  id: string;
  text: string;
  at: number | null;
  personal: boolean;
}

export interface Clarification {
  id: string;
  problem: string | null;
  question: string;
  answer: string;
  at: number | null;
}

export interface Standing {
  rank: number | null;
  score: number | null;
  solved: number | null;
}

export type Link = 'idle' | 'connecting' | 'connected' | 'waiting' | 'replaced' | 'ended';

export interface AppState {
  phase: 'starting' | 'signedOut' | 'signedIn';
  notice: string;
  contest: Contest | null;
  person: Person | null;
  me: Me | null;
  checkedIn: boolean;
  problems: Problem[];
  problem: string | null;
  submissions: Submission[];
  runs: Record<string, Run>;
  announcements: Announcement[];
  clarifications: Clarification[];
  /// The server takes questions.
  canAsk: boolean;
  seen: number;
  standing: Standing | null;
  link: Link;
  linkSince: number;
  waiting: number;
  durable: boolean;
  otherTab: boolean;
  savedAt: number | null;
  unsaved: boolean;
}

export const initialState: AppState = {
  phase: 'starting',
  notice: '',
  contest: null,
  person: null,
  me: null,
  checkedIn: false,
  problems: [],
  problem: null,
  submissions: [],
  runs: {},
  announcements: [],
  clarifications: [],
  canAsk: false,
  seen: 0,
  standing: null,
  link: 'idle',
  linkSince: 0,
  waiting: 0,
  durable: true,
  otherTab: false,
  savedAt: null,
  unsaved: false,
};
