import { readFileSync } from 'node:fs';
import { agree, check, control, finish, launch, repair, require, settings, shotPath, signIn, watchConsole } from './support.mjs';

// Pictures of every screen at 1280 and 390 px, light and dark, and axe-core on each: zero violations.
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const only = process.argv[2];

async function shoot(page, name, variant) {
  await page.waitForTimeout(350);
  await page.screenshot({ path: shotPath(`${name}-${variant}`) });
  // The page's policy admits no inline script; the checker is put in by the debugger, which is not bound by it.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const text = violations.map((each) => `${each.id} (${each.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')})`).join('; ');
  check(`${name} ${variant}: no accessibility violation`, violations.length === 0, text);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`${name} ${variant}: nothing is wider than the screen`, overflow <= 0, `${overflow} px`);
}

const screens = [
  ['sign-in', async (page) => { await page.goto(`${settings.url}/`); await page.getByLabel('Email or participant id').waitFor(); }],
  ['check-in', async (page, user) => { await signIn(page, user); await page.getByText('answers in').waitFor(); }],
  ['consent', async (page) => { await page.getByRole('button', { name: 'Continue' }).click(); await page.getByRole('button', { name: 'I have read' }).waitFor(); }],
  ['work', async (page) => { await agree(page); await page.locator('.cm-content').waitFor({ state: 'attached' }); await page.waitForTimeout(500); }],
  ['work-code', async (page, user, size) => { if (size === 'narrow') await page.getByRole('tab', { name: 'Code' }).click(); await repair(page, '!= text[right])', '!= tolower(text[right]))'); }],
  ['work-results', async (page, user, size) => {
    await page.getByRole('button', { name: size === 'narrow' ? 'Run' : 'Run on samples', exact: true }).click();
    await page.locator('.run-summary').waitFor();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.locator('.receipt .verdict-good, .receipt .verdict-danger').waitFor();
  }],
  ['work-diff', async (page) => { await page.keyboard.press('F2'); await page.locator('.diff').waitFor(); }],
  ['work-original', async (page) => { await page.getByRole('tab', { name: 'Original' }).click(); }],
  ['work-more', async (page, user, size) => { if (size === 'narrow') await page.getByRole('tab', { name: 'More' }).click(); else await page.getByRole('tab', { name: 'Statement' }).first().click(); }],
  ['leaderboard', async (page) => { await page.getByRole('button', { name: 'Menu' }).click(); await page.locator('.menu').getByRole('button', { name: 'Leaderboard' }).click(); await page.locator('table.board').waitFor(); }],
  ['menu', async (page) => { await page.getByRole('button', { name: 'Menu' }).click(); }],
  ['messages', async (page) => { await page.keyboard.press('Escape'); await page.getByRole('button', { name: 'Messages' }).click(); }],
];

