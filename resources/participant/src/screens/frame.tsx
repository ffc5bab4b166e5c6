import type { ComponentChildren } from 'preact';
import bug from 'icon:bug';
import { t } from '../messages';
import { Icon } from '../parts/Icon';
import { state } from '../state/store';

/// The frame of all screens that are one card: the contest's name above, the card in the middle.
export function CardScreen(props: { children: ComponentChildren; wide?: boolean; top?: ComponentChildren }) {
  const contest = state.value.contest;
  return (
    <div class="card-screen">
      {props.top ?? (
        <header class="brand">
          <span class="brand-mark"><Icon of={bug} size={24} /></span>
          <span class="brand-name">{contest?.name ?? t('app.name')}</span>
        </header>
      )}
      <main id="main" class={`card ${props.wide === true ? 'card-wide' : ''}`}>{props.children}</main>
    </div>
  );
}
