import back from 'icon:arrow-left';
import { t } from '../messages';
import { view } from '../state/store';
import { Icon } from './Icon';

/// From the leaderboard or the record back to where one was.
export function BackButton() {
  return (
    <button type="button" class="button-icon back" aria-label={t('menu.back')} title={t('menu.back')} onClick={() => { view.value = 'work'; }}>
      <Icon of={back} size={20} />
    </button>
  );
}
