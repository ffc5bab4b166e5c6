/// When leaving fullscreen is an incident: only where it is required and possible, and only when the participant has not
/// come back within ten seconds. F11 gives no fullscreen element, but the display mode says it.
export const graceMs = 10_000;

export interface FullscreenReport {
  id: string;
  phase: 'open' | 'closed';
  startedAt: number;
  durationMs: number;
}

export class FullscreenMachine {
  private leftAt: number | null = null;
  private id: string | null = null;

  constructor(
    private readonly newId: () => string,
    private readonly report: (report: FullscreenReport) => void,
  ) {}

  deadline(): number | null {
    return this.leftAt !== null && this.id === null ? this.leftAt + graceMs : null;
  }

  /// `full`: the page fills the screen, by whichever way.
  update(full: boolean, at: number): void {
    this.advance(at);
    if (!full) {
      this.leftAt ??= at;
      return;
    }
    this.close(at);
  }

  advance(now: number): void {
    const deadline = this.deadline();
    if (deadline === null || this.leftAt === null || now < deadline)
      return;
    this.id = this.newId();
    this.report({ id: this.id, phase: 'open', startedAt: this.leftAt, durationMs: Math.round(now - this.leftAt) });
  }

  stop(at: number): void {
    this.close(at);
  }

  private close(at: number): void {
    if (this.leftAt !== null && this.id !== null)
      this.report({ id: this.id, phase: 'closed', startedAt: this.leftAt, durationMs: Math.round(at - this.leftAt) });
    this.leftAt = null;
    this.id = null;
  }
}

export function fullscreenPossible(): boolean {
  return typeof document.documentElement.requestFullscreen === 'function' && document.fullscreenEnabled;
}

export function isFull(): boolean {
  return document.fullscreenElement !== null || matchMedia('(display-mode: fullscreen)').matches;
}
