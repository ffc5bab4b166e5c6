/// Repeated signals of one kind within ten seconds are one incident with a count: opened at once, closed with the count
/// when the window ends.
export const foldMs = 10_000;

export interface FoldReport<Detail> {
  id: string;
  kind: string;
  phase: 'open' | 'closed';
  startedAt: number;
  durationMs: number;
  count: number;
  details: Detail[];
}

interface OpenFold<Detail> {
  id: string;
  start: number;
  last: number;
  count: number;
  details: Detail[];
}

export class SignalFold<Detail> {
  private readonly folds = new Map<string, OpenFold<Detail>>();

  constructor(
    private readonly newId: () => string,
    private readonly report: (report: FoldReport<Detail>) => void,
  ) {}

  signal(kind: string, at: number, detail: Detail): void {
    this.advance(at);
    const known = this.folds.get(kind);
    if (known !== undefined) {
      known.count++;
      known.last = at;
      known.details.push(detail);
      return;
    }
    const fold = { id: this.newId(), start: at, last: at, count: 1, details: [detail] };
    this.folds.set(kind, fold);
    this.emit(kind, fold, 'open');
  }

  deadline(): number | null {
    const ends = [...this.folds.values()].map((fold) => fold.start + foldMs);
    return ends.length === 0 ? null : Math.min(...ends);
  }

  advance(now: number): void {
    for (const [kind, fold] of [...this.folds]) {
      if (now < fold.start + foldMs)
        continue;
      this.folds.delete(kind);
      this.emit(kind, fold, 'closed');
    }
  }

  /// Watching ends: everything open is closed.
  stop(): void {
    this.advance(Infinity);
  }

  private emit(kind: string, fold: OpenFold<Detail>, phase: 'open' | 'closed'): void {
    this.report({
      id: fold.id,
      kind,
      phase,
      startedAt: fold.start,
      durationMs: Math.round(fold.last - fold.start),
      count: fold.count,
      details: [...fold.details],
    });
  }
}
