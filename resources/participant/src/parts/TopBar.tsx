import bug from 'icon:bug';
import bell from 'icon:bell';
import menu from 'icon:menu';
import { t } from '../messages';
import { panel, state } from '../state/store';
import { ConnectionChip } from './Chip';
import { Countdown } from './Countdown';
import { Icon } from './Icon';
import { unreadCount } from './Messages';

/// Contest, own clock, connection, messages, menu: the same on every screen after signing in.
export function TopBar() {
  const { contest, me, person } = state.value;
  const unread = unreadCount.value;
  const clock = me?.clock;
  return (
    <header class="top-bar">
      <span class="brand-mark brand-small"><Icon of={bug} size={20} /></span>
      <div class="top-name">
        <strong>{contest?.name ?? t('app.name')}</strong>
        <span class="quiet">{clock?.roundName}</span>
      </div>
      <ConnectionChip />
      {clock?.running === true && me?.status !== 'finished' && me?.status !== 'not_selected' && (
        <div class="top-clock">
          <span class="unseen">{t('top.timeLeft')}</span>
          {clock.endsAt === null ? <span class="quiet">{t('top.noClock')}</span> : <Countdown until={clock.endsAt} speak />}
        </div>
      )}
      <button
        type="button"
        class="button-icon bell"
        aria-haspopup="dialog"
        aria-label={unread > 0 ? `${t('top.messages')}: ${t('top.unread', { count: unread })}` : t('top.messages')}
        title={t('top.messages')}
        onClick={() => { panel.value = 'messages'; }}
      >
        <Icon of={bell} size={20} />
        {unread > 0 && <span class="count" aria-hidden="true">{unread}</span>}
      </button>
      <button type="button" class="button-icon top-person" aria-haspopup="dialog" title={t('top.menu')} onClick={() => { panel.value = 'menu'; }}>
        <span class="unseen">{t('top.menu')} </span>
        <span class="top-person-name">{person?.name}</span>
        <Icon of={menu} size={20} />
      </button>
    </header>
  );
}
