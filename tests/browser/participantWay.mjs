import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agree, check, fillSignIn, launch, openContest, password, repair, screenOf, shotPath, signIn, source, until, watchConsole } from './support.mjs';

// A participant's whole way through the contest, with everything the page must be able to do on the way. It is walked over
// a secure context (loopback) and without one (plain HTTP), so it also compares what the page claims with what is there.
const person = { id: 'P1', name: 'Ada Lovelace', seat: 'A-1' };
const neighbour = { id: 'P2', name: 'Bob Babbage', seat: 'A-2' };
const title = 'Sum to n';
const wrong = 'return n * (n + 1)';
const right = 'return (long long)n * (n + 1)';
const verdictMs = 20_000;
const liveMs = 5_000; // below the leaderboard's polling interval: only a push is this fast
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// What the check-in says is off, and how one sees whether it is.
const features = {
  'keeping the screen awake': 'wakeLock',
  'the browser’s own tab lock': 'locks',
  'the browser’s clipboard': 'clipboard',
};

const wakeLockRecorder = () => {
  window.wakeLocks = [];
  if ('wakeLock' in navigator) {
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (kind) => {
      const lock = await request(kind);
      window.wakeLocks.push(lock);
      return lock;
    };
  }
};

export async function walk(opened, { host, secure, shotPrefix }) {
  // Copying from the page is allowed here, so that the page's own copy buttons are there to be tried.
  const contest = await openContest({ people: [person, neighbour], host, policy: { block: { copy: false, cut: true, paste: true, context_menu: true, selection: false, keys: true } } });
  opened.push(contest);
  const browser = await launch();
  opened.push(browser);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(verdictMs);
  await context.addInitScript(wakeLockRecorder);
  const page = await context.newPage();
  const problems = watchConsole(page);
  const sent = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload)))));
  const incidents = (kind) => sent.filter((frame) => frame.type === 'incident' && (kind === undefined || frame.body.kind === kind));

  async function step(rule, act) {
    try {
      check(rule, (await act()) !== false);
    } catch (error) {
      check(rule, false, String(error).split('\n').slice(0, 3).join(' '));
      await page.screenshot({ path: shotPath(`${shotPrefix}-failed`) });
    }
  }
  const ownRow = async () => (await contest.demand('GET', '/api/leaderboard/current')).rows.find((row) => row.participant_id === person.id);

  const publicPage = await context.newPage();
  const publicRow = (name) => publicPage.locator('#rows tr', { hasText: name });
  await step('the public leaderboard is open before anything happens', async () => {
    await publicPage.goto(`${contest.base}/leaderboard.html`);
    await publicPage.locator('#state').waitFor();
    await publicPage.evaluate(() => { window.neverReloaded = true; });
  });
  await step('a wrong password gets one plain text', async () => {
    await fillSignIn(page, contest.base, person.id, 'not it');
    await page.getByText('do not belong together').waitFor();
  });
  await step(`the context is ${secure ? '' : 'not '}secure`, async () => (await page.evaluate(() => window.isSecureContext)) === secure);
  await step('the password can be shown', async () => {
    await page.locator('#password').fill(password);
    await page.getByRole('button', { name: 'Show password' }).click();
    return page.locator('#password').evaluate((field) => field.type === 'text');
  });
  await step('signing in leads to the check-in', async () => {
    await signIn(page, contest.base, person.id);
    return (await screenOf(page)) === 'checkIn';
  });
  await step('the check-in says truly what is off here', async () => {
    const line = page.locator('.check', { hasText: 'Protected connection' });
    const text = await line.textContent();
    await page.screenshot({ path: shotPath(`${shotPrefix}-check-in`) });
    for (const [words, name] of Object.entries(features)) {
      const there = await page.evaluate((feature) => feature in navigator, name);
      if (there === text.includes(words) || there !== secure)
        throw new Error(`${name} is ${there ? '' : 'not '}there, and the page says: ${text}`);
    }
    const screens = await page.evaluate(() => 'isExtended' in screen);
    return screens !== text.includes('noticing a second screen')
      && text.includes('Plain HTTP') === !secure
      && text.includes('All features are on') === (secure && screens)
      && text.includes('works with limits') === !secure;
  });
  await step('the other lines of the check-in are true too', async () => {
    const storage = await page.locator('.check', { hasText: 'Saving on this device' }).textContent();
    const full = await page.locator('.check', { hasText: 'can show the contest in fullscreen' }).count();
    const there = await page.evaluate(() => ({ database: 'indexedDB' in window, full: document.fullscreenEnabled }));
    return storage.includes('survives a reload') === there.database && (full === 1) === there.full;
  });
  await step('no socket before the consent', () => sent.length === 0);
  await step('agreeing leads to the work screen', async () => {
    await agree(page);
    return (await screenOf(page)) === 'work';
  });
  await step(secure ? 'the screen is kept awake' : 'without a secure context nothing tries to keep the screen awake', async () => {
    await page.locator('.chip[data-link="connected"]').waitFor();
    if (secure)
      await page.waitForFunction(() => window.wakeLocks.some((lock) => !lock.released));
    else
      return page.evaluate(() => window.wakeLocks.length === 0);
  });
  await step(secure ? 'one tab holds the browser’s lock' : 'one tab holds the lease of the page', async () => {
    const held = () => page.evaluate(async () => ({
      stored: Object.keys(localStorage).filter((key) => key.startsWith('marathon.tab.')).map((key) => localStorage.getItem(key)).join(),
      locks: 'locks' in navigator ? (await navigator.locks.query()).held.map((lock) => lock.name) : [],
    }));
    const first = await held();
    if (secure)
      return first.stored === '' && first.locks.some((name) => name.startsWith('marathon.tab.'));
    return first.stored !== '' && until(async () => (await held()).stored !== first.stored, 'the lease is renewed', 5000);
  });
  await step('the problem and its program are shown', async () => {
    await page.locator('.rail-item', { hasText: title }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    await page.locator('.cm-line', { hasText: wrong }).first().waitFor();
  });
  const before = await ownRow();
  await step('the given program passes its samples, and is found wrong when it is submitted', async () => {
    await page.getByRole('button', { name: 'Run on samples' }).click();
    await page.locator('.run-summary .verdict').waitFor();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.locator('.receipt .verdict-danger', { hasText: 'Wrong answer' }).waitFor();
  });
  await step('the program is repaired in the editor, and saved', async () => {
    await repair(page, wrong, right);
    await page.locator('.chip', { hasText: 'Saved' }).waitFor();
    return until(() => sent.some((frame) => frame.type === 'draft' && frame.body.source.includes(right)), 'the draft is sent', verdictMs);
  });
  await step('every event has a version 4 UUID of its own', async () => {
    const ids = sent.filter((frame) => frame.t === 'ev' && frame.type !== 'void').map((frame) => frame.id);
    const builtIn = await page.evaluate(() => typeof crypto.randomUUID === 'function');
    return ids.length > 0 && ids.every((id) => uuidPattern.test(id)) && builtIn === secure;
  });
  await step('running the repaired program on the samples passes', async () => {
    await page.getByRole('button', { name: 'Run on samples' }).click();
    await page.locator('.run-summary .verdict-good').waitFor();
  });
  await step('a submission gets its receipt at once and then the verdict', async () => {
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.locator('.receipt', { hasText: /Counted, #\d+, \d\d:\d\d:\d\d/ }).waitFor();
    await page.locator('.receipt .verdict-good', { hasText: 'Accepted' }).waitFor();
    await page.locator('.rail-item', { hasText: title }).getByText('Accepted').waitFor();
  });
  await step('the public leaderboard changes without a reload', async () => {
    await publicRow(person.name).filter({ hasText: '✓' }).waitFor({ timeout: liveMs });
    return publicPage.evaluate(() => window.neverReloaded === true);
  });
  await step('the leaderboard’s data has changed', async () => {
    const after = await ownRow();
    return after.score > (before?.score ?? 0) && after.solved === 1 && after.rank === 1;
  });
  await step('the page’s own leaderboard shows the row, pinned', async () => {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.locator('.menu').getByRole('button', { name: 'Leaderboard' }).click();
    const own = await page.locator('.board-own tr').textContent();
    await page.screenshot({ path: shotPath(`${shotPrefix}-leaderboard`) });
    return own.includes(person.name) && own.includes('✓');
  });
  await step('both leaderboards follow what somebody else does', async () => {
    const token = await contest.participantToken(neighbour.id);
    await contest.demand('POST', '/api/me/consent', { token, body: { version: 1 } });
    const fix = readFileSync(join(source, 'resources/samples/debug-marathon/problems/sum-to-n/submissions/accepted/sum_to_n.c'), 'utf8');
    await contest.demand('POST', '/api/problems/sum-to-n/submissions', { token, body: { language: 'c', source: fix, client_ref: 'neighbour-1' } });
    await publicRow(neighbour.name).filter({ hasText: '✓' }).waitFor({ timeout: verdictMs });
    await page.locator('table.board tr', { hasText: neighbour.name }).filter({ hasText: '✓' }).waitFor({ timeout: liveMs });
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  });
  await step('after a reload the work and the receipt are still there', async () => {
    await page.reload();
    await page.locator('.cm-line', { hasText: right }).first().waitFor();
    await page.locator('.receipt', { hasText: 'Counted' }).waitFor();
    await page.locator('.chip[data-link="connected"]').waitFor();
  });
  await step('a sample can be copied, and pasting it is nobody’s business', async () => {
    const count = incidents().length;
    const sample = page.locator('.sample').first();
    const text = (await sample.locator('pre').first().textContent()).trim().split('\n')[0];
    await sample.getByRole('button', { name: 'Copy' }).first().click();
    await sample.getByText('Copied').waitFor();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+End');
    const lines = await page.locator('.cm-line').count();
    await page.keyboard.press('Control+V');
    await until(async () => (await page.locator('.cm-line').count()) > lines, 'the sample is in the editor', 5000);
    await page.keyboard.press('Control+Z');
    return text !== '' && incidents().length === count;
  });
  const outside = 'int nobody_wrote_this_here(void) { return 42; }';
  await step('a paste from outside is kept out and reported, with its hash', async () => {
    // Works without a secure context too, where navigator.clipboard is missing.
    await page.evaluate((text) => {
      const field = document.createElement('textarea');
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }, outside);
    const count = incidents('clip.paste.external').length;
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+V');
    await page.getByText('not pasted').or(page.locator('.toast')).first().waitFor();
    await until(() => incidents('clip.paste.external').length > count, 'the report is sent', 5000);
    const { evidence } = incidents('clip.paste.external').at(-1).body;
    return evidence.sha256 === createHash('sha256').update(outside).digest('hex') && (await page.locator('.cm-line', { hasText: 'nobody_wrote' }).count()) === 0;
  });
  await step('moving own lines by cut and paste is nobody’s business', async () => {
    const count = incidents().length;
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+X');
    await page.keyboard.press('Control+V');
    await page.waitForTimeout(500);
    return incidents().length === count;
  });
  await step('a second tab offers "use here", and takes over', async () => {
    const second = await context.newPage();
    await second.goto(`${contest.base}/`);
    await second.getByRole('button', { name: 'Use here' }).click();
    await second.locator('[data-screen="work"]').waitFor();
    await page.getByText('open in another tab').waitFor();
    await page.getByRole('button', { name: 'Use here' }).click();
    await page.locator('[data-screen="work"]').waitFor();
    await second.close();
  });
  await step('when that tab is closed the first one goes on, and no absence stays open', async () => {
    const second = await context.newPage();
    await second.goto(`${contest.base}/`);
    await second.getByRole('button', { name: 'Use here' }).click();
    await second.locator('[data-screen="work"]').waitFor();
    await second.locator('.chip[data-link="connected"]').waitFor();
    await page.getByText('open in another tab').waitFor();
    await second.close({ runBeforeUnload: false });
    await page.getByRole('button', { name: 'Use here' }).click();
    await page.locator('.chip[data-link="connected"]').waitFor();
    const token = await contest.staffToken();
    const rows = async () => (await contest.demand('GET', '/api/staff/export/violations.json', { token })).filter((row) => row.participant_id === person.id);
    await until(async () => (await rows()).every((row) => row.phase === 'closed'), 'every absence is closed', 10_000).catch(async (error) => { throw new Error(`${error.message}: ${JSON.stringify((await rows()).filter((row) => row.phase !== 'closed'))}`); });
  });
  await step('typing while the server is gone is kept, and is there once afterwards', async () => {
    await page.locator('.chip[data-link="connected"]').waitFor();
    await page.locator('.cm-content').focus();
    await contest.stopServer('SIGKILL');
    await page.locator('.chip-notice').waitFor();
    const mark = `/* ${Date.now()} */`;
    await page.keyboard.press('Control+End');
    await page.keyboard.type(mark, { delay: 5 });
    await page.locator('.chip-notice', { hasText: 'waiting' }).waitFor();
    await contest.startServer();
    await page.locator('.chip[data-link="connected"]', { hasText: 'Saved' }).waitFor();
    const stored = await page.evaluate(async () => (await (await fetch('/api/problems/sum-to-n/draft')).json()).source);
    return stored.split(mark).length === 2 && stored.includes(right);
  });
  await step('signing out leads back to the sign-in, and lets the screen sleep', async () => {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Email or participant id').waitFor();
    await page.waitForFunction(() => window.wakeLocks.every((lock) => lock.released));
  });
  const unexpected = problems.filter((each) => !/ERR_CONNECTION_REFUSED|WebSocket|ERR_NETWORK|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/.test(each));
  check('no script error and no policy violation', unexpected.length === 0, unexpected.join('; '));
}
