import { t } from '../messages';
import { takeOver, useHere } from '../session';
import { state } from '../state/store';
import { SavedCode } from './Blocked';
import { CardScreen } from './frame';

/// Another tab, or another device, has the contest open.
export function Elsewhere() {
  const replaced = state.value.link === 'replaced' && !state.value.otherTab;
  return (
    <CardScreen wide={replaced}>
      <h1>{t(replaced ? 'replaced.title' : 'elsewhere.title')}</h1>
      <p class="lead">{t(replaced ? 'replaced.more' : 'elsewhere.more')}</p>
      {replaced && <SavedCode />}
      <div class="card-buttons">
        <button class="button button-main button-large" type="button" onClick={() => void (replaced ? takeOver() : useHere())}>{t('useHere.button')}</button>
      </div>
    </CardScreen>
  );
}
