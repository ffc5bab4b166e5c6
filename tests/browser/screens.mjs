import { readFileSync } from 'node:fs';
import { agree, check, fillSignIn, launch, needChromium, openContest, openMock, repair, require, runTest, shotPath, signIn, watchConsole } from './support.mjs';

// Pictures of every screen at 1280 and 390 px, light and dark, and axe-core on each: zero violations. Four participants, one
// per variant, go through the contest side by side, since the contest's own states are the same for all. Three states come
// from the mock, because nobody can bring a server of this version to them from outside: an individual clock that waits for
// its start, a participant who was not selected, a frozen board.
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const variants = Object.keys(sizes).flatMap((size) => ['light', 'dark'].map((scheme) => ({ size, scheme, name: `${size}-${scheme}` })));
const people = [
  { id: 'P1', name: 'Ada Lovelace', seat: 'A-1' }, { id: 'P2', name: 'Charles Babbage', seat: 'A-2' },
  { id: 'P3', name: 'Grace Hopper', seat: 'A-3' }, { id: 'P4', name: 'Alan Turing', seat: 'A-4' },
  ...['Edsger Dijkstra', 'Barbara Liskov', 'Donald Knuth', 'Frances Allen', 'Tony Hoare', 'Radia Perlman', 'Niklaus Wirth', 'Karen Spärck Jones'].map((name, i) => ({ id: `P${i + 5}`, name, seat: `B-${i + 1}` })),
];
const wrong = 'return n * (n + 1)';
const right = 'return (long long)n * (n + 1)';

async function shoot(page, name, variant, { scrolls = true } = {}) {
  await page.waitForTimeout(250);
  await page.screenshot({ path: shotPath(`${name}-${variant}`) });
  // The page's policy admits no inline script; the checker is put in by the debugger, which is not bound by it.
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.evaluate(axe);
  // The dark pictures differ from the light ones in colours alone.
  const rules = variant.endsWith('dark') ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: tags };
  const violations = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ['violations'] }).then((found) => found.violations), rules);
  const text = violations.map((each) => `${each.id} (${each.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')})`).join('; ');
  check(`${name} ${variant}: no accessibility violation`, violations.length === 0, text);
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return { width: scrollWidth - clientWidth, height: scrollHeight - clientHeight };
  });
  check(`${name} ${variant}: nothing is wider than the screen`, over.width <= 0, `${over.width} px`);
  if (!scrolls)
    check(`${name} ${variant}: the screen does not scroll as a whole`, over.height <= 0, `${over.height} px`);
}

const openMenu = async ({ page }) => { await page.getByRole('button', { name: 'Menu' }).click(); };
const fromMenu = async (seat, name) => { await openMenu(seat); await seat.page.locator('.menu').getByRole('button', { name }).click(); };
const narrowTab = async ({ page, size }, name) => { if (size === 'narrow') await page.getByRole('tab', { name, exact: true }).click(); };
const run = ({ page, size }) => page.getByRole('button', { name: size === 'narrow' ? 'Run' : 'Run on samples', exact: true }).click();
const heading = ({ page }, name) => page.getByRole('heading', { name }).waitFor();
const fixed = { scrolls: false };

