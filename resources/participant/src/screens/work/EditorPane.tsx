import { useEffect, useRef } from 'preact/hooks';
import reset from 'icon:rotate-ccw';
import play from 'icon:play';
import send from 'icon:send';
import undoIcon from 'icon:undo-2';
import { chooseLanguage, edited, languagesOf, openDocument, openProblem, resetProgram, run, submit } from '../../actions';
import { cspNonce, editorState, loadEditor } from '../../editor/load';
import type { CodeEditor } from '../../editor/editor';
import { named, t } from '../../messages';
import { confirm } from '../../parts/Confirm';
import { Icon } from '../../parts/Icon';
import { narrow } from '../../parts/settings';
import { app } from '../../session';
import { currentProblem, state } from '../../state/store';
import type { Problem } from '../../state/types';
import { narrowTab } from './layout';

/// The editor with its language, Reset, Run and Submit. CodeMirror lives in its own element, outside the virtual DOM.
let editor: CodeEditor | null = null;

export function runSamples(): void {
  const problem = currentProblem.value;
  if (problem === null || isRunning(problem))
    return;
  narrowTab.value = 'results';
  void run(problem, null);
}

export function submitProgram(): void {
  const problem = currentProblem.value;
  if (problem === null)
    return;
  narrowTab.value = 'results';
  void submit(problem);
}

function isRunning(problem: Problem): boolean {
  const last = state.value.runs[problem.id];
  return last?.state === 'sending' || last?.state === 'running';
}

async function attach(parent: HTMLElement, gone: () => boolean): Promise<void> {
  const { CodeEditor: Editor } = await loadEditor();
  if (gone())
    return;
  const watcher = () => app.value?.watcher;
  editor = new Editor(
    parent,
    {
      onChange: (source) => {
        const document = openDocument.peek();
        if (document !== null)
          edited(document.problem, document.language, source);
      },
      allowPaste: (text) => watcher()?.editorPaste(text) ?? true,
      onEdit: (facts, inserted) => watcher()?.editorChange(facts, inserted),
      onCopied: (text) => watcher()?.clip.rememberCopy(text),
      onRun: runSamples,
      onSubmit: submitProgram,
    },
    { nonce: cspNonce(), readOnly: false, wrap: narrow.peek() },
  );
  showDocument();
}

function showDocument(): void {
  const document = openDocument.peek();
  const problem = currentProblem.peek();
  if (document !== null && problem !== null && document.problem === problem.id)
    editor?.open(document.problem, document.language, document.source, t('editor.label', { label: problem.label }));
}

export function EditorPane({ problem }: { problem: Problem }) {
  const parent = useRef<HTMLDivElement>(null);
  const document = openDocument.value;
  const language = document?.problem === problem.id ? document.language : null;
  const languages = languagesOf(problem);

  useEffect(() => {
    let gone = false;
    attach(parent.current!, () => gone).catch(() => undefined);
    return () => {
      gone = true;
      editor?.destroy();
      editor = null;
    };
  }, []);
  useEffect(() => { void openProblem(problem); }, [problem.id]);
  useEffect(() => editor?.setWrap(narrow.value), [narrow.value]);
  useEffect(showDocument, [document?.stamp, problem.id]);

  const askReset = () => confirm({
    title: t('reset.title'),
    text: t('reset.text'),
    button: t('reset.button'),
    act: () => { if (language !== null) resetProgram(problem, language); },
  });

  return (
    <section class="editor-pane" aria-label={t('tabs.code')}>
      <div class="editor-head">
        <label class="inline-field">
          <span class="unseen">{t('editor.language')}</span>
          {languages.length > 1 || language === null
            ? (
              <select value={language ?? ''} onChange={(event) => void chooseLanguage(problem, event.currentTarget.value)}>
                {languages.map((each) => <option key={each} value={each}>{named('language', each, each)}</option>)}
              </select>
            )
            : <span class="tag tag-large">{named('language', language, language)}</span>}
        </label>
        <span class="spacer" />
        <button type="button" class="button-quiet" onClick={askReset}><Icon of={reset} />{t('editor.reset')}</button>
        {!narrow.value && <RunButtons problem={problem} />}
      </div>
      <div class="editor-area">
        <div class="editor" ref={parent} />
        {editorState.value !== 'ready' && <p class="editor-wait quiet">{t(editorState.value === 'failed' ? 'editor.failed' : 'editor.loading')}</p>}
      </div>
      <p class="editor-hint">{t('editor.hint')}</p>
    </section>
  );
}

export function RunButtons({ problem }: { problem: Problem }) {
  const running = isRunning(problem);
  return (
    <>
      <button type="button" class="button" title="Ctrl+Enter" disabled={running} onClick={runSamples}>
        <Icon of={play} />{running ? t('run.running') : t(narrow.value ? 'run.short' : 'run.button')}
      </button>
      <button type="button" class="button button-main" title="Ctrl+Shift+Enter" onClick={submitProgram}>
        <Icon of={send} />{t('submit.button')}
      </button>
    </>
  );
}

const symbols = ['{', '}', '(', ')', '[', ']', ';', '<', '>', '=', '"'];

/// What a phone's keyboard hides behind two layers.
export function SymbolRow() {
  return (
    <div class="symbols" role="group" aria-label={t('editor.symbols')}>
      <button type="button" onClick={() => editor?.insert('    ')}>Tab</button>
      {symbols.map((each) => <button key={each} type="button" onClick={() => editor?.insert(each)}>{each}</button>)}
      <button type="button" aria-label={t('editor.undo')} onClick={() => editor?.undo()}><Icon of={undoIcon} /></button>
    </div>
  );
}
