import { signal } from '@preact/signals';
import { submitAnswered } from './app';
import { protocolTime } from './core/format';
import { uuid } from './core/random';
import { t } from './messages';
import { ApiError, get, post } from './net/api';
import { asBody, asText, type Body, type EventResult } from './net/protocol';
import { serverDraft } from './net/serverDraft';
import { app, load } from './session';
import { serverClock } from './serverTime';
import { currentProblem, dispatch, state } from './state/store';
import type { Problem, Run, Submission } from './state/types';
import { readRun } from './state/read';
import { say, toast } from './parts/live';

/// What the participant does with a problem: open, edit, reset, run, submit.
export interface OpenDocument {
  problem: string;
  language: string;
  source: string;
  /// Changes when the text was replaced from outside the editor.
  stamp: number;
}

export const openDocument = signal<OpenDocument | null>(null);
export const ownInput = signal<{ shown: boolean; text: string }>({ shown: false, text: '' });

const httpAfterMs = 3000;
let stamp = 0;

export function languagesOf(problem: Problem): string[] {
  return problem.languages.length > 0 ? problem.languages : Object.keys(problem.buggySource);
}

/// Shows a problem's program: the newest of what the server and this browser have, else the one that was given.
export async function openProblem(problem: Problem): Promise<void> {
  const current = app.value;
  if (current === null)
    return;
  Object.values(problem.buggySource).forEach((source) => current.watcher.clip.rememberVersion(source));
  problem.samples.forEach((sample) => { current.watcher.clip.rememberVersion(sample.input); current.watcher.clip.rememberVersion(sample.output); });
  const draft = current.drafts.current(problem.id) ?? (await current.drafts.open(problem.id, await serverDraft(problem.id)));
  const languages = languagesOf(problem);
  const language = draft?.language ?? languages[0] ?? 'c';
  show(problem.id, language, draft?.source ?? problem.buggySource[language] ?? '');
}

function show(problem: string, language: string, source: string): void {
  if (currentProblem.value?.id !== problem)
    return;
  app.value?.watcher.clip.rememberVersion(source);
  openDocument.value = { problem, language, source, stamp: ++stamp };
}

/// The editor's text changed by the participant.
export function edited(problem: string, language: string, source: string): void {
  const current = openDocument.value;
  if (current === null || current.problem !== problem)
    return;
  openDocument.value = { ...current, language, source };
  app.value?.drafts.changed(problem, language, source);
  rememberSoon(source);
}

let rememberTimer: number | null = null;
function rememberSoon(source: string): void {
  rememberTimer ??= window.setTimeout(() => {
    rememberTimer = null;
    app.value?.watcher.clip.rememberVersion(openDocument.value?.source ?? source);
  }, 1000);
}

export async function chooseLanguage(problem: Problem, language: string): Promise<void> {
  const source = (await app.value?.drafts.inLanguage(problem.id, language)) ?? problem.buggySource[language] ?? '';
  app.value?.drafts.changed(problem.id, language, source);
  show(problem.id, language, source);
}

/// Back to the program that was given; the editor's undo brings the own one back.
export function resetProgram(problem: Problem, language: string): void {
  const source = problem.buggySource[language] ?? '';
  app.value?.drafts.changed(problem.id, language, source);
  show(problem.id, language, source);
  toast(t('reset.done'), 'good');
}

/// Puts another program into the editor (the other side of a conflict).
export function replaceProgram(problem: string, language: string, source: string): void {
  show(problem, language, source);
}

export async function run(problem: Problem, input: string | null): Promise<void> {
  const document = openDocument.value;
  if (document === null || document.problem !== problem.id || app.value === null)
    return;
  const started: Run = { problem: problem.id, runId: null, state: 'sending', verdict: '', compileOutput: '', tests: [], detail: '' };
  dispatch({ type: 'run', run: started });
  const body: Body = { problem: problem.id, language: document.language, source: document.source, ...(input === null ? {} : { input }) };
  const answer = await app.value.outbox.ask('run', body);
  if (state.value.runs[problem.id]?.state !== 'sending')
    return;
  if (answer.ok === false)
    return dispatch({ type: 'run', run: { ...started, state: 'refused', detail: refusal(answer) } });
  const runId = asText(answer['run_id']);
  dispatch({ type: 'run', run: { ...started, state: 'running', runId } });
  if (runId !== null)
    setTimeout(() => void fetchRun(problem.id, runId), 10_000);
}

