/// Keeps the screen on while the participant works: a phone that dims hides the page, which would look like an absence.
/// Browsers offer it in secure contexts only and take it back whenever the page is hidden (W3C Screen Wake Lock).
export class ScreenAwake {
  private wanted = false;
  private asking = false;
  private lock: WakeLockSentinel | null = null;
  private readonly again = () => void this.ask();

  start(): void {
    if (this.wanted || !('wakeLock' in navigator))
      return;
    this.wanted = true;
    document.addEventListener('visibilitychange', this.again);
    void this.ask();
  }

  stop(): void {
    this.wanted = false;
    document.removeEventListener('visibilitychange', this.again);
    void this.lock?.release();
    this.lock = null;
  }

  private async ask(): Promise<void> {
    if (document.hidden || this.asking || (this.lock !== null && !this.lock.released))
      return;
    this.asking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      if (this.wanted)
        this.lock = lock;
      else
        await lock.release();
    } catch (error) {
      // Refused for a low battery, or hidden again meanwhile: the screen dims as it always did.
      if (!(error instanceof DOMException))
        throw error;
    } finally {
      this.asking = false;
    }
  }
}
