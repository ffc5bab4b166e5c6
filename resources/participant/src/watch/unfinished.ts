import type { AwayReport } from './away';

/// An absence that began by leaving the page ends with the next page load. It is written down synchronously, because a
/// closing page may not finish anything else.
const keyOf = (owner: string) => `marathon.unfinished.${owner}`;

export interface Unfinished {
  id: string;
  kind: string;
  causes: string[];
  durationMs: number;
}

export function keepUnfinished(owner: string, report: AwayReport, wall: number = Date.now(), storage: Pick<Storage, 'setItem'> = localStorage): void {
  const { id, kind, causes, durationMs } = report;
  try {
    storage.setItem(keyOf(owner), JSON.stringify({ id, kind, causes, since: wall - durationMs }));
  } catch {
    // A full or forbidden storage: the server closes the incident by its own clock.
  }
}

export function takeUnfinished(owner: string, wall: number = Date.now(), storage: Pick<Storage, 'getItem' | 'removeItem'> = localStorage): Unfinished | null {
  try {
    const text = storage.getItem(keyOf(owner));
    storage.removeItem(keyOf(owner));
    if (text === null)
      return null;
    const { id, kind, causes, since } = JSON.parse(text) as { id: string; kind: string; causes: string[]; since: number };
    return { id, kind, causes, durationMs: Math.max(0, Math.round(wall - since)) };
  } catch {
    return null;
  }
}