const mockScreens = [
  ['banner', async (page) => { await page.keyboard.press('Escape'); await page.getByRole('button', { name: 'Menu' }).click(); await page.getByRole('button', { name: 'Back to the problems' }).click(); await control({ announce: 'Problem C: the numbers are at most 10 000 each.' }); await page.locator('.banner').waitFor(); }],
  ['wrong-sample', async (page, user, size) => {
    await chooseProblem(page, 'Sum to n', size);
    if (size === 'narrow') await page.getByRole('tab', { name: 'Results' }).click();
    await page.waitForTimeout(400);
    await page.getByRole('button', { name: size === 'narrow' ? 'Run' : 'Run on samples', exact: true }).click();
    await page.locator('.run-summary .verdict-danger').waitFor();
  }],
  ['offline', async (page) => { await page.context().setOffline(true); await control({ drop: true }); await page.locator('.chip-notice').waitFor(); await page.waitForTimeout(1500); }],
  ['warning', async (page, user) => {
    await page.context().setOffline(false);
    await page.locator('.chip[data-link="connected"]').waitFor({ timeout: 20_000 });
    const text = 'You were away from this page for 12 s. Please stay here until the end. This is warning 1 of 1.';
    await control({ person: user, warning: { id: `w-${Date.now()}`, text, total: 5, limit: 10, acknowledged_at: null }, violations: examples() });
    await page.locator('.dialog-warning').waitFor();
  }],
  ['record', async (page) => { await page.getByRole('button', { name: 'See what was recorded' }).click(); await page.locator('.table tbody tr').first().waitFor(); }],
  ['conflict', async (page, user, size) => {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Back to the problems' }).click();
    await control({ person: user, draft: { problem: 'p-sum', language: 'python', source: 'n = int(input())\nprint(n * (n + 1) // 2)\n', rev: 50 } });
    if (size === 'narrow') await page.getByRole('tab', { name: 'Code' }).click();
    await page.locator('.cm-content').evaluate((element) => element.focus());
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await page.getByText('Two versions of this program').waitFor({ timeout: 8000 });
  }],
  ['paused', async (page) => { await page.getByRole('button', { name: 'Keep this one' }).click(); await control({ clock: 'paused' }); await page.getByRole('heading', { name: 'Paused' }).waitFor(); }],
  ['waiting', async (page) => { await control({ clock: 'countdown' }); await page.getByText('Level 1 starts in').waitFor(); }],
  ['start', async (page) => { await control({ clock: 'individual' }); await page.getByRole('button', { name: 'Start my clock' }).waitFor(); }],
  ['closed', async (page) => { await control({ clock: 'closed' }); await page.getByText('Level 1 is over').waitFor(); }],
  ['suspended', async (page, user) => { await control({ clock: 'active' }); await control({ person: user, status: 'suspended', reason: 'A second screen was seen at your seat. A proctor is on the way.' }); await page.getByText('is suspended').waitFor(); }],
  ['disqualified', async (page, user) => { await control({ person: user, status: 'disqualified', reason: 'The limit of recorded absences was reached.' }); await page.getByText('disqualified').first().waitFor(); }],
  ['not-selected', async (page, user) => { await control({ person: user, status: 'not_selected', reason: '' }); await page.reload(); await page.getByText('Thank you for taking part').waitFor(); }],
  ['finished', async (page, user) => { await control({ person: user, status: 'finished' }); await page.reload(); await page.getByText('Everything is sent').waitFor(); }],
  ['elsewhere', async (page, user) => {
    await control({ person: user, status: 'active' });
    const other = await page.context().newPage();
    await other.goto(`${settings.url}/`);
    await page.reload();
    await other.waitForTimeout(500);
    await page.waitForFunction(() => document.querySelector('.root').dataset.screen !== 'starting');
    page.shotOf = (await page.locator('[data-screen="elsewhere"]').count()) > 0 ? page : other;
    await page.shotOf.getByRole('button', { name: 'Use here' }).waitFor();
  }],
];

async function chooseProblem(page, title, size) {
  if (size === 'narrow')
    await page.getByRole('tab', { name: 'More' }).click();
  await page.locator('.rail-item', { hasText: title }).click();
}

function examples() {
  const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  const row = (id, kind, level, minutes, duration_ms, points, source = 'page') => ({ incident_id: id, kind, title: kind, level, phase: 'closed', started_at: at(minutes), duration_ms, points, source, counted: points > 0 });
  return [
    row('v1', 'away.tab', 'low', 11, 12400, 0), row('v2', 'key.restricted', 'info', 9, 0, 0), row('v3', 'away.tab', 'medium', 6, 22100, 3),
    row('v4', 'clip.paste.external', 'low', 4, 0, 1), row('v5', 'net.gap', 'info', 3, 64000, 0, 'server'), row('v6', 'staff.observed', 'low', 2, 0, 1, 'staff'),
  ];
}

const browser = await launch();
for (const [size, viewport] of Object.entries(sizes)) {
  for (const scheme of ['light', 'dark']) {
    const variant = `${size}-${scheme}`;
    if (only !== undefined && only !== variant)
      continue;
    const context = await browser.newContext({ viewport, colorScheme: scheme, deviceScaleFactor: 1, hasTouch: size === 'narrow' });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const problems = watchConsole(page);
    const user = settings.mock ? `${variant}-${Date.now() % 100_000}` : settings.user;
    if (settings.mock)
      await control({ clock: 'active', frozen: false });
    for (const [name, go] of [...screens, ...(settings.mock ? mockScreens : [])]) {
      try {
        await go(page, user, size);
        await shoot(page.shotOf ?? page, name, variant);
      } catch (error) {
        check(`${name} ${variant}: is reached`, false, String(error).split('\n').slice(0, 4).join(' '));
        await page.screenshot({ path: shotPath(`${name}-${variant}`) });
      }
    }
    const publicPage = await context.newPage();
    for (const [name, query] of [['board', ''], ['projector', '?projector=1']]) {
      await publicPage.goto(`${settings.url}/leaderboard.html${query}`);
      await publicPage.locator('#board').waitFor();
      await shoot(publicPage, name, variant);
    }
    if (settings.mock) {
      await control({ frozen: true });
      await publicPage.goto(`${settings.url}/leaderboard.html?projector=1`);
      await publicPage.locator('#frozen').waitFor();
      await shoot(publicPage, 'board-frozen', variant);
    }
    const unexpected = problems.filter((each) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(each));
    check(`${variant}: no script error and no policy violation`, unexpected.length === 0, unexpected.join('; '));
    await context.close();
  }
}
await browser.close();
finish();
