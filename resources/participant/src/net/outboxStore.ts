import type { Body, EventType, OutboxEntry } from './protocol';

/// Where unacknowledged events survive a reload. The number is given in the transaction that stores the event, so that
/// no number is ever used twice or skipped.
export interface StoredOutbox {
  clientId: string;
  nextSeq: number;
  entries: OutboxEntry[];
}

export interface NewEvent {
  type: EventType;
  id: string;
  body: Body;
  storedAt: number;
}

export interface OutboxStore {
  readonly durable: boolean;
  load(newClientId: () => string): Promise<StoredOutbox>;
  append(event: NewEvent): Promise<OutboxEntry>;
  replaceByVoid(seq: number): Promise<void>;
  removeUpTo(seq: number): Promise<void>;
  /// Another client id, its entries numbered from 1 in their order.
  renew(clientId: string): Promise<StoredOutbox>;
}

export class MemoryOutboxStore implements OutboxStore {
  readonly durable = false;
  private clientId = '';
  private nextSeq = 1;
  private entries: OutboxEntry[] = [];

  async load(newClientId: () => string): Promise<StoredOutbox> {
    this.clientId ||= newClientId();
    return { clientId: this.clientId, nextSeq: this.nextSeq, entries: [...this.entries] };
  }

  async append(event: NewEvent): Promise<OutboxEntry> {
    const entry = { ...event, seq: this.nextSeq++ };
    this.entries.push(entry);
    return entry;
  }

  async replaceByVoid(seq: number): Promise<void> {
    this.entries = this.entries.map((entry) => (entry.seq === seq ? { ...entry, type: 'void', body: {} } : entry));
  }

  async removeUpTo(seq: number): Promise<void> {
    this.entries = this.entries.filter((entry) => entry.seq > seq);
  }

  async renew(clientId: string): Promise<StoredOutbox> {
    this.clientId = clientId;
    this.entries = this.entries.filter((entry) => entry.type !== 'void').map((entry, i) => ({ ...entry, seq: i + 1 }));
    this.nextSeq = this.entries.length + 1;
    return { clientId, nextSeq: this.nextSeq, entries: [...this.entries] };
  }
}
