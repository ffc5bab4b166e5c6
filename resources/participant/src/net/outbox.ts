import type { OutboxStore } from './outboxStore';
import { asBody, eventFrame, type Body, type EventResult, type EventType, type OutboxEntry } from './protocol';

/// Events on their way to the server: sent in order, stored at the same moment, kept until the server acknowledges that
/// they are durable. A reload, a lost network or a restart of the server neither loses nor doubles one. The number is
/// given here, not after the write: a hidden page's disk may take a second, and the report of being hidden must not wait
/// for it. Should the page die between the two, the number is used again with another id, which the server answers
/// with a conflict, and the conflict with a new client id.
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
  private storeFailed = false;
  private nextSeq = 1;
  clientId = '';

  constructor(
    private readonly store: OutboxStore,
    private readonly newId: () => string,
    private readonly events: OutboxEvents,
    private readonly wallClock: () => number = Date.now,
  ) {}

  get durable(): boolean {
    return this.store.durable && !this.storeFailed;
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

  /// Numbers an event, sends it at once when possible, and answers when it is stored. `coalesce` drops an unsent older
  /// event of the same type for which it says true: that one is sent as void.
  async add(type: EventType, body: Body, id: string = this.newId(), coalesce?: (older: OutboxEntry) => boolean): Promise<OutboxEntry> {
    const voided = coalesce === undefined ? [] : this.voidUnsent(type, coalesce);
    const entry: OutboxEntry = { seq: this.nextSeq++, type, id, body, storedAt: this.wallClock() };
    this.entries.push(entry);
    this.pump();
    this.events.onChange();
    await this.inStore((store) => store.append(entry, voided));
    return entry;
  }

  /// Like add(), and answers the server's result.
  async ask(type: EventType, body: Body, id: string = this.newId()): Promise<EventResult> {
    const answer = new Promise<EventResult>((resolve) => this.waiters.set(id, resolve));
    await this.add(type, body, id);
    return answer;
  }

  /// A connection is open and the server said how far it has stored this client's events. Numbers that were never sent
  /// from here have been used by another tab of this browser: what waits under them would be taken for stored.
  async connected(acknowledged: number, send: (frame: Body) => void): Promise<void> {
    if (acknowledged > this.everSentUpTo || acknowledged < this.acked)
      return this.renew();
    this.send = send;
    this.sentUpTo = acknowledged;
    const removed = this.acknowledge(acknowledged, {});
    this.pump();
    await removed;
  }

  disconnected(): void {
    this.send = null;
  }

  /// Cumulative acknowledgement with the results of the numbers it covers.
  async acknowledged(upTo: number, results: Body): Promise<void> {
    if (Object.values(results).some((result) => asBody(result)['error'] === 'seq_conflict'))
      return this.renew();
    const removed = this.acknowledge(upTo, results);
    this.pump();
    await removed;
  }

  /// Nothing was stored: sending goes on from that number after the wait.
  async refused(seq: number, expected: number | null, error: string, resumeAfter: (again: () => void) => void): Promise<void> {
    if (error === 'seq_conflict')
      return this.renew();
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

  private voidUnsent(type: EventType, coalesce: (older: OutboxEntry) => boolean): OutboxEntry[] {
    const replaced = this.entries.filter((entry) => entry.type === type && entry.seq > this.everSentUpTo && coalesce(entry));
    for (const entry of replaced) {
      entry.type = 'void';
      entry.body = {};
    }
    return replaced;
  }

  private async acknowledge(upTo: number, results: Body): Promise<void> {
    if (upTo <= this.acked)
      return;
    const done = this.entries.filter((entry) => entry.seq <= upTo);
    this.entries = this.entries.filter((entry) => entry.seq > upTo);
    this.acked = upTo;
    this.sentUpTo = Math.max(this.sentUpTo, upTo);
    for (const entry of done)
      this.settle(entry, asBody(results[String(entry.seq)]) as EventResult);
    this.events.onChange();
    await this.inStore((store) => store.removeUpTo(upTo));
  }

  private settle(entry: OutboxEntry, result: EventResult): void {
    const waiter = this.waiters.get(entry.id);
    this.waiters.delete(entry.id);
    if (entry.type !== 'void')
      this.events.onResult(entry, result);
    waiter?.(result);
  }

  /// The server knows these numbers with other contents: the same events again under another client id. It recognises
  /// those that it has by their own ids.
  private async renew(): Promise<void> {
    this.clientId = this.newId();
    this.entries = this.entries.filter((entry) => entry.type !== 'void').map((entry, i) => ({ ...entry, seq: i + 1 }));
    this.nextSeq = this.entries.length + 1;
    this.acked = 0;
    this.sentUpTo = 0;
    this.everSentUpTo = this.entries.length;
    this.send = null;
    const stored = { clientId: this.clientId, nextSeq: this.nextSeq, entries: [...this.entries] };
    await this.inStore((store) => store.replace(stored));
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

  /// One change of the store at a time, in the order of the calls. What cannot be stored (a full disk) is still sent;
  /// the page then says that it is not kept.
  private async inStore(work: (store: OutboxStore) => Promise<void>): Promise<void> {
    const result = this.work.then(() => work(this.store));
    this.work = result.catch(() => undefined);
    try {
      await result;
    } catch {
      this.storeFailed = true;
      this.events.onChange();
    }
  }
}
