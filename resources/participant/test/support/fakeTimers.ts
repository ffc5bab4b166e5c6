/// Timers that move only when told to.
export class FakeTimers {
  now = 0;
  private next = 1;
  private readonly due = new Map<number, { at: number; run: () => void }>();

  set(run: () => void, ms: number): number {
    this.due.set(this.next, { at: this.now + ms, run });
    return this.next++;
  }

  clear(timer: number): void {
    this.due.delete(timer);
  }

  /// Runs what is due within that time, in order, and lets promises settle in between.
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const first = [...this.due].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (first === undefined)
        break;
      this.due.delete(first[0]);
      this.now = Math.max(this.now, first[1].at);
      first[1].run();
      await settle();
    }
    this.now = end;
    await settle();
  }
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++)
    await Promise.resolve();
}
