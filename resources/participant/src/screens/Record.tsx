import { t } from '../messages';
import { Timeline } from '../parts/Timeline';
import { BackButton } from '../parts/BackButton';
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
      <div class="view-head"><BackButton /><h1>{t('record.title')}</h1></div>
      <p class="quiet">{t('record.lead')}</p>
      {me.points !== null && (
        <p class="points-line">
          <span class={`meter meter-${me.points.risk}`} aria-hidden="true"><span style={{ width: `${Math.min(100, (100 * me.points.total) / me.points.limit)}%` }} /></span>
          <span>{t('record.total', { total: me.points.total, limit: me.points.limit })}</span>
        </p>
      )}
      <Timeline violations={me.violations} />
    </section>
  );
}
