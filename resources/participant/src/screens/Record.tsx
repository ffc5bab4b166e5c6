import { t } from '../messages';
import { Timeline } from '../parts/Timeline';
import { state } from '../state/store';
import { useEffect } from 'preact/hooks';
import { load } from '../session';

/// "What was recorded", open to the participant at any time.
export function Record() {
  useEffect(() => { void load(['me']); }, []);
  const me = state.value.me;
  if (me === null)
    return null;
  return (
    <section class="view">
      <h1>{t('record.title')}</h1>
      <p class="quiet">{t('record.lead')}</p>
      {me.points !== null && (
        <p class="points-line">
          <meter min={0} max={me.points.limit} value={Math.min(me.points.total, me.points.limit)} aria-label={t('record.title')} />
          <span>{t('record.total', { total: me.points.total, limit: me.points.limit })}</span>
        </p>
      )}
      <Timeline violations={me.violations} />
    </section>
  );
}
