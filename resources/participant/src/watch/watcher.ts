import { AwayMachine, type AwayCause, type AwayReport } from './away';
import { classifyEdit, evidenceOf, PasteClassifier, type ClipEvidence, type EditFacts } from './clip';
import { SignalFold } from './fold';
import { FullscreenMachine, fullscreenPossible, isFull } from './fullscreen';
import { alwaysPrevented, DevtoolsGuess, restrictedKey, type WindowSize } from './keys';
import { keepUnfinished, takeUnfinished } from './unfinished';
import type { Policy } from '../state/types';

/// Attaches to the browser's signals while the participant's clock runs (and never before they agreed), and turns them
/// into reports of facts. What a fact means is the server's decision.
export interface Incident {
  id: string;
  kind: string;
  phase: 'open' | 'closed';
  /// On performance.now()'s scale.
  startedAt: number;
  durationMs: number;
  count: number;
  causes: string[];
  evidence: object | null;
}

export interface WatchHost {
  /// Whose browser this is now.
  owner(): string;
  newId(): string;
  report(incident: Incident): void;
  /// The page is hidden or goes away: everything that waits has to be on its way now.
  onHidden(leaving: boolean): void;
  onPresence(): void;
  /// A paste from outside was kept out of the editor.
  onPasteBlocked(): void;
}

interface Detail {
  name?: string;
  evidence?: ClipEvidence;
}

const ownFullscreenMs = 3000;

export class Watcher {
  readonly clip = new PasteClassifier();
  private readonly away: AwayMachine;
  private readonly full: FullscreenMachine;
  private readonly fold: SignalFold<Detail>;
  private readonly devtools = new DevtoolsGuess();
  private readonly detach: (() => void)[] = [];
  private timer: number | null = null;
  private policy: Policy | null = null;
  private size: WindowSize = windowSize();

  constructor(private readonly host: WatchHost) {
    this.away = new AwayMachine(() => host.newId(), (report) => this.sendAway(report));
    this.full = new FullscreenMachine(() => host.newId(), (report) =>
      this.send({ ...report, kind: 'fullscreen.exit', count: 1, causes: ['fullscreenchange'], evidence: null }));
    this.fold = new SignalFold(() => host.newId(), (report) => this.send({
      id: report.id,
      kind: report.kind,
      phase: report.phase,
      startedAt: report.startedAt,
      durationMs: report.durationMs,
      count: report.count,
      causes: [...new Set(report.details.flatMap((detail) => (detail.name === undefined ? [] : [detail.name])))],
      evidence: report.details.find((detail) => detail.evidence !== undefined)?.evidence ?? null,
    }));
  }

  isWatching(): boolean {
    return this.policy !== null;
  }

  isAway(): boolean {
    return this.away.isAway();
  }

  start(policy: Policy): void {
    const first = this.policy === null;
    this.policy = policy;
    if (!first)
      return;
    const unfinished = takeUnfinished(this.host.owner());
    if (unfinished !== null)
      this.send({ ...unfinished, startedAt: performance.now() - unfinished.durationMs, phase: 'closed', count: 1, evidence: null });
    this.attach();
    this.sample('tick', performance.now());
    this.checkFullscreen(performance.now());
    if ((screen as { isExtended?: boolean }).isExtended === true)
      this.fold.signal('screen.extended', performance.now(), {});
  }

  stop(): void {
    if (this.policy === null)
      return;
    this.detach.splice(0).forEach((undo) => undo());
    const now = performance.now();
    this.away.stop(now);
    this.full.stop(now);
    this.fold.stop();
    this.policy = null;
    if (this.timer !== null)
      clearTimeout(this.timer);
    this.timer = null;
  }

  /// Before the page itself enters or leaves fullscreen, which shakes the focus.
  expectFullscreenChange(): void {
    this.away.suppressUntil(performance.now() + ownFullscreenMs);
  }

  /// A paste or drop into the editor; false: keep it out.
  editorPaste(text: string): boolean {
    if (this.policy === null || this.clip.classify(text) === 'internal')
      return true;
    this.fold.signal('clip.paste.external', performance.now(), { evidence: evidenceOf(text) });
    this.settle();
    if (this.policy.block.paste)
      this.host.onPasteBlocked();
    return !this.policy.block.paste;
  }

  editorChange(facts: EditFacts, inserted: string): void {
    const kind = this.policy === null ? null : classifyEdit(facts);
    if (kind === null || this.clip.classify(inserted) === 'internal')
      return;
    this.fold.signal(kind, performance.now(), { evidence: evidenceOf(inserted) });
    this.settle();
  }

