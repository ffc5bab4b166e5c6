import { describe, expect, test } from 'vitest';
import { StorageLease, type LeaseHost } from '../src/net/lease';

/// One browser: a shared storage, a channel between its tabs, and a clock.
class Browser {
  now = 0;
  stored: string | null = null;
  private listeners: { tab: string; hear: (message: string) => void }[] = [];
  private timers: { tab: string; run: () => void }[] = [];

  host(tab: string): LeaseHost {
    return {
      read: () => this.stored,
      write: (value) => { this.stored = value; },
      now: () => this.now,
      every: (run) => {
        const timer = { tab, run };
        this.timers.push(timer);
        return () => { this.timers = this.timers.filter((each) => each !== timer); };
      },
      tell: (message) => this.listeners.filter((each) => each.tab !== tab).forEach((each) => each.hear(message)),
      listen: (hear) => {
        const listener = { tab, hear };
        this.listeners.push(listener);
        return () => { this.listeners = this.listeners.filter((each) => each !== listener); };
      },
    };
  }

  seconds(count: number, frozenTab = ''): void {
    for (let i = 0; i < count; i++) {
      this.now += 1000;
      this.timers.filter((timer) => timer.tab !== frozenTab).forEach((timer) => timer.run());
    }
  }
}

describe('one active tab without Web Locks', () => {
  function tabs() {
    const browser = new Browser();
    const lost: string[] = [];
    const make = (tab: string) => new StorageLease(tab, browser.host(tab), () => lost.push(tab));
    return { browser, lost, first: make('one'), second: make('two') };
  }

  test('the second tab does not get it while the first is alive', async () => {
    const { browser, first, second, lost } = tabs();
    expect(await first.acquire()).toBe(true);
    browser.seconds(60);
    expect(await second.acquire()).toBe(false);
    expect(lost).toEqual([]);
  });
  test('a tab that was closed without a word frees it after three seconds', async () => {
    const { browser, first, second } = tabs();
    await first.acquire();
    browser.seconds(4, 'one');
    expect(await second.acquire()).toBe(true);
  });
  test('"use here" takes it, and the other tab is told', async () => {
    const { first, second, lost } = tabs();
    await first.acquire();
    await second.take();
    expect(lost).toEqual(['one']);
    expect(await first.acquire()).toBe(false);
  });
  test('a frozen tab that wakes up finds that it has lost it', async () => {
    const { browser, first, second, lost } = tabs();
    await first.acquire();
    browser.seconds(5, 'one');
    await second.acquire();
    browser.seconds(1);
    expect(lost).toEqual(['one']);
    expect(await second.acquire()).toBe(true);
  });
  test('releasing frees it at once', async () => {
    const { first, second } = tabs();
    await first.acquire();
    first.release();
    expect(await second.acquire()).toBe(true);
  });
  test('the same tab gets it again after a reload', async () => {
    const { first } = tabs();
    await first.acquire();
    expect(await first.acquire()).toBe(true);
  });
});