/// The screens in the order in which a contest shows them. `all`: done once, before every seat goes there.
const screens = [
  { name: 'sign-in', go: async ({ page, url }) => { await page.goto(`${url}/`); await page.getByLabel('Email or participant id').waitFor(); } },
  { name: 'sign-in-refused', go: async ({ page, url, id }) => { await fillSignIn(page, url, id, 'not it'); await page.getByText('do not belong together').waitFor(); } },
  { name: 'check-in', go: async ({ page, url, id }) => { await signIn(page, url, id); await page.getByText('The server answers').waitFor(); } },
  { name: 'consent', go: async ({ page }) => { await page.getByRole('button', { name: 'Continue' }).click(); await page.getByRole('button', { name: 'I have read this' }).waitFor(); } },
  { name: 'not-begun', go: async (seat) => { await agree(seat.page); await heading(seat, 'has not been started'); } },
  {
    name: 'work', options: fixed, all: (contest) => contest.command(['round', 'state', '1', 'active']),
    go: async ({ page }) => { await page.locator('.cm-content').waitFor({ state: 'attached' }); await page.locator('.chip[data-link="connected"]').waitFor(); },
  },
  { name: 'work-code', options: fixed, go: async (seat) => { await narrowTab(seat, 'Code'); await repair(seat.page, wrong, right); } },
  {
    name: 'work-accepted', options: fixed,
    go: async (seat) => {
      await run(seat);
      await seat.page.locator('.run-summary .verdict-good').waitFor();
      await seat.page.getByRole('button', { name: 'Submit' }).click();
      await seat.page.locator('.receipt .verdict-good').waitFor();
    },
  },
  { name: 'work-diff', options: fixed, go: async ({ page }) => { await page.keyboard.press('F2'); await page.locator('.diff').waitFor(); } },
  { name: 'work-original', options: fixed, go: async ({ page }) => { await page.getByRole('tab', { name: 'Original' }).click(); } },
  { name: 'work-more', options: fixed, only: 'narrow', go: (seat) => narrowTab(seat, 'More') },
  {
    name: 'work-wrong', options: fixed,
    go: async (seat) => {
      const { page } = seat;
      await narrowTab(seat, 'More');
      await page.locator('.rail-item', { hasText: 'The warmest day' }).click();
      await narrowTab(seat, 'Code');
      await page.locator('.cm-line', { hasText: 'MAX_DAYS' }).first().waitFor();
      await page.locator('.cm-content').focus();
      for (const key of ['Control+End', 'ArrowUp', 'ArrowUp', 'Home'])
        await page.keyboard.press(key);
      await page.keyboard.insertText('puts("the end"); ');
      await run(seat);
      await page.locator('.run-summary .verdict-danger').waitFor();
    },
  },
  {
    name: 'announcement', options: fixed,
    all: (contest, staff) => contest.demand('POST', '/api/staff/announcements', { token: staff, body: { text: 'Problem C: there are at most 1000 days in a file.' } }),
    go: ({ page }) => page.locator('.banner').waitFor(),
  },
  { name: 'messages', go: async ({ page }) => { await page.getByRole('button', { name: 'Messages' }).click(); await page.locator('.side-panel').waitFor(); } },
  { name: 'menu', go: async (seat) => { await seat.page.keyboard.press('Escape'); await openMenu(seat); } },
  { name: 'leaderboard', go: async (seat) => { await seat.page.keyboard.press('Escape'); await fromMenu(seat, 'Leaderboard'); await seat.page.locator('table.board').waitFor(); } },
  { name: 'public-leaderboard', page: 'board', go: async ({ board, url }) => { await board.goto(`${url}/leaderboard.html`); await board.locator('#rows tr').first().waitFor(); } },
  { name: 'projector', page: 'board', go: async ({ board, url }) => { await board.goto(`${url}/leaderboard.html?projector=1`); await board.locator('#rows tr').first().waitFor(); } },
  {
    name: 'warning',
    all: (contest, staff, act) => act('warn', 'You were away from this page for 12 s. Please stay here until the end.'),
    go: ({ page }) => page.locator('.dialog-warning').waitFor(),
  },
  {
    name: 'record', all: (contest, staff, act) => act('record_incident', 'A phone lay on the table.'),
    go: async ({ page }) => { await page.getByRole('button', { name: 'See what was recorded' }).click(); await page.locator('.table tbody tr').first().waitFor(); },
  },
  {
    name: 'conflict',
    go: async (seat) => {
      const { page, contest, id } = seat;
      await fromMenu(seat, 'Back to the problems');
      await narrowTab(seat, 'Code');
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(' ');
      await page.locator('.chip', { hasText: 'Saved' }).waitFor();
      const token = await contest.participantToken(id);
      const path = '/api/problems/warmest-day/draft';
      const { json } = await contest.call('GET', path, { token });
      await contest.demand('PUT', path, { token, body: { language: 'c', source: '/* From the other computer */\n', rev: json?.rev ?? 0 } });
      await page.keyboard.type(' ');
      await page.getByText('Two versions of this program').waitFor();
    },
  },
  {
    name: 'offline', options: fixed, before: ({ page }) => page.getByRole('button', { name: 'Keep this one' }).click(),
    all: (contest) => contest.stopServer('SIGKILL'),
    go: async ({ page }) => { await page.locator('.chip-notice').waitFor(); await page.locator('.cm-content').focus(); await page.keyboard.type('//'); await page.locator('.chip-notice', { hasText: 'waiting' }).waitFor(); },
  },
  {
    name: 'elsewhere', all: (contest) => contest.startServer(),
    go: async ({ page, context, url }) => {
      await page.locator('.chip[data-link="connected"]').waitFor();
      const second = await context.newPage();
      await second.goto(`${url}/`);
      await second.getByRole('button', { name: 'Use here' }).click();
      await second.locator('.chip[data-link="connected"]').waitFor();
      await page.getByRole('button', { name: 'Use here' }).waitFor();
      await second.close();
    },
  },
  {
    name: 'replaced',
    go: async (seat) => {
      // Connected anew, or this page would be the newer of the two devices.
      const fresh = seat.page.waitForEvent('websocket');
      await seat.page.getByRole('button', { name: 'Use here' }).click();
      await fresh;
      await seat.page.locator('.chip[data-link="connected"]').waitFor();
      const token = await seat.contest.participantToken(seat.id);
      seat.other = seat.contest.live('/ws/participant', token, { t: 'hello', v: 1, client_id: `other-${seat.id}`, tab_id: 't', last_server_seq: 0, next_client_seq: 1 });
      await seat.page.getByText('signed in on another device').waitFor();
    },
  },
  {
    name: 'paused', before: async ({ page, other }) => { other.socket.terminate(); await page.getByRole('button', { name: 'Use here' }).click(); await page.locator('.chip[data-link="connected"]').waitFor(); },
    all: (contest) => contest.command(['round', 'state', '1', 'paused']), go: (seat) => heading(seat, 'Paused'),
  },
  {
    name: 'suspended',
    all: async (contest, staff, act) => { contest.command(['round', 'state', '1', 'active']); await act('suspend', 'A second screen was seen at your seat. A proctor is on the way.'); },
    go: async (seat) => { await heading(seat, 'is suspended'); await seat.page.locator('.saved').first().waitFor(); },
  },
  {
    name: 'disqualified', all: (contest, staff, act) => act('disqualify', 'A phone was used after the warning.'),
    go: async (seat) => { await heading(seat, 'You have been disqualified'); await seat.page.locator('.saved').first().waitFor(); },
  },
  {
    name: 'round-over', all: async (contest, staff, act) => { await act('reinstate', 'It was the neighbour’s phone.'); contest.command(['round', 'state', '1', 'closed']); },
    go: (seat) => heading(seat, 'Level 1 is over'),
  },
  {
    name: 'finished', all: (contest) => contest.command(['round', 'state', '2', 'active']),
    go: async (seat) => {
      await seat.page.locator('[data-screen="work"]').waitFor();
      await fromMenu(seat, 'I am done with this round');
      await seat.page.getByRole('button', { name: 'Finish the round' }).click();
      await heading(seat, 'Everything is sent');
    },
  },
  { name: 'contest-over', all: (contest) => { contest.command(['round', 'state', '2', 'closed']); contest.command(['contest', 'state', 'ended']); }, go: (seat) => heading(seat, 'has ended') },
];

