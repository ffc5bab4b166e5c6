import { answerOf, inTransaction } from '../net/database';
import type { DraftMirror } from './draftMirror';
import type { Outbox } from '../net/outbox';
import { asBody, asNumber, asText, type EventResult, type OutboxEntry } from '../net/protocol';

/// Keeps the programs being written: in the browser 300 ms after a pause, at the server after 2 s (at most every 5 s
/// while typing goes on). A draft names the stored revision that it is based on, and one per problem is on its way at a
/// time: a stale one is always somebody else's, then both are kept and the participant chooses.
export interface Draft {
  language: string;
  source: string;
  rev: number;
}

export interface LocalDraft extends Draft {
  dirty: boolean;
}

export interface DraftStore {
  read(key: string): Promise<LocalDraft | null>;
  write(key: string, draft: LocalDraft): Promise<void>;
}

export class MemoryDraftStore implements DraftStore {
  private readonly drafts = new Map<string, LocalDraft>();

  async read(key: string): Promise<LocalDraft | null> {
    return this.drafts.get(key) ?? null;
  }

  async write(key: string, draft: LocalDraft): Promise<void> {
    this.drafts.set(key, draft);
  }
}

export class DatabaseDraftStore implements DraftStore {
  constructor(private readonly database: IDBDatabase) {}

  async read(key: string): Promise<LocalDraft | null> {
    const transaction = this.database.transaction('drafts', 'readonly');
    return (await answerOf<LocalDraft | undefined>(transaction.objectStore('drafts').get(key))) ?? null;
  }

  write(key: string, draft: LocalDraft): Promise<void> {
    return inTransaction(this.database, ['drafts'], async (transaction) => {
      transaction.objectStore('drafts').put(draft, key);
    });
  }
}

export interface DraftHost {
  mirror: DraftMirror;
  setTimer(run: () => void, ms: number): number;
  clearTimer(timer: number): void;
  now(): number;
  /// The draft that the server has, or null when it has none or cannot be reached.
  fetch(problem: string): Promise<Draft | null>;
  onUnsaved(problem: string): void;
  onSaved(problem: string): void;
  /// Both are kept; choose() settles it.
  onConflict(problem: string, mine: Draft, theirs: Draft): void;
}

const localPauseMs = 300;
const sendPauseMs = 2000;
const sendAtMostMs = 5000;
const keptSources = 30;

interface Record {
  draft: LocalDraft;
  inFlight: { id: string; source: string; language: string } | null;
  again: boolean;
  sent: string[];
  conflict: Draft | null;
  localTimer: number | null;
  sendTimer: number | null;
  firstChangeAt: number | null;
}

export class DraftKeeper {
  private readonly records = new Map<string, Record>();

  constructor(
    private readonly store: DraftStore,
    private readonly outbox: Outbox,
    private readonly host: DraftHost,
  ) {}

  /// Opens a problem's program from what the server and this browser have; null when neither has one.
  async open(problem: string, server: Draft | null): Promise<Draft | null> {
    const known = this.records.get(problem);
    if (known !== undefined)
      return known.draft;
    const mirrored = this.host.mirror.take(problem);
    const stored = await this.store.read(problem);
    const local = mirrored !== null && mirrored.rev >= (stored?.rev ?? 0) ? mirrored : stored;
    const pending = this.outbox.pending('draft').filter((entry) => entry.body['problem'] === problem).pop();
    const draft = newest(local, server);
    if (draft === null)
      return null;
    const record = this.record(problem, draft);
    if (pending !== undefined)
      record.inFlight = { id: pending.id, source: String(pending.body['source']), language: String(pending.body['language']) };
    const foreign = local !== null && server !== null && local.dirty && server.rev > local.rev && server.source !== local.source;
    if (foreign && pending?.body['source'] !== server.source)
      this.conflict(problem, record, server);
    else if (draft.dirty)
      void this.send(problem);
    return draft;
  }

  current(problem: string): Draft | null {
    return this.records.get(problem)?.draft ?? null;
  }

  /// The program last written in another language for this problem.
  async inLanguage(problem: string, language: string): Promise<string | null> {
    return (await this.store.read(`${problem}/${language}`))?.source ?? null;
  }

  changed(problem: string, language: string, source: string): void {
    const record = this.record(problem, { language, source, rev: 0, dirty: true });
    record.draft = { ...record.draft, language, source, dirty: true };
    this.host.onUnsaved(problem);
    if (record.localTimer !== null)
      this.host.clearTimer(record.localTimer);
    record.localTimer = this.host.setTimer(() => void this.saveLocally(problem), localPauseMs);
    record.firstChangeAt ??= this.host.now();
    if (record.sendTimer !== null)
      this.host.clearTimer(record.sendTimer);
    const rest = record.firstChangeAt + sendAtMostMs - this.host.now();
    record.sendTimer = this.host.setTimer(() => void this.send(problem), Math.max(0, Math.min(sendPauseMs, rest)));
  }

