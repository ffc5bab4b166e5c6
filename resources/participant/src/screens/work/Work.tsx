import { useEffect } from 'preact/hooks';
import { t } from '../../messages';
import { AnnouncementBanner, AnnouncementList } from '../../parts/Messages';
import { Countdown } from '../../parts/Countdown';
import { FullscreenBar } from '../../parts/FullscreenBar';
import { narrow } from '../../parts/settings';
import { Splitter } from '../../parts/Splitter';
import { Tabs } from '../../parts/Tabs';
import { TopBar } from '../../parts/TopBar';
import { currentProblem, panel, state, view } from '../../state/store';
import { Board } from '../Board';
import { Record } from '../Record';
import { EditorPane, runSamples, RunButtons, submitProgram, SymbolRow } from './EditorPane';
import { narrowTab, toggleDiff, type NarrowTab } from './layout';
import { Rail } from './Rail';
import { Results } from './Results';
import { Statement } from './Statement';

/// The work screen: problems, statement, editor and results, side by side or as tabs on a narrow screen.
export function Work() {
  const problem = currentProblem.value;
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const isEditor = event.target instanceof Element && event.target.closest('.cm-editor') !== null;
      if (event.key === 'F2') {
        event.preventDefault();
        toggleDiff();
      } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isEditor) {
        event.preventDefault();
        (event.shiftKey ? submitProgram : runSamples)();
      }
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);

  return (
    <div class={`page page-work ${narrow.value ? 'is-narrow' : ''}`}>
      <TopBar />
      <FullscreenBar />
      <AnnouncementBanner />
      {view.value !== 'work' && <main id="main" class="scroll-main">{view.value === 'leaderboard' ? <Board /> : <Record />}</main>}
      <div class="work" hidden={view.value !== 'work'}>
        {!narrow.value && <Rail />}
        {problem === null
          ? <main id={view.value === 'work' ? 'main' : undefined} class="view"><h1>{t('problem.none')}</h1><p class="quiet">{t('problem.none.more')}</p></main>
          : narrow.value ? <NarrowWork /> : <WideWork />}
      </div>
    </div>
  );
}

function WideWork() {
  const problem = currentProblem.value!;
  return (
    <main class="columns" id={view.value === 'work' ? 'main' : undefined}>
      <Statement problem={problem} />
      <Splitter name="side" label={t('split.side')} direction="columns" initial={40} least={20} most={65} />
      <div class="right">
        <EditorPane problem={problem} />
        <Splitter name="below" label={t('split.below')} direction="rows" initial={60} least={25} most={85} />
        <Results problem={problem} />
      </div>
    </main>
  );
}

function NarrowWork() {
  const problem = currentProblem.value!;
  const tab = narrowTab.value;
  const items: { value: NarrowTab; text: string }[] = [
    { value: 'statement', text: t('tabs.statement') },
    { value: 'code', text: t('tabs.code') },
    { value: 'results', text: t('tabs.results') },
    { value: 'more', text: t('tabs.more') },
  ];
  const endsAt = state.value.me?.clock.endsAt ?? null;
  return (
    <>
      <main class="narrow" id={view.value === 'work' ? 'main' : undefined}>
        <Tabs label={t('tabs.narrow')} items={items} value={tab} onChange={(value) => { narrowTab.value = value; }} panel="narrow-panel" class="tabs-wide" />
        <div class="narrow-panel" id="narrow-panel" role="tabpanel" aria-label={items.find((item) => item.value === tab)?.text}>
          <div class="narrow-part" hidden={tab !== 'statement'}><Statement problem={problem} /></div>
          <div class="narrow-part" hidden={tab !== 'code'}><EditorPane problem={problem} /></div>
          <div class="narrow-part" hidden={tab !== 'results'}><Results problem={problem} /></div>
          <div class="narrow-part narrow-more" hidden={tab !== 'more'}><More /></div>
        </div>
      </main>
      <div class="sticky-bar">
        {tab === 'code' && <SymbolRow />}
        <div class="sticky-row">
          {endsAt !== null && <Countdown until={endsAt} />}
          <RunButtons problem={problem} />
        </div>
      </div>
    </>
  );
}

function More() {
  return (
    <>
      <Rail />
      <section class="panel-card">
        <h2>{t('messages.announcements')}</h2>
        <AnnouncementList empty={t('messages.none')} />
        <div class="card-buttons">
          {state.value.canAsk && <button type="button" class="button" onClick={() => { panel.value = 'messages'; }}>{t('ask.title')}</button>}
          <button type="button" class="button" onClick={() => { view.value = 'leaderboard'; }}>{t('menu.leaderboard')}</button>
          <button type="button" class="button" onClick={() => { view.value = 'record'; }}>{t('menu.record')}</button>
        </div>
      </section>
    </>
  );
}
