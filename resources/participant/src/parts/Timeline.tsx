import { durationText, timeOfDay } from '../core/format';
import { named, t } from '../messages';
import type { Violation } from '../state/types';

/// What was recorded about this person, as the staff see it.
const marks: Record<string, string> = { info: '○', low: '●', medium: '▲', high: '◆', critical: '■' };

function sourceText(source: string): string {
  return source === 'server' ? t('record.server') : source === 'staff' ? t('record.staff') : t('record.page');
}

export function Timeline({ violations }: { violations: Violation[] }) {
  if (violations.length === 0)
    return <p class="quiet">{t('record.none')}</p>;
  const newestFirst = [...violations].sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={t('record.title')}>
      <table class="table">
        <thead>
          <tr><th scope="col">{t('record.when')}</th><th scope="col">{t('record.what')}</th><th scope="col" class="number record-long">{t('record.long')}</th><th scope="col">{t('record.effect')}</th></tr>
        </thead>
        <tbody>{newestFirst.map((each) => <TimelineRow key={each.id} of={each} />)}</tbody>
      </table>
    </div>
  );
}

function TimelineRow({ of: each }: { of: Violation }) {
  const title = named('kind', each.kind, each.title || each.kind);
  const points = each.excused ? t('record.excused') : each.counted && (each.points ?? 0) > 0 ? t('record.points', { count: each.points! }) : t('record.notCounted');
  const lasted = each.durationMs === null || each.durationMs === 0 ? '' : durationText(each.durationMs);
  const duration = each.open ? t('record.open') : lasted;
  return (
    <tr>
      <td class="record-when">{each.startedAt === null ? '' : timeOfDay(each.startedAt)}</td>
      <td>
        <span>{title}</span>
        <span class="row-note">{sourceText(each.source)}<span class="record-long-inside">{duration === '' ? '' : ` · ${duration}`}</span></span>
      </td>
      <td class="number record-long">{duration === '' ? '–' : duration}</td>
      <td>
        <span class={`level level-${each.level}`}><span aria-hidden="true">{marks[each.level] ?? '○'}</span> {named('level', each.level, each.level)}</span>
        <span class="row-note">{points}</span>
      </td>
    </tr>
  );
}
