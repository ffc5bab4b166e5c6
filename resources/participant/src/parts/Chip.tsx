import { useEffect, useState } from 'preact/hooks';
import saved from 'icon:cloud-check';
import saving from 'icon:cloud-upload';
import offline from 'icon:cloud-off';
import { clockText, timeOfDay } from '../core/format';
import { t } from '../messages';
import { app } from '../session';
import { state } from '../state/store';
import { Icon } from './Icon';

/// The state of the connection and of saving, in one place that never moves.
const offlineAfterMs = 15_000;

export function ConnectionChip() {
  const { link, linkSince, waiting, savedAt, unsaved, durable } = state.value;
  const [, redraw] = useState(0);
  const cut = link !== 'connected';
  useEffect(() => {
    if (!cut)
      return undefined;
    const timer = setInterval(() => redraw((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [cut]);

  if (!cut) {
    const busy = unsaved || waiting > 0;
    const text = busy ? t('chip.saving') : savedAt === null ? t('chip.connected') : t('chip.saved', { time: timeOfDay(savedAt) });
    return (
      <span class={`chip ${busy ? '' : 'chip-good'}`} data-link={link}>
        <Icon of={busy ? saving : saved} />
        <span class="chip-text">{text}</span>
        {!durable && <span class="chip-more">{t('chip.memory')}</span>}
      </span>
    );
  }
  const away = performance.now() - linkSince;
  const text = away > offlineAfterMs ? t('chip.offline', { time: clockText(away) }) : t('chip.reconnecting');
  const queued = waiting > 0 ? t('chip.waiting', { count: waiting }) : '';
  return (
    <button type="button" class="chip chip-notice" data-link={link} title={t('chip.lost')} onClick={() => app.value?.connection.retryNow()}>
      <Icon of={offline} />
      <span class="chip-text">{text}</span>
      {queued !== '' && <span class="chip-more">{queued}</span>}
      <span class="unseen">. {t('chip.lost')} {t('chip.retry')}</span>
    </button>
  );
}
