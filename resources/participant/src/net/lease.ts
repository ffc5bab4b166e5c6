/// One tab at a time works for a participant in a browser. With Web Locks the browser keeps the lock; on plain HTTP a
/// lease in localStorage, renewed every second, does, and a BroadcastChannel tells the holder to let go.
export interface Lease {
  /// False: another tab has it.
  acquire(): Promise<boolean>;
  /// Takes it from whichever tab has it.
  take(): Promise<void>;
  release(): void;
}

export class LockLease implements Lease {
  private letGo: (() => void) | null = null;

  constructor(
    private readonly name: string,
    private readonly onLost: () => void,
  ) {}

  acquire(): Promise<boolean> {
    return this.request({ ifAvailable: true });
  }

  async take(): Promise<void> {
    await this.request({ steal: true });
  }

  release(): void {
    this.letGo?.();
    this.letGo = null;
  }

  private request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let held = false;
      navigator.locks
        .request(this.name, options, (lock) => {
          held = lock !== null;
          resolve(held);
          return held ? new Promise<void>((done) => { this.letGo = done; }) : undefined;
        })
        .catch((error: unknown) => {
          if (!held)
            return reject(error);
          this.letGo = null;
          this.onLost();
        });
    });
  }
}

export interface LeaseHost {
  read(): string | null;
  write(value: string | null): void;
  now(): number;
  every(run: () => void, ms: number): () => void;
  tell(message: string): void;
  listen(hear: (message: string) => void): () => void;
}

const leaseMs = 3000;

export class StorageLease implements Lease {
  private stopRenewing: (() => void) | null = null;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly tab: string,
    private readonly host: LeaseHost,
    private readonly onLost: () => void,
  ) {}

  async acquire(): Promise<boolean> {
    const [holder, until] = (this.host.read() ?? '').split(' ');
    if (holder !== undefined && holder !== '' && holder !== this.tab && Number(until) > this.host.now())
      return false;
    this.hold();
    return true;
  }

  async take(): Promise<void> {
    this.host.tell(this.tab);
    this.hold();
  }

  release(): void {
    if (this.stopRenewing === null)
      return;
    this.drop();
    this.host.write(null);
  }

  private hold(): void {
    this.drop();
    const renew = () => {
      const [holder, until] = (this.host.read() ?? '').split(' ');
      if (this.stopRenewing !== null && holder !== this.tab && Number(until) > this.host.now())
        return this.lose();
      this.host.write(`${this.tab} ${this.host.now() + leaseMs}`);
    };
    renew();
    this.stopRenewing = this.host.every(renew, 1000);
    this.stopListening = this.host.listen((message) => {
      if (message !== this.tab)
        this.lose();
    });
  }

  private lose(): void {
    this.drop();
    this.onLost();
  }

  private drop(): void {
    this.stopRenewing?.();
    this.stopListening?.();
    this.stopRenewing = this.stopListening = null;
  }
}

function browserHost(name: string): LeaseHost {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  return {
    read: () => localStorage.getItem(name),
    write: (value) => (value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value)),
    now: () => Date.now(),
    every: (run, ms) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    tell: (message) => channel?.postMessage(message),
    listen: (hear) => {
      const listener = (event: MessageEvent) => hear(String(event.data));
      channel?.addEventListener('message', listener);
      return () => channel?.removeEventListener('message', listener);
    },
  };
}

export function leaseFor(participant: string, tab: string, onLost: () => void): Lease {
  const name = `marathon.tab.${participant}`;
  if ('locks' in navigator && navigator.locks !== undefined)
    return new LockLease(name, onLost);
  const lease = new StorageLease(tab, browserHost(name), onLost);
  addEventListener('pagehide', () => lease.release());
  addEventListener('pageshow', (event) => {
    if (event.persisted)
      void lease.acquire().then((held) => held || onLost());
  });
  return lease;
}
