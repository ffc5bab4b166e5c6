import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import pencil from 'icon:pencil-line';
import stamp from 'icon:stamp';
import play from 'icon:play';
import { ownInput, run } from '../../actions';
import { durationText, memoryText, timeOfDay } from '../../core/format';
import { named, t } from '../../messages';
import { Icon } from '../../parts/Icon';
import { Tabs } from '../../parts/Tabs';
import { Verdict, verdictIcon } from '../../parts/Verdict';
import { state } from '../../state/store';
import type { Problem, Run, RunTest, Submission } from '../../state/types';
import { receiptText } from './receipt';

/// Below the editor: the receipt of the newest submission, and as tabs the last run and all submissions.
type ResultTab = 'run' | 'submissions';

const resultTab = signal<ResultTab>('run');

function toggleOwnInput(): void {
  ownInput.value = { ...ownInput.value, shown: !ownInput.value.shown };
  resultTab.value = 'run';
}

export function Results({ problem }: { problem: Problem }) {
  const own = state.value.submissions.filter((each) => each.problem === problem.id);
  const { shown } = ownInput.value;
  const items: { value: ResultTab; text: string }[] = [
    { value: 'run', text: t('run.title') },
    { value: 'submissions', text: own.length === 0 ? t('submit.history') : `${t('submit.history')} (${own.length})` },
  ];
  return (
    <section class="results" aria-label={t('tabs.results')}>
      {own[0] !== undefined && <Receipt of={own[0]} />}
      <div class="results-head">
        <Tabs label={t('tabs.results')} items={items} value={resultTab.value} onChange={(value) => { resultTab.value = value; }} panel="results-panel" class="results-tabs" />
        <button type="button" class="button-small" aria-expanded={shown} onClick={toggleOwnInput}><Icon of={pencil} />{t('run.own')}</button>
      </div>
      <div class="results-panel" id="results-panel" role="tabpanel" tabIndex={0} aria-label={items.find((item) => item.value === resultTab.value)?.text}>
        {resultTab.value === 'run' ? <RunPart problem={problem} /> : <History own={own} />}
      </div>
    </section>
  );
}

function History({ own }: { own: Submission[] }) {
  if (own.length === 0)
    return <p class="quiet">{t('submit.none')}</p>;
  return <ul class="history">{own.map((each) => <HistoryRow key={each.clientRef ?? each.id} of={each} />)}</ul>;
}

function RunPart({ problem }: { problem: Problem }) {
  const last = state.value.runs[problem.id];
  const { shown } = ownInput.value;
  return (
    <>
      {shown && <OwnInput problem={problem} />}
      {last === undefined ? <p class="quiet">{t('run.none')}</p> : <RunResult key={last.runId} of={last} />}
    </>
  );
}

function Receipt({ of: submission }: { of: Submission }) {
  const tone = submission.refusal !== null ? 'danger' : submission.id === null ? 'notice' : submission.verdict === 'AC' ? 'good' : 'plain';
  return (
    <p class={`receipt receipt-${tone}`} role="status">
      <Icon of={stamp} size={20} />
      <strong class="receipt-text">{receiptText(submission, timeOfDay)}</strong>
      {submission.refusal === null && submission.id !== null && <Verdict of={submission.verdict} />}
    </p>
  );
}

function HistoryRow({ of: submission }: { of: Submission }) {
  const facts = [
    submission.language === '' ? null : named('language', submission.language, submission.language),
    submission.testsPassed === null || submission.testCount === null ? null : t('submit.tests', { passed: submission.testsPassed, count: submission.testCount }),
    submission.timeMs === null ? null : `${submission.timeMs} ms`,
    submission.memoryKib === null ? null : memoryText(submission.memoryKib),
  ].filter((each) => each !== null);
  return (
    <li class="history-row">
      <span class="history-number">{submission.seq === null ? '–' : `#${submission.seq}`}</span>
      <span class="history-time">{submission.at === null ? '' : timeOfDay(submission.at)}</span>
      {submission.refusal === null && submission.id !== null ? <Verdict of={submission.verdict} /> : <span class="quiet">{receiptText(submission, timeOfDay)}</span>}
      <span class="row-note">{facts.join(' · ')}</span>
      {submission.compileOutput !== '' && (
        <details class="history-more"><summary>{t('run.compiler')}</summary><pre tabIndex={0}>{submission.compileOutput}</pre></details>
      )}
    </li>
  );
}

