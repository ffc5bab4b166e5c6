import type { OutboxEntry } from './protocol';

/// Where unacknowledged events survive a reload: each with its number, and the next free number in the same transaction.
export interface StoredOutbox {
  clientId: string;
  nextSeq: number;
  entries: OutboxEntry[];
}

export interface OutboxStore {
  readonly durable: boolean;
  load(newClientId: () => string): Promise<StoredOutbox>;
  /// Stores an event, and the older ones that it made void.
  append(entry: OutboxEntry, voided: OutboxEntry[]): Promise<void>;
  removeUpTo(seq: number): Promise<void>;
  /// Another client id with its events.
  replace(stored: StoredOutbox): Promise<void>;
}

export class MemoryOutboxStore implements OutboxStore {
  readonly durable = false;
  private stored: StoredOutbox = { clientId: '', nextSeq: 1, entries: [] };

  async load(newClientId: () => string): Promise<StoredOutbox> {
    this.stored.clientId ||= newClientId();
    return { ...this.stored, entries: [...this.stored.entries] };
  }

  async append(entry: OutboxEntry, voided: OutboxEntry[]): Promise<void> {
    const changed = new Map(voided.map((each) => [each.seq, each]));
    this.stored.entries = [...this.stored.entries.map((each) => changed.get(each.seq) ?? each), entry];
    this.stored.nextSeq = entry.seq + 1;
  }

  async removeUpTo(seq: number): Promise<void> {
    this.stored.entries = this.stored.entries.filter((entry) => entry.seq > seq);
  }

  async replace(stored: StoredOutbox): Promise<void> {
    this.stored = { ...stored, entries: [...stored.entries] };
  }
}
