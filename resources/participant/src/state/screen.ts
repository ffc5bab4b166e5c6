import type { AppState } from './types';

/// Which screen the page shows: decided in one place, from the state alone.
export type Screen =
  | 'starting' | 'signIn' | 'checkIn' | 'consent' | 'elsewhere' | 'replaced' | 'blocked' | 'notSelected' | 'finished' | 'waiting' | 'start'
  | 'work';

export function screenOf(state: AppState): Screen {
  if (state.phase === 'starting')
    return 'starting';
  if (state.phase === 'signedOut')
    return 'signIn';
  if (state.otherTab)
    return 'elsewhere';
  if (state.link === 'replaced')
    return 'replaced';
  const me = state.me;
  if (me === null)
    return 'starting';
  if (me.status === 'suspended' || me.status === 'disqualified')
    return 'blocked';
  if (me.status === 'not_selected')
    return 'notSelected';
  if (me.consent !== null && me.consent.acceptedAt === null)
    return state.checkedIn ? 'consent' : 'checkIn';
  if (me.status === 'finished')
    return 'finished';
  if (me.clock.running)
    return 'work';
  return me.clock.state === 'active' && me.clock.message === '' && me.clock.endsAt === null ? 'start' : 'waiting';
}

/// The participant's browser is watched only then: agreed, taking part, clock running.
export function isWatched(state: AppState): boolean {
  return screenOf(state) === 'work' && state.me?.consent?.acceptedAt != null;
}
