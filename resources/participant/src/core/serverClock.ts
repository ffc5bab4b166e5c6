/// Estimates the server's time from stamped messages. Readings come from performance.now(), never from the wall clock,
/// which people set wrong. Times are milliseconds; server times are Unix time.
const keptSamples = 8;
const slewPerSecond = 50;
const stepAboveMs = 2000;

interface Sample {
  offset: number;
  roundTrip: number;
}

export class ServerClock {
  private samples: Sample[] = [];
  private target = 0;
  private shown = 0;
  private shownAt = 0;
  private known = false;

  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  isKnown(): boolean {
    return this.known;
  }

  /// An answer with the server's time: sent and received are local readings.
  addRoundTrip(serverNow: number, sentAt: number, receivedAt: number): void {
    const roundTrip = Math.max(0, receivedAt - sentAt);
    this.add({ offset: serverNow + roundTrip / 2 - receivedAt, roundTrip });
  }

  /// A tick has no request. Its delay is at least half the best round trip; one that arrives later than the estimate
  /// expects was held up, and counts as a sample with a long round trip.
  addTick(serverNow: number, receivedAt: number): void {
    const best = this.samples.reduce((least, sample) => Math.min(least, sample.roundTrip), Infinity);
    const roundTrip = Number.isFinite(best) ? best : 0;
    const offset = serverNow + roundTrip / 2 - receivedAt;
    const late = this.known ? Math.max(0, this.target - offset) : 0;
    this.add({ offset, roundTrip: roundTrip + 2 * late + 0.01 });
  }

  /// Server time as Unix milliseconds.
  now(): number {
    return this.at(this.monotonic());
  }

  /// Server time at a local reading.
  at(reading: number): number {
    return reading + this.offsetAt(this.monotonic());
  }

  private add(sample: Sample): void {
    if (!Number.isFinite(sample.offset))
      return;
    const reading = this.monotonic();
    const before = this.offsetAt(reading);
    if (this.known && Math.abs(sample.offset - this.target) > stepAboveMs && sample.roundTrip < stepAboveMs)
      this.samples = [];
    this.samples.push(sample);
    if (this.samples.length > keptSamples * 4)
      this.samples.shift();
    const best = [...this.samples].sort((a, b) => a.roundTrip - b.roundTrip).slice(0, keptSamples);
    this.target = best.reduce((sum, each) => sum + each.offset, 0) / best.length;
    this.shown = this.known && Math.abs(this.target - before) <= stepAboveMs ? before : this.target;
    this.shownAt = reading;
    this.known = true;
  }

  private offsetAt(reading: number): number {
    const allowed = (slewPerSecond * Math.max(0, reading - this.shownAt)) / 1000;
    const missing = this.target - this.shown;
    return this.shown + Math.sign(missing) * Math.min(Math.abs(missing), allowed);
  }
}
