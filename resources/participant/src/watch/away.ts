/// Folds blur, focus, visibility and page signals into one incident per absence. Pure: time comes with each sample, so
/// the recorded sequences of real browsers are its test data. The order of signals differs between browsers and even
/// between leaving and returning, so only the state counts: absent = hidden, or without focus.
export type AwayKind = 'away.tab' | 'away.window' | 'away.page';
export type AwayCause = 'blur' | 'focus' | 'visibility' | 'pagehide' | 'pageshow' | 'freeze' | 'resume' | 'fullscreen' | 'tick';

/// `at` is event.timeStamp (milliseconds on performance.now()'s scale), not the time at which the handler ran.
export interface AwaySample {
  at: number;
  cause: AwayCause;
  hidden: boolean;
  focused: boolean;
}

export interface AwayReport {
  id: string;
  kind: AwayKind;
  phase: 'open' | 'closed';
  startedAt: number;
  durationMs: number;
  causes: string[];
}

/// Without focus for this long before it counts; a hidden page counts at once.
export const holdMs = 1500;
/// Present for this long before an absence is over; another one within it extends the first.
export const settleMs = 500;

interface Absence {
  id: string | null;
  kind: AwayKind;
  start: number;
  causes: Set<string>;
  backSince: number | null;
}

export class AwayMachine {
  private absence: Absence | null = null;
  private quietUntil = -Infinity;
  private latest = -Infinity;
  private gone = false;

  constructor(
    private readonly newId: () => string,
    private readonly report: (report: AwayReport) => void,
  ) {}

  /// Loss of focus is ignored until then: after our own change of fullscreen, or while a dialog of the organiser is up.
  suppressUntil(at: number): void {
    this.quietUntil = Math.max(this.quietUntil, at);
  }

  isAway(): boolean {
    return this.absence !== null && this.absence.backSince === null;
  }

  openId(): string | null {
    return this.absence?.id ?? null;
  }

  /// The moment at which advance() would change something, or null.
  deadline(): number | null {
    if (this.absence === null || this.gone)
      return null;
    if (this.absence.backSince !== null)
      return this.absence.backSince + settleMs;
    return this.absence.id === null ? this.absence.start + holdMs : null;
  }

  handle(sample: AwaySample): void {
    if (this.gone && sample.cause !== 'pageshow')
      return;
    this.gone = false;
    const at = Math.max(sample.at, this.latest);
    this.advance(at);
    this.latest = at;
    const absent = sample.hidden || (!sample.focused && at >= this.quietUntil);
    if (absent)
      this.leave(sample, at);
    else if (this.absence !== null && this.absence.backSince === null)
      this.absence.backSince = at;
    this.advance(at);
  }

  /// Acts on the deadlines that have passed by now.
  advance(now: number): void {
    const absence = this.absence;
    const deadline = this.deadline();
    if (absence === null || deadline === null || now < deadline)
      return;
    if (absence.backSince === null) {
      this.open(absence, now);
      return;
    }
    this.absence = null;
    if (absence.id !== null)
      this.emit(absence, 'closed', absence.backSince - absence.start);
  }

  /// The page goes away (navigation, reload, closing). Answers the report whose end the next page load has to send.
  pageGoes(at: number): AwayReport {
    this.advance(at);
    this.absence ??= { id: null, kind: 'away.page', start: at, causes: new Set(), backSince: null };
    const absence = this.absence;
    absence.causes.add('pagehide');
    absence.backSince = null;
    if (absence.id === null) {
      if (absence.kind === 'away.window')
        absence.kind = 'away.page';
      this.open(absence, at);
    }
    this.gone = true;
    return this.describe(absence, 'open', at - absence.start);
  }

  /// Watching ends (round over, signed out): an open absence is closed at this moment.
  stop(at: number): void {
    const absence = this.absence;
    this.absence = null;
    if (absence !== null && absence.id !== null)
      this.emit(absence, 'closed', (absence.backSince ?? at) - absence.start);
  }

  private leave(sample: AwaySample, at: number): void {
    const kind: AwayKind = sample.hidden ? 'away.tab' : 'away.window';
    if (this.absence === null)
      this.absence = { id: null, kind, start: Math.min(sample.at, at), causes: new Set(), backSince: null };
    const absence = this.absence;
    absence.backSince = null;
    if (kind === 'away.tab' && absence.kind === 'away.window')
      absence.kind = kind;
    absence.causes.add(sample.hidden ? 'hidden' : 'blur');
    if (sample.cause === 'blur' || sample.cause === 'fullscreen' || sample.cause === 'freeze')
      absence.causes.add(sample.cause);
    if (sample.hidden && absence.id === null)
      this.open(absence, at);
  }

  private open(absence: Absence, now: number): void {
    absence.id = this.newId();
    this.emit(absence, 'open', now - absence.start);
  }

  private emit(absence: Absence, phase: 'open' | 'closed', durationMs: number): void {
    this.report(this.describe(absence, phase, durationMs));
  }

  private describe(absence: Absence, phase: 'open' | 'closed', durationMs: number): AwayReport {
    return {
      id: absence.id ?? '',
      kind: absence.kind,
      phase,
      startedAt: absence.start,
      durationMs: Math.max(0, Math.round(durationMs)),
      causes: [...absence.causes],
    };
  }
}
