import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What the browser scripts share. They run against any server:
//   PAGE_URL (http://127.0.0.1:8090), PAGE_USER (DM-201), PAGE_PASSWORD (debug), PAGE_SHOTS (where pictures go),
//   CHROMIUM (/usr/bin/chromium), MOCK_CONTROL=1 when the server is the mock and takes POST /mock/set.
export const here = dirname(fileURLToPath(import.meta.url));
export const require = createRequire(join(here, '..', '..', 'resources', 'participant', 'package.json'));

export const settings = {
  url: (process.env.PAGE_URL ?? 'http://127.0.0.1:8090').replace(/\/$/, ''),
  user: process.env.PAGE_USER ?? 'DM-201',
  password: process.env.PAGE_PASSWORD ?? 'debug',
  shots: process.env.PAGE_SHOTS ?? join(here, '..', '..', 'resources', 'participant', 'screenshots'),
  chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
  mock: process.env.MOCK_CONTROL === '1',
};

export const chromiumArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export async function launch() {
  const { chromium } = require('playwright-core');
  return chromium.launch({ executablePath: settings.chromium, args: chromiumArguments });
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

// Prints the closing line; the exit status says whether all held.
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

export async function control(change) {
  if (!settings.mock)
    throw new Error('This step needs the mock server (MOCK_CONTROL=1)');
  const answer = await fetch(`${settings.url}/mock/set`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(change) });
  if (!answer.ok)
    throw new Error(`The mock refused: ${answer.status}`);
}

export function shotPath(name) {
  mkdirSync(settings.shots, { recursive: true });
  return join(settings.shots, `${name}.png`);
}

// Collects what must never happen: script errors and violations of the content security policy.
export function watchConsole(page) {
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401|404/.test(message.text()))
      problems.push(message.text());
  });
  return problems;
}

export async function signIn(page, user = settings.user, password = settings.password) {
  await page.goto(`${settings.url}/`);
  await page.getByLabel('Email or participant id').fill(user);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
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

// Replaces one text of the open program by hand, key by key, as a participant would.
export async function repair(page, wrong, right) {
  await page.locator('.cm-content').focus();
  const source = await page.locator('.cm-line').evaluateAll((lines) => lines.map((line) => line.textContent).join('\n'));
  const at = source.indexOf(wrong);
  if (at < 0)
    throw new Error(`The program does not contain ${wrong}`);
  let same = 0;
  while (same < Math.min(wrong.length, right.length) && wrong[same] === right[same])
    same++;
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < at + same; i++)
    await page.keyboard.press('ArrowRight');
  for (let i = same; i < wrong.length; i++)
    await page.keyboard.press('Delete');
  await page.keyboard.insertText(right.slice(same));
}
