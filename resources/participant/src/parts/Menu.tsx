import trophy from 'icon:trophy';
import list from 'icon:list-checks';
import code from 'icon:square-code';
import flag from 'icon:flag';
import out from 'icon:log-out';
import expand from 'icon:maximize';
import shrink from 'icon:minimize';
import minus from 'icon:minus';
import plus from 'icon:plus';
import { useState } from 'preact/hooks';
import { t } from '../messages';
import { ApiError } from '../net/api';
import { app, finishRound, signOut } from '../session';
import { screenOf } from '../state/screen';
import { openProblems, panel, state, view, type View } from '../state/store';
import { fullscreenPossible, isFull } from '../watch/fullscreen';
import { confirm } from './Confirm';
import { Icon } from './Icon';
import { toast } from './live';
import { codeFont, largestFont, smallestFont, theme, type Theme } from './settings';
import { SidePanel } from './SidePanel';

/// Everything that is not needed every minute.
const themes: { value: Theme; text: 'menu.theme.auto' | 'menu.theme.light' | 'menu.theme.dark' }[] = [
  { value: 'auto', text: 'menu.theme.auto' },
  { value: 'light', text: 'menu.theme.light' },
  { value: 'dark', text: 'menu.theme.dark' },
];

function askFinish(number: number): void {
  const open = openProblems.value.filter((problem) => !isSolved(problem.status)).length;
  const finish = async () => {
    try {
      await finishRound(number);
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
      toast(error.message || t('finish.failed'), 'notice');
    }
  };
  const unsolved = open > 0 ? ` ${t('finish.unsolved', { count: open })}` : '';
  confirm({ title: t('finish.title'), text: t('finish.text') + unsolved, button: t('finish.button'), act: () => void finish() });
}

export function isSolved(status: string): boolean {
  return status === 'solved' || status === 'accepted' || status === 'AC';
}

export async function toggleFullscreen(): Promise<void> {
  app.value?.watcher.expectFullscreenChange();
  try {
    await (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen());
  } catch {
    toast(t('check.fullscreen.none'), 'notice');
  }
}

export function Menu() {
  const { person, me } = state.value;
  const screen = screenOf(state.value);
  const [full, setFull] = useState(isFull());
  const close = () => { panel.value = null; };
  const go = (where: View) => { view.value = where; close(); };
  const round = me?.clock.round ?? null;
  return (
    <SidePanel title={person?.name ?? t('top.menu')} onClose={close}>
      <p class="quiet">{person?.participantId}{person !== null && person.seat !== '' && ` · ${t('menu.seat', { seat: person.seat })}`}</p>
      <nav class="menu" aria-label={t('top.menu')}>
        {view.value !== 'work' && <button type="button" onClick={() => go('work')}><Icon of={code} size={20} />{t('menu.work')}</button>}
        <button type="button" onClick={() => go('leaderboard')}><Icon of={trophy} size={20} />{t('menu.leaderboard')}</button>
        <button type="button" onClick={() => go('record')}><Icon of={list} size={20} />{t('menu.record')}</button>
        {fullscreenPossible() && (
          <button type="button" onClick={() => void toggleFullscreen().then(() => setFull(isFull()))}>
            <Icon of={full ? shrink : expand} size={20} />{t(full ? 'menu.leaveFullscreen' : 'menu.fullscreen')}
          </button>
        )}
        {screen === 'work' && round !== null && (
          <button type="button" onClick={() => { close(); askFinish(round); }}><Icon of={flag} size={20} />{t('menu.finish')}</button>
        )}
        <button type="button" onClick={() => { close(); void signOut(); }}><Icon of={out} size={20} />{t('menu.signOut')}</button>
      </nav>
      <fieldset class="choice">
        <legend>{t('menu.theme')}</legend>
        <div class="segments">
          {themes.map((each) => (
            <label key={each.value} class="segment">
              <input type="radio" name="theme" checked={theme.value === each.value} onChange={() => { theme.value = each.value; }} />
              <span>{t(each.text)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="choice" role="group" aria-label={t('menu.font')}>
        <span class="choice-title">{t('menu.font')}</span>
        <div class="stepper">
          <button type="button" class="button-icon" aria-label={t('menu.smaller')} disabled={codeFont.value <= smallestFont} onClick={() => { codeFont.value--; }}><Icon of={minus} /></button>
          <output>{codeFont.value} px</output>
          <button type="button" class="button-icon" aria-label={t('menu.larger')} disabled={codeFont.value >= largestFont} onClick={() => { codeFont.value++; }}><Icon of={plus} /></button>
        </div>
      </div>
    </SidePanel>
  );
}