  /// Keeps what has not reached the server in the synchronous mirror: the page may be gone in a moment.
  mirrorNow(): void {
    for (const [problem, record] of this.records) {
      if (record.draft.dirty)
        this.host.mirror.keep(problem, record.draft);
    }
  }

  /// Stores and sends what has changed, now: before a submit, and when the page is hidden.
  async flush(): Promise<void> {
    const dirty = [...this.records].filter(([, record]) => record.draft.dirty && record.conflict === null);
    await Promise.all(dirty.map(async ([problem]) => {
      await this.saveLocally(problem);
      await this.send(problem);
    }));
  }

  /// Settles a conflict. "theirs" answers the program that the editor has to show.
  async choose(problem: string, which: 'mine' | 'theirs'): Promise<Draft | null> {
    const record = this.records.get(problem);
    if (record === undefined || record.conflict === null)
      return null;
    const theirs = record.conflict;
    record.conflict = null;
    if (which === 'mine') {
      record.draft = { ...record.draft, rev: theirs.rev, dirty: true };
      await this.send(problem);
      return record.draft;
    }
    record.draft = { ...theirs, dirty: false };
    await this.saveLocally(problem);
    this.host.onSaved(problem);
    return record.draft;
  }

  /// The server's answer to one of our drafts.
  onResult(entry: OutboxEntry, result: EventResult): void {
    const problem = String(entry.body['problem']);
    const record = this.records.get(problem);
    if (record === undefined || record.inFlight?.id !== entry.id)
      return;
    const sent = record.inFlight;
    record.inFlight = null;
    const stored = asBody(result['draft']);
    if (result.ok === false && result.error === 'stale_draft' && asText(stored['source']) === null) {
      void this.askForTheirs(problem, record);
      return;
    }
    if (result.ok === false && asText(stored['source']) !== null) {
      this.stale(problem, record, { language: String(stored['language']), source: String(stored['source']), rev: asNumber(stored['rev']) ?? record.draft.rev });
      return;
    }
    if (result.ok === false)
      return;
    const rev = asNumber(result['rev']) ?? record.draft.rev + 1;
    const same = record.draft.source === sent.source && record.draft.language === sent.language;
    record.draft = { ...record.draft, rev, dirty: !same };
    void this.saveLocally(problem);
    if (same)
      this.host.onSaved(problem);
    else if (record.again)
      void this.send(problem);
    record.again = false;
  }

  /// The answer only said that ours is stale. When the stored one cannot be had now, the next change tries again.
  private async askForTheirs(problem: string, record: Record): Promise<void> {
    const theirs = await this.host.fetch(problem);
    if (theirs !== null)
      this.stale(problem, record, theirs);
  }

  private stale(problem: string, record: Record, theirs: Draft): void {
    const ours = theirs.source === record.draft.source || record.sent.includes(theirs.source);
    if (!ours)
      return this.conflict(problem, record, theirs);
    record.draft = { ...record.draft, rev: theirs.rev };
    void this.send(problem);
  }

  private conflict(problem: string, record: Record, theirs: Draft): void {
    record.conflict = theirs;
    this.host.onConflict(problem, record.draft, theirs);
  }

  private record(problem: string, draft: LocalDraft): Record {
    const known = this.records.get(problem);
    if (known !== undefined)
      return known;
    const record: Record = { draft, inFlight: null, again: false, sent: [], conflict: null, localTimer: null, sendTimer: null, firstChangeAt: null };
    this.records.set(problem, record);
    return record;
  }

  private async saveLocally(problem: string): Promise<void> {
    const record = this.records.get(problem);
    if (record === undefined)
      return;
    if (record.localTimer !== null)
      this.host.clearTimer(record.localTimer);
    record.localTimer = null;
    await this.store.write(problem, record.draft);
    this.host.mirror.drop(problem);
    await this.store.write(`${problem}/${record.draft.language}`, record.draft);
  }

  private async send(problem: string): Promise<void> {
    const record = this.records.get(problem);
    if (record === undefined)
      return;
    if (record.sendTimer !== null)
      this.host.clearTimer(record.sendTimer);
    record.sendTimer = null;
    record.firstChangeAt = null;
    if (!record.draft.dirty || record.conflict !== null)
      return;
    const waiting = record.inFlight;
    if (waiting !== null && !this.outbox.isUnsent(waiting.id)) {
      record.again = true;
      return;
    }
    const { language, source, rev } = record.draft;
    const id = this.outbox.freshId();
    record.inFlight = { id, source, language };
    record.sent = [source, ...record.sent].slice(0, keptSources);
    await this.outbox.add('draft', { problem, language, source, rev }, id, (older) => older.body['problem'] === problem);
  }
}

function newest(local: LocalDraft | null, server: Draft | null): LocalDraft | null {
  if (local !== null && (local.dirty || server === null || local.rev > server.rev))
    return server === null ? local : { ...local, dirty: local.source !== server.source || local.language !== server.language };
  return server === null ? null : { ...server, dirty: false };
}
