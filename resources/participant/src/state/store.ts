import { computed, signal } from '@preact/signals';
import { reduce, type Action } from './reducer';
import { initialState, type AppState, type Problem } from './types';

/// The page's one state and the only way to change it.
export const state = signal<AppState>(initialState);

export function dispatch(action: Action): void {
  state.value = reduce(state.value, action);
}

/// The problems to work on: those of the round whose clock is shown (earlier rounds may still be readable).
export const openProblems = computed<Problem[]>(() => {
  const { problems, me } = state.value;
  const own = problems.filter((problem) => problem.round === me?.clock.round);
  return own.length > 0 ? own : problems;
});

export const currentProblem = computed<Problem | null>(
  () => openProblems.value.find((problem) => problem.id === state.value.problem) ?? openProblems.value[0] ?? null,
);

export type View = 'work' | 'leaderboard' | 'record';
export const view = signal<View>('work');

/// Which panel is up over the page; null: none.
export const panel = signal<'messages' | 'menu' | null>(null);
