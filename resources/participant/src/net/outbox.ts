import type { OutboxStore } from './outboxStore';
import { asBody, eventFrame, type Body, type EventResult, type EventType, type OutboxEntry } from './protocol';

/// Events on their way to the server: stored first, sent in order, kept until the server acknowledges that they are
/// durable. A reload, a lost network or a restart of the server neither loses nor doubles one.
export const windowSize = 64;
export const beaconBytes = 60 * 1024;

type Waiter = (result: EventResult) => void;

export interface OutboxEvents {
  onChange(): void;
  onResult(entry: OutboxEntry, result: EventResult): void;
  /// The server knows this client's numbers differently: the connection starts again under the new id.
  onRenewed(): void;
}

export class Outbox {
  private entries: OutboxEntry[] = [];
  private sentUpTo = 0;
  private everSentUpTo = 0;
  private acked = 0;
  private send: ((frame: Body) => void) | null = null;
  private waiters = new Map<string, Waiter>();
  private work: Promise<unknown> = Promise.resolve();
  private nextSeq = 1;
  clientId = '';

  constructor(
    private readonly store: OutboxStore,
    private readonly newId: () => string,
    private readonly events: OutboxEvents,
    private readonly wallClock: () => number = Date.now,
  ) {}

  get durable(): boolean {
    return this.store.durable;
  }

  async open(): Promise<void> {
    const stored = await this.store.load(this.newId);
    this.clientId = stored.clientId;
    this.nextSeq = stored.nextSeq;
    this.entries = stored.entries;
    this.acked = stored.entries.length > 0 ? stored.entries[0]!.seq - 1 : stored.nextSeq - 1;
    this.sentUpTo = this.acked;
    this.everSentUpTo = stored.nextSeq - 1;
    this.events.onChange();
  }

  /// Number that the next event will get, for `hello`.
  get next(): number {
    return this.nextSeq;
  }

  get waiting(): number {
    return this.entries.filter((entry) => entry.type !== 'void').length;
  }

  freshId(): string {
    return this.newId();
  }

  /// Stored, and certainly never sent: it may still be replaced by a newer one.
  isUnsent(id: string): boolean {
    return this.entries.some((entry) => entry.id === id && entry.seq > this.everSentUpTo);
  }

  pending(type: EventType): OutboxEntry[] {
    return this.entries.filter((entry) => entry.type === type);
  }

  /// Stores an event, sends it when possible, and answers once it is stored. `coalesce` drops an unsent older event of
  /// the same type for which it says true: that one is sent as void.
  add(type: EventType, body: Body, id: string = this.newId(), coalesce?: (older: OutboxEntry) => boolean): Promise<OutboxEntry> {
    return this.inOrder(async () => {
      if (coalesce !== undefined)
        await this.voidUnsent(type, coalesce);
      const entry = await this.store.append({ type, id, body, storedAt: this.wallClock() });
      this.nextSeq = entry.seq + 1;
      this.entries.push(entry);
      this.pump();
      this.events.onChange();
      return entry;
    });
  }

  /// Like add(), and answers the server's result.
  async ask(type: EventType, body: Body, id: string = this.newId()): Promise<EventResult> {
    const answer = new Promise<EventResult>((resolve) => this.waiters.set(id, resolve));
    await this.add(type, body, id);
    return answer;
  }

  /// A connection is open and the server said how far it has stored this client's events.
  async connected(acknowledged: number, send: (frame: Body) => void): Promise<void> {
    await this.inOrder(async () => {
      if (acknowledged >= this.nextSeq || acknowledged < this.acked) {
        await this.renew();
        return;
      }
      this.send = send;
      this.sentUpTo = acknowledged;
      await this.acknowledge(acknowledged, {});
      this.pump();
    });
  }

  disconnected(): void {
    this.send = null;
  }

  /// Cumulative acknowledgement with the results of the numbers it covers.
  acknowledged(upTo: number, results: Body): Promise<void> {
    return this.inOrder(async () => {
      const conflict = Object.values(results).some((result) => asBody(result)['error'] === 'seq_conflict');
      if (conflict) {
        await this.renew();
        return;
      }
      await this.acknowledge(upTo, results);
      this.pump();
    });
  }

  /// Nothing was stored: sending goes on from that number after the wait.
  async refused(seq: number, expected: number | null, error: string, resumeAfter: (again: () => void) => void): Promise<void> {
    if (error === 'seq_conflict') {
      await this.inOrder(() => this.renew());
      return;
    }
    this.sentUpTo = Math.min(this.sentUpTo, (expected ?? seq) - 1);
    const send = this.send;
    this.send = null;
    resumeAfter(() => {
      if (send === null)
        return;
      this.send ??= send;
      this.pump();
    });
  }

  /// The unacknowledged prefix as one body for the HTTP way, at most 60 KiB, or null when nothing waits.
  prefix(): Body | null {
    const encoder = new TextEncoder();
    const events: Body[] = [];
    let size = 200;
    for (const entry of this.entries.slice(0, windowSize)) {
      const frame = eventFrame(entry);
      size += encoder.encode(JSON.stringify(frame)).length + 1;
      if (size > beaconBytes)
        break;
      events.push(frame);
    }
    return events.length === 0 ? null : { client_id: this.clientId, events };
  }

  private async voidUnsent(type: EventType, coalesce: (older: OutboxEntry) => boolean): Promise<void> {
    const replaced = this.entries.filter((entry) => entry.type === type && entry.seq > this.everSentUpTo && coalesce(entry));
    for (const entry of replaced) {
      await this.store.replaceByVoid(entry.seq);
      entry.type = 'void';
      entry.body = {};
    }
  }

  private async acknowledge(upTo: number, results: Body): Promise<void> {
    if (upTo <= this.acked)
      return;
    const done = this.entries.filter((entry) => entry.seq <= upTo);
    this.entries = this.entries.filter((entry) => entry.seq > upTo);
    this.acked = upTo;
    this.sentUpTo = Math.max(this.sentUpTo, upTo);
    await this.store.removeUpTo(upTo);
    for (const entry of done)
      this.settle(entry, asBody(results[String(entry.seq)]) as EventResult);
    this.events.onChange();
  }

  private settle(entry: OutboxEntry, result: EventResult): void {
    const waiter = this.waiters.get(entry.id);
    this.waiters.delete(entry.id);
    if (entry.type !== 'void')
      this.events.onResult(entry, result);
    waiter?.(result);
  }

  private async renew(): Promise<void> {
    const stored = await this.store.renew(this.newId());
    this.clientId = stored.clientId;
    this.nextSeq = stored.nextSeq;
    this.entries = stored.entries;
    this.acked = 0;
    this.sentUpTo = 0;
    this.everSentUpTo = stored.nextSeq - 1;
    this.send = null;
    this.events.onRenewed();
  }

  private pump(): void {
    if (this.send === null)
      return;
    for (const entry of this.entries) {
      if (entry.seq > this.acked + windowSize)
        return;
      if (entry.seq <= this.sentUpTo)
        continue;
      this.sentUpTo = entry.seq;
      this.everSentUpTo = Math.max(this.everSentUpTo, entry.seq);
      this.send(eventFrame(entry));
    }
  }

  /// One change of the store at a time, in the order of the calls.
  private inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.work.then(work);
    this.work = result.then(() => undefined, () => undefined);
    return result;
  }
}
