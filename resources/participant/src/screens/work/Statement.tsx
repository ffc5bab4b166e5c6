import { useEffect, useRef, useState } from 'preact/hooks';
import copy from 'icon:copy';
import use from 'icon:corner-down-right';
import { openDocument, ownInput } from '../../actions';
import { changedLines, lineDiff } from '../../core/lineDiff';
import { t } from '../../messages';
import { CodeBlock, DiffBlock } from '../../parts/CodeBlock';
import { copyText } from '../../parts/copyText';
import { Icon } from '../../parts/Icon';
import { safeFragment } from '../../parts/safeHtml';
import { narrow } from '../../parts/settings';
import { Tabs } from '../../parts/Tabs';
import { app } from '../../session';
import { state } from '../../state/store';
import type { Problem } from '../../state/types';
import { middleTab, narrowTab, type MiddleTab } from './layout';

/// The middle column: what is asked, the program as given, and what one has changed.
export function Statement({ problem }: { problem: Problem }) {
  const items: { value: MiddleTab; text: string }[] = [
    { value: 'statement', text: t(narrow.value ? 'tabs.text' : 'tabs.statement') },
    { value: 'original', text: t('tabs.original') },
    { value: 'diff', text: t('tabs.diff') },
  ];
  return (
    <section class="middle" aria-label={`${problem.label} ${problem.title}`}>
      <Tabs label={t('tabs.label')} items={items} value={middleTab.value} onChange={(value) => { middleTab.value = value; }} panel="middle-panel" />
      <div class="middle-panel" id="middle-panel" role="tabpanel" tabIndex={0} aria-label={items.find((item) => item.value === middleTab.value)?.text} key={problem.id}>
        {middleTab.value === 'statement' && <StatementText problem={problem} />}
        {middleTab.value === 'original' && <Original problem={problem} />}
        {middleTab.value === 'diff' && <Changes problem={problem} />}
      </div>
    </section>
  );
}

function StatementText({ problem }: { problem: Problem }) {
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => { text.current?.replaceChildren(safeFragment(problem.statement)); }, [problem.statement]);
  const facts = [
    problem.points === null ? null : t('problem.points', { count: problem.points }),
    problem.difficulty || null,
    problem.timeS === null ? null : t('problem.time', { seconds: problem.timeS }),
    problem.memoryMib === null ? null : t('problem.memory', { mib: problem.memoryMib }),
  ].filter((each) => each !== null);
  return (
    <article>
      <h1 class="problem-title"><span class="letter">{problem.label}</span> {problem.title}</h1>
      <p class="facts">{facts.map((fact) => <span key={fact} class="tag">{fact}</span>)}</p>
      <div class="statement" ref={text} />
      {problem.samples.map((sample, i) => (
        <section key={i} class="sample">
          <h2>{t('problem.sample', { number: i + 1 })}</h2>
          <SampleText title={t('problem.input')} text={sample.input} usable />
          <SampleText title={t('problem.output')} text={sample.output} />
        </section>
      ))}
    </article>
  );
}

function SampleText({ title, text, usable = false }: { title: string; text: string; usable?: boolean }) {
  const [copied, setCopied] = useState(false);
  const mayCopy = state.value.me?.policy.block.copy !== true;
  const copySample = async () => {
    app.value?.watcher.clip.rememberCopy(text);
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div class="sample-part">
      <div class="sample-head">
        <h3>{title}</h3>
        {usable && (
          <button type="button" class="button-small" onClick={() => { ownInput.value = { shown: true, text }; narrowTab.value = 'results'; }}>
            <Icon of={use} />{t('problem.useInput')}
          </button>
        )}
        {mayCopy && <button type="button" class="button-small" onClick={() => void copySample()}><Icon of={copy} />{t(copied ? 'problem.copied' : 'problem.copy')}</button>}
      </div>
      <pre tabIndex={0} aria-label={title}>{text}</pre>
    </div>
  );
}

function Original({ problem }: { problem: Problem }) {
  const language = openDocument.value?.problem === problem.id ? openDocument.value.language : Object.keys(problem.buggySource)[0] ?? '';
  return (
    <>
      <p class="quiet">{t('problem.original')}</p>
      <CodeBlock source={problem.buggySource[language] ?? ''} label={t('tabs.original')} />
    </>
  );
}

function Changes({ problem }: { problem: Problem }) {
  const document = openDocument.value;
  if (document === null || document.problem !== problem.id)
    return null;
  const before = problem.buggySource[document.language] ?? '';
  const count = changedLines(lineDiff(before, document.source));
  if (count === 0)
    return <p class="quiet">{t('problem.diffNone')}</p>;
  return (
    <>
      <p class="quiet">{t('problem.diffCount', { count })}</p>
      <DiffBlock before={before} after={document.source} label={t('tabs.diff')} />
    </>
  );
}
