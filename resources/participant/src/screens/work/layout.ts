import { signal } from '@preact/signals';

/// Which part is in front: the tab of the middle column, and on narrow screens the part of the page.
export type MiddleTab = 'statement' | 'original' | 'diff';
export type NarrowTab = 'statement' | 'code' | 'results' | 'more';

export const middleTab = signal<MiddleTab>('statement');
export const narrowTab = signal<NarrowTab>('statement');

/// "My changes" and back: one key away.
export function toggleDiff(): void {
  middleTab.value = middleTab.value === 'diff' ? 'statement' : 'diff';
  narrowTab.value = 'statement';
}