  private attach(): void {
    const on = <E extends Event>(target: EventTarget, type: string, handle: (event: E) => void, capture = false) => {
      const listener = handle as (event: Event) => void;
      target.addEventListener(type, listener, { capture });
      this.detach.push(() => target.removeEventListener(type, listener, { capture }));
    };
    const presence = (cause: AwayCause) => (event: Event) => this.sample(cause, event.timeStamp);
    on(window, 'blur', (event) => { this.devtools.sawBlur(event.timeStamp); presence('blur')(event); });
    on(window, 'focus', presence('focus'));
    on(document, 'visibilitychange', (event) => { presence('visibility')(event); if (document.hidden) this.host.onHidden(false); });
    on(document, 'freeze', presence('freeze'));
    on(document, 'resume', presence('resume'));
    on(window, 'pageshow', presence('pageshow'));
    on(window, 'pagehide', (event) => this.pageGoes(event.timeStamp));
    on(document, 'fullscreenchange', (event) => {
      this.away.suppressUntil(event.timeStamp + ownFullscreenMs);
      this.checkFullscreen(event.timeStamp);
    });
    on(window, 'resize', (event) => this.resized(event.timeStamp));
    on<KeyboardEvent>(window, 'keydown', (event) => this.key(event), true);
    on<KeyboardEvent>(window, 'keyup', (event) => { if (event.key === 'PrintScreen') this.signal('key.printscreen', event, {}); }, true);
    on<MouseEvent>(document, 'contextmenu', (event) => {
      if (this.policy?.block.contextMenu === true)
        event.preventDefault();
      this.signal('menu.context', event, {});
    });
    on<ClipboardEvent>(document, 'copy', (event) => this.copied(event, 'clip.copy.page', this.policy?.block.copy === true));
    on<ClipboardEvent>(document, 'cut', (event) => this.copied(event, 'clip.cut', this.policy?.block.cut === true));
    const second = setInterval(() => this.sample('tick', performance.now()), 1000);
    this.detach.push(() => clearInterval(second));
  }

  /// Copies inside the editor are the participant's own work and only remembered; elsewhere the policy may keep the
  /// text on the page.
  private copied(event: ClipboardEvent, kind: string, blocked: boolean): void {
    const target = event.target instanceof Element ? event.target : document.activeElement;
    const text = document.getSelection()?.toString() ?? '';
    if (target?.closest('.cm-editor, input, textarea') != null)
      return;
    this.clip.rememberCopy(text);
    if (blocked)
      event.preventDefault();
    this.signal(kind, event, { evidence: evidenceOf(text) });
  }

  private key(event: KeyboardEvent): void {
    const name = restrictedKey({ key: event.key, code: event.code, ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey, meta: event.metaKey });
    if (name === null)
      return;
    this.devtools.sawKey(name, event.timeStamp);
    if (this.policy?.block.keys === true || alwaysPrevented(name))
      event.preventDefault();
    if (!event.repeat)
      this.signal('key.restricted', event, { name });
  }

  private resized(at: number): void {
    const before = this.size;
    this.size = windowSize();
    if (this.devtools.isSuspect(at, before, this.size))
      this.fold.signal('devtools.suspect', at, {});
    this.checkFullscreen(at);
  }

  private checkFullscreen(at: number): void {
    if (this.policy?.fullscreenRequired === true && fullscreenPossible())
      this.full.update(isFull(), at);
    this.settle();
  }

  private signal(kind: string, event: Event, detail: Detail): void {
    this.fold.signal(kind, event.timeStamp, detail);
    this.settle();
  }

  private sample(cause: AwayCause, at: number): void {
    const wasAway = this.away.isAway();
    const framed = document.activeElement instanceof HTMLIFrameElement;
    this.away.handle({ at, cause, hidden: document.hidden, focused: document.hasFocus() || framed });
    this.settle();
    if (wasAway !== this.away.isAway())
      this.host.onPresence();
  }

  private pageGoes(at: number): void {
    const report = this.away.pageGoes(at);
    keepUnfinished(this.host.owner(), report);
    this.host.onHidden(true);
  }

  /// Acts on deadlines that have passed and sets one timer for the next.
  private settle(): void {
    const now = performance.now();
    this.away.advance(now);
    this.full.advance(now);
    this.fold.advance(now);
    if (this.timer !== null)
      clearTimeout(this.timer);
    const next = [this.away.deadline(), this.full.deadline(), this.fold.deadline()].filter((each) => each !== null);
    this.timer = next.length === 0 ? null : setTimeout(() => {
      this.settle();
      this.host.onPresence();
    }, Math.max(0, Math.min(...next) - now) + 1) as unknown as number;
  }

  private sendAway(report: AwayReport): void {
    this.send({ ...report, count: 1, evidence: null });
  }

  private send(incident: Incident): void {
    const policy = this.policy;
    if (policy === null || policy.off.has(incident.kind) || (policy.kinds !== null && !policy.kinds.has(incident.kind)))
      return;
    this.host.report(incident);
  }
}

function windowSize(): WindowSize {
  return { width: innerWidth, height: innerHeight, ratio: devicePixelRatio };
}
