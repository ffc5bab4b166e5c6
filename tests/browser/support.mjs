import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContestUnderTest, freePort, participantPassword, startBound, until } from '../end-to-end/ContestUnderTest.mjs';

// What the browser tests share. Each is started as `node NAME.mjs BIN SOURCE`, the folders of the programs and of the
// sources, and starts a server of its own. Environment: PAGE_SHOTS (where pictures go), CHROMIUM (/usr/bin/chromium).
export const [bin, source] = process.argv.slice(2);
export const require = createRequire(join(source ?? '.', 'resources', 'participant', 'package.json'));
export const here = dirname(fileURLToPath(import.meta.url));
export const password = participantPassword;
export { startBound, until };

const shots = process.env.PAGE_SHOTS ?? join(bin ?? '.', '..', 'screens');
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const chromiumArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/// Ends the program as CTest's "skipped", saying why.
export function skip(reason) {
  console.log(`skipped: ${reason}`);
  process.exit(77);
}

export function needChromium() {
  if (source === undefined)
    throw new Error('Start this with two folders: that of the programs, and that of the sources.');
  if (!existsSync(chromiumPath))
    skip(`there is no browser at ${chromiumPath}; install the package chromium or set CHROMIUM`);
}

export async function launch() {
  const { chromium } = require('playwright-core');
  return chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
}

/// A contest that is live, with its first round running and a judge ready; `policy`: settings that differ from Standard.
export async function openContest({ people, host, policy, running = true, judge = true }) {
  const contest = await ContestUnderTest.prepare({ bin, source, people, host });
  try {
    await contest.startServer();
    if (judge)
      contest.startJudge();
    if (policy !== undefined)
      contest.setPolicy(policy);
    if (running) {
      contest.command(['contest', 'state', 'live']);
      contest.command(['round', 'state', '1', 'active']);
    }
    if (judge)
      await until(async () => (await contest.call('GET', '/api/health')).json?.checks.judge.workers > 0, 'the judge has joined');
    return contest;
  } catch (error) {
    await contest.close();
    throw error;
  }
}

/// The mock of the page's own folder, for states that the server cannot be brought to from outside.
export async function openMock() {
  const port = await freePort('127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const child = startBound(process.execPath, [join(source, 'resources', 'participant', 'mock', 'server.mjs')], {
    env: { ...process.env, MOCK_PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until(() => fetch(`${url}/api/health`).then((answer) => answer.ok, () => false), 'the mock answers');
  return {
    url,
    set: async (change) => {
      const answer = await fetch(`${url}/mock/set`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(change) });
      if (!answer.ok)
        throw new Error(`The mock refused: ${answer.status}`);
    },
    close: async () => {
      child.kill('SIGKILL');
      await until(() => child.exitCode !== null || child.signalCode !== null, 'the mock has ended');
    },
  };
}

let passed = 0;
let failed = 0;

export function check(rule, holds, detail = '') {
  if (holds)
    passed++;
  else
    failed++;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${rule}${holds || detail === '' ? '' : `: ${detail}`}`);
}

/// Prints the closing line; the exit status says whether all held.
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/// Runs a test and closes what it opened, whatever happens: `opened` is a list that the test adds to.
export async function runTest(test) {
  const opened = [];
  try {
    await test(opened);
  } catch (error) {
    check('the test came to its end', false, error.stack);
  }
  for (const each of opened.reverse()) {
    try {
      await each.close();
    } catch (error) {
      check('everything could be closed', false, String(error));
    }
  }
  finish();
}

export function shotPath(name) {
  mkdirSync(shots, { recursive: true });
  return join(shots, `${name}.png`);
}

/// Collects what must never happen: script errors and violations of the content security policy.
export function watchConsole(page) {
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401|404/.test(message.text()))
      problems.push(message.text());
  });
  return problems;
}

export async function fillSignIn(page, url, user, secret = password) {
  await page.goto(`${url}/`);
  await page.getByLabel('Email or participant id').fill(user);
  await page.locator('#password').fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function signIn(page, url, user, secret = password) {
  await fillSignIn(page, url, user, secret);
  await page.waitForFunction(() => !['starting', 'signIn'].includes(document.querySelector('.root')?.dataset.screen));
}

export async function agree(page) {
  const screen = await screenOf(page);
  if (screen === 'checkIn')
    await page.getByRole('button', { name: 'Continue' }).click();
  if (['checkIn', 'consent'].includes(screen))
    await page.getByRole('button', { name: 'I have read this and agree' }).click();
  await page.waitForFunction(() => !['checkIn', 'consent', 'starting'].includes(document.querySelector('.root')?.dataset.screen));
}

export function screenOf(page) {
  return page.evaluate(() => document.querySelector('.root')?.dataset.screen);
}

/// Replaces one text within a line of the open program by hand, key by key, as a participant would.
export async function repair(page, wrong, right) {
  const line = page.locator('.cm-line', { hasText: wrong }).first();
  const before = (await line.textContent()).indexOf(wrong);
  let same = 0;
  while (same < Math.min(wrong.length, right.length) && wrong[same] === right[same])
    same++;
  const press = async (key, times) => { for (let i = 0; i < times; i++) await page.keyboard.press(key); };
  await line.click({ position: { x: 8, y: 8 } }); // anywhere in the line: Home leads to the end of its indent
  await press('Home', 1);
  await press('ArrowRight', before + same - (await line.textContent()).search(/\S/));
  await press('Delete', wrong.length - same);
  await page.keyboard.insertText(right.slice(same));
}
