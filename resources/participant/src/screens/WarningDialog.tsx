import { useEffect, useState } from 'preact/hooks';
import { acknowledgeWarning } from '../actions';
import { presence } from '../app';
import { t } from '../messages';
import { Dialog } from '../parts/Dialog';
import { app } from '../session';
import { state, view } from '../state/store';

/// A formal warning: calm, after return and never while away, and read before work goes on.
const settledMs = 700;

export function WarningDialog() {
  const [present, setPresent] = useState(false);
  presence.value;
  const warning = state.value.me?.status === 'active' ? state.value.me.warnings.find((each) => !each.acknowledged) : undefined;
  const id = warning?.id;
  useEffect(() => {
    if (id === undefined)
      return undefined;
    setPresent(false);
    let since: number | null = null;
    const look = () => {
      const here = !document.hidden && document.hasFocus() && app.value?.watcher.isAway() !== true;
      since = here ? since ?? performance.now() : null;
      if (since !== null && performance.now() - since >= settledMs)
        setPresent(true);
    };
    const timer = setInterval(look, 200);
    return () => clearInterval(timer);
  }, [id]);
  if (warning === undefined || !present)
    return null;
  return (
    <Dialog key={warning.id} title={t('warning.title')} onClose={null} class="dialog-warning" alert>
      <p class="warning-text">{warning.text}</p>
      <p>{warning.total === null || warning.limit === null ? t('warning.plain') : t('warning.count', { total: warning.total, limit: warning.limit })}</p>
      <p class="quiet">{t('warning.help')}</p>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => { view.value = 'record'; void acknowledgeWarning(warning.id); }}>{t('warning.record')}</button>
        <button type="button" class="button button-main" autofocus onClick={() => void acknowledgeWarning(warning.id)}>{t('warning.button')}</button>
      </div>
    </Dialog>
  );
}
