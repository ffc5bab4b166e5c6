import { MemoryOutboxStore, type OutboxStore, type StoredOutbox } from './outboxStore';
import type { OutboxEntry } from './protocol';

/// The browser's database of one participant: numbered events not yet acknowledged, and the programs being written.
const version = 1;

export function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('meta');
      request.result.createObjectStore('events', { keyPath: 'seq' });
      request.result.createObjectStore('drafts');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database did not open'));
    request.onblocked = () => reject(new Error('the database is in use by an older page'));
  });
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database refused'));
  });
}

/// Runs `work` in one transaction and answers when it is committed.
export async function inTransaction<T>(
  database: IDBDatabase,
  stores: string[],
  work: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' });
  const committed = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
  });
  const [result] = await Promise.all([work(transaction), committed]);
  return result;
}

interface Meta {
  clientId: string;
  nextSeq: number;
}

export class DatabaseOutboxStore implements OutboxStore {
  readonly durable = true;

  constructor(private readonly database: IDBDatabase) {}

  load(newClientId: () => string): Promise<StoredOutbox> {
    return inTransaction(this.database, ['meta', 'events'], async (transaction) => {
      const meta = await this.meta(transaction, newClientId);
      const entries = await answerOf<OutboxEntry[]>(transaction.objectStore('events').getAll());
      return { ...meta, entries };
    });
  }

  append(entry: OutboxEntry, voided: OutboxEntry[]): Promise<void> {
    return inTransaction(this.database, ['meta', 'events'], async (transaction) => {
      const events = transaction.objectStore('events');
      events.add(entry);
      voided.forEach((each) => events.put(each));
      const meta = await answerOf<Meta>(transaction.objectStore('meta').get('outbox'));
      transaction.objectStore('meta').put({ ...meta, nextSeq: entry.seq + 1 }, 'outbox');
    });
  }

  removeUpTo(seq: number): Promise<void> {
    return inTransaction(this.database, ['events'], async (transaction) => {
      transaction.objectStore('events').delete(IDBKeyRange.upperBound(seq));
    });
  }

  replace({ clientId, nextSeq, entries }: StoredOutbox): Promise<void> {
    return inTransaction(this.database, ['meta', 'events'], async (transaction) => {
      const events = transaction.objectStore('events');
      events.clear();
      entries.forEach((entry) => events.add(entry));
      transaction.objectStore('meta').put({ clientId, nextSeq }, 'outbox');
    });
  }

  private async meta(transaction: IDBTransaction, newClientId: () => string): Promise<Meta> {
    const store = transaction.objectStore('meta');
    const known = await answerOf<Meta | undefined>(store.get('outbox'));
    if (known !== undefined)
      return known;
    const meta = { clientId: newClientId(), nextSeq: 1 };
    store.put(meta, 'outbox');
    return meta;
  }
}

export interface Storage {
  outbox: OutboxStore;
  database: IDBDatabase | null;
}

/// IndexedDB, or memory where the browser offers none (some private windows): the check-in says so.
export async function openStorage(participant: string): Promise<Storage> {
  try {
    const database = await openDatabase(`marathon.${participant}`);
    return { outbox: new DatabaseOutboxStore(database), database };
  } catch {
    return { outbox: new MemoryOutboxStore(), database: null };
  }
}
