import { signal } from '@preact/signals';
import { Connection, type SocketLike } from './net/connection';
import { openStorage } from './net/database';
import { ApiError, beacon, post } from './net/api';
import { leaseFor, type Lease } from './net/lease';
import { Outbox } from './net/outbox';
import { asBody, asNumber, asText, type Body, type EventResult, type OutboxEntry } from './net/protocol';
import { serverDraft } from './net/serverDraft';
import { parseTime, protocolTime } from './core/format';
import { uuid } from './core/random';
import { remember, remembered } from './core/remember';
import { announceVerdict, say, toast } from './parts/live';
import { serverClock } from './serverTime';
import { t } from './messages';
import { localMirror } from './state/draftMirror';
import { DatabaseDraftStore, DraftKeeper, MemoryDraftStore, type Draft } from './state/drafts';
import { readMe } from './state/read';
import { isWatched } from './state/screen';
import { currentProblem, dispatch, state, view } from './state/store';
import { ScreenAwake } from './watch/screenAwake';
import { Watcher, type Incident } from './watch/watcher';
import { refreshAfter } from './refresh';

/// The parts that live as long as a participant is signed in: storage, outbox, socket, drafts and watching, wired to
/// the state. One object, made at sign-in.
export interface Conflict {
  problem: string;
  mine: Draft;
  theirs: Draft;
}

export const conflict = signal<Conflict | null>(null);
export const presence = signal(0);

const tabId = uuid();

export class App {
  readonly watcher: Watcher;
  private readonly awake = new ScreenAwake();
  private lease: Lease | null = null;
  private constructor(
    readonly participant: string,
    readonly outbox: Outbox,
    readonly drafts: DraftKeeper,
    readonly connection: Connection,
    private readonly database: IDBDatabase | null,
  ) {
    this.watcher = new Watcher({
      owner: () => participant,
      newId: uuid,
      report: (incident) => this.report(incident),
      onHidden: (leaving) => this.hidden(leaving),
      onPresence: () => { presence.value++; },
      onPasteBlocked: () => toast(t('paste.blocked'), 'notice'),
    });
  }