const mockScreens = [
  { name: 'start', change: (id) => ({ clock: 'individual' }), go: ({ page }) => page.getByRole('button', { name: 'Start my clock' }).waitFor() },
  { name: 'not-selected', change: (id) => ({ person: id, status: 'not_selected', reason: '' }), go: async ({ page }) => { await page.reload(); await page.getByText('Thank you for taking part').waitFor(); } },
  { name: 'frozen-board', page: 'board', change: () => ({ frozen: true }), go: async ({ board, url }) => { await board.goto(`${url}/leaderboard.html?projector=1`); await board.locator('#frozen').waitFor(); } },
];

async function seatsAt(browser, url, contest, idOf) {
  return Promise.all(variants.map(async ({ size, scheme, name }, i) => {
    const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme, deviceScaleFactor: 1, hasTouch: size === 'narrow' });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const board = await context.newPage();
    await page.bringToFront();
    return { context, page, board, url, contest, size, variant: name, id: idOf(i), problems: watchConsole(page) };
  }));
}

async function show(seat, { name, page = 'page', only, options, go }) {
  if (only !== undefined && only !== seat.size)
    return;
  try {
    await go(seat);
    await shoot(seat[page], name, seat.variant, options);
  } catch (error) {
    check(`${name} ${seat.variant}: is reached`, false, String(error).split('\n').slice(0, 4).join(' '));
    await seat[page].screenshot({ path: shotPath(`${name}-${seat.variant}`) });
  }
}

async function showReal(opened, browser) {
  const contest = await openContest({ people, running: false });
  opened.push(contest);
  contest.command(['contest', 'state', 'live']);
  const staff = await contest.staffToken();
  const seats = await seatsAt(browser, contest.base, contest, (i) => people[i].id);
  const act = (action, reason) => contest.demand('POST', '/api/staff/actions', {
    token: staff, body: { action, reason, text: reason, participant_ids: seats.map((seat) => seat.id), level: 'low' },
  });
  for (const screen of screens) {
    const began = Date.now();
    if (screen.before !== undefined)
      await Promise.all(seats.map((seat) => screen.before(seat).catch((error) => check(`${screen.name} ${seat.variant}: is prepared`, false, String(error).split('\n')[0]))));
    await screen.all?.(contest, staff, act);
    await Promise.all(seats.map((seat) => show(seat, screen)));
    if (process.env.SCREENS_TIMES)
      console.log(`     ${screen.name}: ${Date.now() - began} ms`);
  }
  for (const { variant, problems } of seats) {
    const unexpected = problems.filter((each) => !/ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket|409/.test(each));
    check(`${variant}: no script error and no policy violation`, unexpected.length === 0, unexpected.join('; '));
  }
  await Promise.all(seats.map(({ context }) => context.close()));
}

async function showMocked(opened, browser) {
  const mock = await openMock();
  opened.push(mock);
  const seats = await seatsAt(browser, mock.url, null, (i) => `DM-20${i + 1}`);
  await mock.set({ clock: 'active', frozen: false });
  await Promise.all(seats.map(async ({ page, url, id }) => { await signIn(page, url, id, 'debug'); await agree(page); }));
  for (const screen of mockScreens) {
    for (const { id } of seats)
      await mock.set(screen.change(id));
    await Promise.all(seats.map((seat) => show(seat, screen)));
  }
}

needChromium();
await runTest(async (opened) => {
  const browser = await launch();
  opened.push(browser);
  await showReal(opened, browser);
  await showMocked(opened, browser);
});