/// The result normally comes by the socket; a lost one is fetched.
async function fetchRun(problem: string, runId: string): Promise<void> {
  const known = state.value.runs[problem];
  if (known === undefined || known.runId !== runId || known.state !== 'running')
    return;
  try {
    const result = readRun(await get(`/api/runs/${encodeURIComponent(runId)}`), problem);
    if (result.verdict !== '')
      return dispatch({ type: 'run', run: { ...result, problem } });
  } catch (error) {
    if (!(error instanceof ApiError))
      throw error;
    if (error.isMissing)
      return dispatch({ type: 'run', run: { ...known, state: 'refused', detail: t('run.lost') } });
  }
  setTimeout(() => void fetchRun(problem, runId), 10_000);
}

export async function submit(problem: Problem): Promise<void> {
  const document = openDocument.value;
  const current = app.value;
  if (document === null || document.problem !== problem.id || current === null)
    return;
  await current.drafts.flush();
  const clientRef = uuid();
  const body: Body = {
    problem: problem.id, language: document.language, source: document.source, client_ref: clientRef,
    client_at: protocolTime(serverClock.isKnown() ? serverClock.now() : Date.now()),
  };
  dispatch({ type: 'submission', submission: waitingSubmission(problem.id, document.language, clientRef) });
  const entry = await current.outbox.add('submit', body, clientRef);
  setTimeout(() => void submitByHttp(entry.body), httpAfterMs);
}

/// The submissions that this browser has stored and the server has not yet acknowledged, after a reload.
export function restoreWaiting(): void {
  for (const entry of app.value?.outbox.pending('submit') ?? [])
    dispatch({ type: 'submission', submission: waitingSubmission(String(entry.body['problem']), String(entry.body['language']), String(entry.body['client_ref'])) });
}

/// Still no receipt: the same submission by HTTP. The server knows it by its client_ref and counts it once.
async function submitByHttp(body: Body): Promise<void> {
  const waiting = state.value.submissions.find((each) => each.clientRef === body['client_ref'] && each.id === null && each.refusal === null);
  if (waiting === undefined)
    return;
  const { problem, language, source, client_ref, client_at } = body;
  try {
    const answer = asBody(await post(`/api/problems/${encodeURIComponent(String(problem))}/submissions`, { language, source, client_ref, client_at }));
    submitAnswered({ body }, { ...answer, ok: true });
  } catch (error) {
    if (!(error instanceof ApiError))
      throw error;
    if (error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 401)
      submitAnswered({ body }, { ok: false, detail: error.message });
  }
}

function waitingSubmission(problem: string, language: string, clientRef: string): Submission {
  return {
    id: null, clientRef, seq: null, problem, language, at: null, verdict: null, points: null, testsPassed: null, testCount: null,
    compileOutput: '', timeMs: null, memoryKib: null, late: false, clientAt: null, counted: true, held: false, refusal: null,
  };
}

function refusal(answer: EventResult): string {
  return asText(answer.detail) ?? asText(answer.error) ?? t('run.refused');
}

export async function acknowledgeWarning(id: string): Promise<void> {
  dispatch({ type: 'warningAcknowledged', id });
  await app.value?.outbox.add('ack_warning', { id });
}

export async function askClarification(problem: string | null, question: string): Promise<string | null> {
  try {
    await post('/api/clarifications', { question, ...(problem === null ? {} : { problem }) });
    say(t('ask.sent'));
    await load(['clarifications']);
    return null;
  } catch (error) {
    if (!(error instanceof ApiError))
      throw error;
    return error.message || t('ask.failed');
  }
}