  static async open(participant: string): Promise<App> {
    const storage = await openStorage(participant);
    const parts: { app?: App } = {};
    const outbox = new Outbox(storage.outbox, uuid, {
      onChange: () => dispatch({ type: 'outbox', waiting: outbox.waiting, durable: outbox.durable }),
      onResult: (entry, result) => parts.app?.answered(entry, result),
      onRenewed: () => parts.app?.connection.restart(),
    });
    await outbox.open();
    const drafts = new DraftKeeper(
      storage.database === null ? new MemoryDraftStore() : new DatabaseDraftStore(storage.database),
      outbox,
      {
        setTimer: (run, ms) => window.setTimeout(run, ms),
        clearTimer: (timer) => window.clearTimeout(timer),
        now: () => performance.now(),
        onUnsaved: () => dispatch({ type: 'unsaved' }),
        onSaved: () => dispatch({ type: 'saved', at: serverClock.isKnown() ? serverClock.now() : Date.now() }),
        fetch: serverDraft,
        mirror: localMirror(`marathon.draft.${participant}`),
        onConflict: (problem, mine, theirs) => { conflict.value = { problem, mine, theirs }; },
      },
    );
    const sequenceKey = `marathon.server-seq.${participant}.${outbox.clientId}`;
    const connection = new Connection(
      {
        openSocket: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/participant`) as unknown as SocketLike,
        setTimer: (run, ms) => window.setTimeout(run, ms),
        clearTimer: (timer) => window.clearTimeout(timer),
        monotonic: () => performance.now(),
        random: Math.random,
        presence: () => ({ visible: !document.hidden, focused: document.hasFocus(), problem: openLabel() }),
        onState: (link) => {
          dispatch({ type: 'link', link, at: performance.now() });
          if (link === 'ended')
            refreshAfter('lost');
        },
        onWelcome: (welcome) => parts.app?.welcomed(welcome),
        onPush: (message) => parts.app?.pushed(message.type, message.body, () => dispatch({ type: 'push', message })),
        onTick: (endsAt) => {
          const at = parseTime(endsAt);
          if (at !== null && at !== state.value.me?.clock.endsAt)
            dispatch({ type: 'endsAt', endsAt: at });
        },
        onLost: (attempt) => parts.app?.lost(attempt),
      },
      outbox,
      serverClock,
      tabId,
      Number(remembered(sequenceKey)) || 0,
      (seq) => remember(sequenceKey, String(seq)),
    );
    parts.app = new App(participant, outbox, drafts, connection, storage.database);
    return parts.app;
  }

  /// False: another tab of this browser has the contest open.
  async acquireTab(): Promise<boolean> {
    this.lease = leaseFor(this.participant, tabId, () => {
      dispatch({ type: 'otherTab', elsewhere: true });
      this.connection.stop();
      this.watcher.stop();
    });
    return this.lease.acquire();
  }

  async takeTab(): Promise<void> {
    await this.lease?.take();
  }

  close(): void {
    this.watcher.stop();
    this.awake.stop();
    this.connection.stop();
    this.lease?.release();
    this.database?.close();
  }

  /// Starts and stops watching, and keeping the screen on, with the state; called after each change.
  watch(): void {
    const me = state.value.me;
    if (me !== null && isWatched(state.value))
      this.watcher.start(me.policy);
    else
      this.watcher.stop();
    if (isWatched(state.value))
      this.awake.start();
    else
      this.awake.stop();
  }

  private report(incident: Incident): void {
    const { id, kind, phase, count, causes, evidence } = incident;
    const body: Body = {
      kind,
      phase,
      started_at: protocolTime(serverClock.isKnown() ? serverClock.at(incident.startedAt) : Date.now() - (performance.now() - incident.startedAt)),
      duration_ms: incident.durationMs,
      count,
      causes,
      context: this.context(),
    };
    if (evidence !== null)
      body['evidence'] = evidence;
    void this.outbox.add('incident', body, id);
  }

  private context(): Body {
    return {
      problem: openLabel(),
      fullscreen: document.fullscreenElement !== null,
      visible: !document.hidden,
      focused: document.hasFocus(),
      viewport: `${innerWidth}x${innerHeight}`,
      online: navigator.onLine,
      touch: matchMedia('(pointer: coarse)').matches,
    };
  }

  private hidden(leaving: boolean): void {
    this.drafts.mirrorNow();
    void this.drafts.flush();
    const prefix = leaving && !this.connection.isConnected() ? this.outbox.prefix() : null;
    if (prefix !== null)
      beacon('/api/outbox', prefix);
  }

  private welcomed(body: Body): void {
    if (asText(body['status']) !== null)
      dispatch({ type: 'me', me: readMe(body) });
    for (const type of ['standing', 'run_result']) {
      const latest = body[type];
      if (typeof latest === 'object' && latest !== null)
        dispatch({ type: 'push', message: { sseq: null, type, body: latest as Body } });
    }
    refreshAfter('welcome');
  }

  private pushed(type: string, body: Body, apply: () => void): void {
    apply();
    if (type === 'verdict')
      announceVerdict(asText(body['label']) ?? '', asText(body['verdict']) ?? '', body['problem'] === currentProblem.value?.id && view.value === 'work');
    if (type === 'announcement' || type === 'message')
      say(asText(body['text']) ?? '');
    refreshAfter(type);
  }

  private answered(entry: OutboxEntry, result: EventResult): void {
    if (entry.type === 'draft')
      this.drafts.onResult(entry, result);
    if (entry.type === 'incident')
      dispatch({ type: 'points', body: result });
    if (entry.type === 'submit')
      submitAnswered(entry, result);
  }

  /// Without a socket for a while (a proxy that knows none): events go by HTTP, and the status is asked for.
  private lost(attempt: number): void {
    if (attempt < 2)
      return;
    refreshAfter('lost');
    void this.sendByHttp();
  }

  private async sendByHttp(): Promise<void> {
    const prefix = this.outbox.prefix();
    if (prefix === null)
      return;
    try {
      const answer = asBody(await post('/api/outbox', prefix));
      const upTo = asNumber(answer['up_to']);
      if (upTo !== null)
        await this.outbox.acknowledged(upTo, asBody(answer['results']));
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
    }
  }
}

/// The letter of the problem that is open, empty when none is.
function openLabel(): string {
  return currentProblem.value?.label ?? '';
}

/// The receipt of a submission, whichever way it came.
export function submitAnswered(entry: { body: Body }, result: EventResult): void {
  const clientRef = asText(entry.body['client_ref']);
  const known = state.value.submissions.find((each) => each.clientRef === clientRef);
  if (known === undefined || known.id !== null)
    return;
  if (result.ok === undefined)
    return refreshAfter('submission');
  dispatch({
    type: 'submission',
    submission: {
      ...known,
      id: asText(result['id']),
      seq: asNumber(result['seq']),
      at: parseTime(result['received_at']) ?? known.at,
      late: result['late'] === true,
      clientAt: parseTime(result['client_at']) ?? known.clientAt,
      counted: result['counted'] !== false,
      refusal: result.ok ? null : asText(result.detail) ?? asText(result.error) ?? t('submit.refused'),
    },
  });
}
