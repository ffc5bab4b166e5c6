import { promptDelayMs, reconnectDelayMs } from '../core/backoff';
import type { ServerClock } from '../core/serverClock';
import { parseTime } from '../core/format';
import type { Outbox } from './outbox';
import { asBody, asNumber, asText, pushMessage, type Body, type PushMessage } from './protocol';

/// The one socket of the page: says hello, resumes, answers ticks, and connects again by itself until it is told to stop.
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'waiting' | 'replaced' | 'ended';

export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface ConnectionHost {
  openSocket(): SocketLike;
  setTimer(run: () => void, ms: number): number;
  clearTimer(timer: number): void;
  monotonic(): number;
  random(): number;
  /// What a tick is answered with: only facts that the participant has agreed to.
  presence(): { visible: boolean; focused: boolean; problem: string };
  onState(state: ConnectionState): void;
  onWelcome(state: Body, resumed: boolean): void;
  onPush(message: PushMessage): void;
  onTick(endsAt: string | null): void;
  /// The socket was refused or lost; the session may have ended.
  onLost(attempt: number): void;
}

const version = 1;
const silenceMs = 20_000;
const sackEveryMs = 1000;
/// Nothing that was refused for itself is repeated faster than this.
const shortestNackMs = 500;

export class Connection {
  private socket: SocketLike | null = null;
  private state: ConnectionState = 'idle';
  private attempt = 0;
  private timer: number | null = null;
  private silence: number | null = null;
  private sackTimer: number | null = null;
  private helloAt = 0;

  constructor(
    private readonly host: ConnectionHost,
    private readonly outbox: Outbox,
    private readonly clock: ServerClock,
    private readonly tabId: string,
    private lastServerSeq: number,
    private readonly keepServerSeq: (seq: number) => void,
  ) {}

  start(): void {
    if (this.state !== 'replaced' && this.state !== 'ended')
      this.open();
  }

  /// "Use here" after another device had taken over.
  takeOver(): void {
    this.attempt = 0;
    this.open();
  }

  /// A click, or the browser says that the network is back.
  retryNow(): void {
    if (this.state === 'waiting')
      this.wait(promptDelayMs(() => this.host.random()));
  }

  stop(): void {
    this.drop();
    this.change('idle');
  }

  isConnected(): boolean {
    return this.state === 'connected';
  }

  /// Another client id: hello again at once.
  restart(): void {
    this.drop();
    this.open();
  }

  private open(): void {
    this.drop();
    this.change('connecting');
    const socket = this.host.openSocket();
    this.socket = socket;
    socket.onopen = () => {
      this.helloAt = this.host.monotonic();
      this.write({
        t: 'hello',
        v: version,
        client_id: this.outbox.clientId,
        tab_id: this.tabId,
        last_server_seq: this.lastServerSeq,
        next_client_seq: this.outbox.next,
      });
    };
    socket.onmessage = (event) => this.read(event.data);
    socket.onclose = () => this.lost();
    this.listenForSilence();
  }

  private read(data: unknown): void {
    this.listenForSilence();
    let message: Body;
    try {
      message = asBody(JSON.parse(String(data)));
    } catch {
      return;
    }
    const receivedAt = this.host.monotonic();
    switch (message['t']) {
    case 'welcome': return this.welcome(message, receivedAt);
    case 'ack': return void this.outbox.acknowledged(asNumber(message['up_to']) ?? 0, asBody(message['results']));
    case 'nack': return this.refused(message);
    case 'msg': return this.push(message);
    case 'tick': return this.tick(message, receivedAt);
    case 'bye': return this.bye(message);
    }
  }

  private welcome(message: Body, receivedAt: number): void {
    const now = parseTime(message['server_now']);
    if (now !== null)
      this.clock.addRoundTrip(now, this.helloAt, receivedAt);
    this.attempt = 0;
    this.change('connected');
    this.host.onWelcome(asBody(message['state']), message['resumed'] === true);
    void this.outbox.connected(asNumber(message['acked_client_seq']) ?? 0, (frame) => this.write(frame));
    if (Array.isArray(message['missed']))
      message['missed'].forEach((missed) => this.push(missed));
  }

  private push(value: unknown): void {
    const message = pushMessage(value);
    if (message === null)
      return;
    if (message.sseq !== null) {
      if (message.sseq <= this.lastServerSeq)
        return;
      this.lastServerSeq = message.sseq;
      this.keepServerSeq(message.sseq);
      this.sackSoon();
    }
    this.host.onPush(message);
  }

  private refused(message: Body): void {
    const isGap = asNumber(message['expected']) !== null;
    const wait = Math.max(asNumber(message['retry_after_ms']) ?? shortestNackMs, isGap ? 0 : shortestNackMs);
    void this.outbox.refused(asNumber(message['seq']) ?? 1, asNumber(message['expected']), asText(message['error']) ?? '', (again) => {
      const socket = this.socket;
      this.host.setTimer(() => {
        if (this.socket === socket)
          again();
      }, wait + this.host.random() * wait);
    });
  }

  private tick(message: Body, receivedAt: number): void {
    const presence = this.host.presence();
    this.write({ t: 'tock', n: message['n'], ...presence, queued: this.outbox.waiting });
    const now = parseTime(message['server_now']);
    if (now !== null)
      this.clock.addTick(now, receivedAt);
    this.host.onTick(asText(message['ends_at']));
  }

  private bye(message: Body): void {
    const reason = asText(message['reason']);
    if (reason === 'restarting') {
      this.drop();
      this.wait((asNumber(message['retry_after_ms']) ?? 0) + reconnectDelayMs(0, () => this.host.random()));
      return;
    }
    this.drop();
    this.change(reason === 'replaced' ? 'replaced' : 'ended');
  }

  private lost(): void {
    this.drop();
    this.host.onLost(this.attempt);
    if (this.state === 'replaced' || this.state === 'ended' || this.state === 'idle')
      return;
    this.wait(reconnectDelayMs(this.attempt++, () => this.host.random()));
  }

  private wait(ms: number): void {
    if (this.timer !== null)
      this.host.clearTimer(this.timer);
    this.change('waiting');
    this.timer = this.host.setTimer(() => this.open(), ms);
  }

  /// A socket can be dead for minutes before the browser notices; the server ticks every five seconds.
  private listenForSilence(): void {
    if (this.silence !== null)
      this.host.clearTimer(this.silence);
    this.silence = this.host.setTimer(() => this.lost(), silenceMs);
  }

  private sackSoon(): void {
    this.sackTimer ??= this.host.setTimer(() => {
      this.sackTimer = null;
      this.write({ t: 'sack', up_to: this.lastServerSeq });
    }, sackEveryMs);
  }

  private drop(): void {
    for (const timer of [this.timer, this.silence, this.sackTimer]) {
      if (timer !== null)
        this.host.clearTimer(timer);
    }
    this.timer = this.silence = this.sackTimer = null;
    this.outbox.disconnected();
    const socket = this.socket;
    this.socket = null;
    if (socket === null)
      return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private write(frame: Body): void {
    this.socket?.send(JSON.stringify(frame));
  }

  private change(state: ConnectionState): void {
    if (this.state === state)
      return;
    this.state = state;
    this.host.onState(state);
  }
}