function OwnInput({ problem }: { problem: Problem }) {
  return (
    <div class="own-input">
      <label class="field">
        <span class="unseen">{t('run.ownLabel')}</span>
        <textarea rows={4} spellcheck={false} placeholder={t('run.ownLabel')} value={ownInput.value.text} onInput={(event) => { ownInput.value = { shown: true, text: event.currentTarget.value }; }} />
      </label>
      <button type="button" class="button" onClick={() => void run(problem, ownInput.value.text)}><Icon of={play} />{t('run.ownButton')}</button>
    </div>
  );
}

function RunResult({ of: result }: { of: Run }) {
  const firstWrong = result.tests.findIndex((each) => !isGood(each.verdict));
  const [chosen, setChosen] = useState<number | null>(null);
  if (result.state === 'sending' || result.state === 'running')
    return <p class="quiet" role="status">{t('run.running')}</p>;
  if (result.state === 'refused')
    return <p class="form-problem" role="alert">{result.detail}</p>;
  const index = chosen ?? Math.max(0, firstWrong);
  const test = result.tests[index];
  const passed = result.tests.filter((each) => isGood(each.verdict)).length;
  const all = passed === result.tests.length && passed > 0 && result.verdict !== 'OK';
  return (
    <div class="run">
      <p class="run-summary" role="status">
        {all
          ? <span class="verdict verdict-good"><Icon of={verdictIcon('AC')} />{t('run.allPassed', { count: passed })}</span>
          : <Verdict of={result.verdict} />}
        {!all && result.tests.length > 1 && <span class="quiet">{t('run.passed', { passed, count: result.tests.length })}</span>}
      </p>
      {result.compileOutput !== '' && <div class="io"><h3>{t('run.compiler')}</h3><pre tabIndex={0}>{result.compileOutput}</pre></div>}
      {test !== undefined && (
        <div class="test-choice" role="group" aria-label={t('run.title')}>
          {result.tests.length > 1 && result.tests.map((each, i) => (
            <button key={i} type="button" class={`test-button test-${isGood(each.verdict) ? 'good' : 'danger'}`} aria-pressed={i === index} onClick={() => setChosen(i)}>
              <Icon of={verdictIcon(each.verdict)} />{each.name}<span class="unseen"> {named('verdict', each.verdict, each.verdict)}</span>
            </button>
          ))}
          <span class="quiet">{factsOf(test)}</span>
        </div>
      )}
      {test !== undefined && <TestDetails of={test} />}
    </div>
  );
}

function isGood(verdict: string): boolean {
  return verdict === 'AC' || verdict === 'OK';
}

function factsOf(test: RunTest): string {
  const verdict = isGood(test.verdict) || test.verdict === 'WA' ? null : named('verdict', test.verdict, test.verdict);
  return [verdict, test.timeMs === null ? null : durationOf(test.timeMs), test.memoryKib === null ? null : memoryText(test.memoryKib)].filter((each) => each !== null).join(' · ');
}

function TestDetails({ of: test }: { of: RunTest }) {
  const parts: { title: string; text: string | null; wrong: boolean }[] = [
    { title: t('run.input'), text: test.input, wrong: false },
    { title: t('run.expected'), text: test.expected, wrong: false },
    { title: t('run.got'), text: test.output, wrong: test.verdict === 'WA' },
    { title: t('run.errors'), text: test.stderr === '' ? null : test.stderr, wrong: false },
  ];
  return (
    <div class="io-grid">
      {parts.filter((part) => part.text !== null).map((part) => (
        <div key={part.title} class={`io ${part.wrong ? 'io-wrong' : ''}`}>
          <h3>{part.title}</h3>
          <pre tabIndex={0}>{part.text === '' ? <span class="quiet">{t('run.noOutput')}</span> : part.text}</pre>
        </div>
      ))}
    </div>
  );
}

function durationOf(ms: number): string {
  return ms < 1000 ? `${ms} ms` : durationText(ms);
}
