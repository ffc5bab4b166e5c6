import { computed, signal } from '@preact/signals';
import { reduce, type Action } from './reducer';
import { initialState, type AppState, type Problem } from './types';

/// The page's one state and the only way to change it.
export const state = signal<AppState>(initialState);

export function dispatch(action: Action): void {
  state.value = reduce(state.value, action);
}

export const currentProblem = computed<Problem | null>(
  () => state.value.problems.find((problem) => problem.id === state.value.problem) ?? null,
);

export type View = 'work' | 'leaderboard' | 'record';
export const view = signal<View>('work');

/// Which panel is up over the page; null: none.
export const panel = signal<'messages' | 'menu' | null>(null);
