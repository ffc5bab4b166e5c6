import { agree, check, finish, launch, repair, screenOf, settings, shotPath, signIn, watchConsole } from './support.mjs';

// A participant's way: sign in, agree, repair a program, run, submit, accepted, the leaderboard changes; reload, second
// tab, offline. For another contest than the mock's:
//   FLOW_PROBLEM (Check a palindrome), FLOW_WRONG / FLOW_RIGHT: a text of the program and what repairs it.
const title = process.env.FLOW_PROBLEM ?? 'Check a palindrome';
const wrong = process.env.FLOW_WRONG ?? '!= text[right])';
const right = process.env.FLOW_RIGHT ?? '!= tolower(text[right]))';
const verdictMs = Number(process.env.FLOW_VERDICT_MS ?? 20_000);

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
context.setDefaultTimeout(verdictMs);
const page = await context.newPage();
const problems = watchConsole(page);
const sent = [];
page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload)))));

async function step(rule, act) {
  try {
    const holds = await act();
    check(rule, holds !== false);
  } catch (error) {
    check(rule, false, String(error).split('\n').slice(0, 3).join(' '));
    await page.screenshot({ path: shotPath('flow-failed') });
  }
}

const ownRow = async (board) => {
  const answer = await (await fetch(`${settings.url}/api/leaderboard/current`)).json();
  return answer.rows.find((row) => row.participant_id === settings.user) ?? answer.rows.find((row) => row.name === board) ?? null;
};

await step('a wrong password gets one plain text', async () => {
  await page.goto(`${settings.url}/`);
  await page.getByLabel('Email or participant id').fill(settings.user);
  await page.locator('#password').fill('not it');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('do not belong together').waitFor();
});
await step('the password can be shown', async () => {
  await page.getByRole('button', { name: 'Show password' }).click();
  return (await page.locator('#password').getAttribute('type')) === 'text' || page.locator('#password').evaluate((field) => field.type === 'text');
});
await step('signing in', () => signIn(page));
await step('no socket before the consent', async () => sent.length === 0 || (await screenOf(page)) !== 'consent');
await step('agreeing leads to the work screen', async () => {
  await agree(page);
  return (await screenOf(page)) === 'work';
});
await step('the problem and its program are shown', async () => {
  await page.locator('.rail-item', { hasText: title }).click();
  await page.getByRole('heading', { name: title }).waitFor();
  await page.locator('.cm-line', { hasText: wrong.slice(0, 12) }).first().waitFor();
});
const name = (await page.locator('.top-person-name').textContent()) ?? '';
const before = await ownRow(name);
await step('running the given program on the samples shows what is wrong', async () => {
  await page.getByRole('button', { name: 'Run on samples' }).click();
  await page.locator('.run-summary .verdict').waitFor();
});
await step('the program is repaired in the editor, and saved', async () => {
  await repair(page, wrong, right);
  await page.locator('.chip', { hasText: 'Saved' }).waitFor();
  return sent.some((frame) => frame.type === 'draft' && frame.body.source.includes(right));
});
await step('F2 shows the changes', async () => {
  await page.keyboard.press('F2');
  await page.locator('.diff-added').waitFor();
  await page.keyboard.press('F2');
});
await step('the repaired program passes the samples', async () => {
  await page.getByRole('button', { name: 'Run on samples' }).click();
  await page.locator('.run-summary', { hasText: 'passed' }).locator('.verdict-good').waitFor();
});
await step('a submission gets its receipt at once and then the verdict', async () => {
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.locator('.receipt', { hasText: /Counted, #\d+, \d\d:\d\d:\d\d/ }).waitFor();
  await page.locator('.receipt .verdict-good', { hasText: 'Accepted' }).waitFor();
  await page.locator('.rail-item', { hasText: title }).getByText('Accepted').waitFor();
});
await step('the leaderboard changes', async () => {
  const end = Date.now() + verdictMs;
  for (;;) {
    const after = await ownRow(name);
    if (after !== null && after.score > (before?.score ?? 0))
      return true;
    if (Date.now() > end)
      return false;
    await page.waitForTimeout(300);
  }
});
await step('own row is on the page of the leaderboard', async () => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.locator('.menu').getByRole('button', { name: 'Leaderboard' }).click();
  await page.locator('.board-own tr').waitFor();
  await page.screenshot({ path: shotPath('flow-leaderboard') });
  await page.getByRole('button', { name: 'Back', exact: true }).click();
});
await step('after a reload the work and the receipt are still there', async () => {
  await page.reload();
  await page.locator('.cm-line', { hasText: right }).first().waitFor();
  await page.locator('.receipt', { hasText: 'Counted' }).waitFor();
});
await step('a paste from outside is kept out or reported, never silent', async () => {
  // Works without a secure context too, where navigator.clipboard is missing.
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.value = 'int nobody_wrote_this_here(void) { return 42; }';
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  });
  const count = sent.filter((frame) => frame.type === 'incident' && frame.body.kind === 'clip.paste.external').length;
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+V');
  await page.waitForTimeout(500);
  return sent.filter((frame) => frame.type === 'incident' && frame.body.kind === 'clip.paste.external').length === count + 1;
});
await step('moving own lines by cut and paste is nobody’s business', async () => {
  const count = sent.filter((frame) => frame.type === 'incident').length;
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+X');
  await page.keyboard.press('Control+V');
  await page.waitForTimeout(500);
  return sent.filter((frame) => frame.type === 'incident').length === count;
});
await step('a second tab offers "use here", and takes over', async () => {
  const second = await context.newPage();
  await second.goto(`${settings.url}/`);
  await second.getByRole('button', { name: 'Use here' }).click();
  await second.locator('[data-screen="work"]').waitFor();
  await page.getByText('open in another tab').waitFor();
  await page.getByRole('button', { name: 'Use here' }).click();
  await page.locator('[data-screen="work"]').waitFor();
  await second.close();
});
await step('typing while offline is kept, and is at the server once afterwards', async () => {
  await page.locator('.chip[data-link="connected"]').waitFor();
  await page.locator('.cm-content').focus();
  await context.setOffline(true);
  const mark = `/* ${Date.now()} */`;
  await page.keyboard.press('Control+End');
  await page.keyboard.type(mark, { delay: 5 });
  await page.waitForTimeout(2500);
  await context.setOffline(false);
  const arrived = () => sent.filter((frame) => frame.type === 'draft' && frame.body.source.includes(mark));
  for (let i = 0; i < 100 && arrived().length === 0; i++)
    await page.waitForTimeout(200);
  await page.locator('.chip', { hasText: 'Saved' }).waitFor();
  const problem = arrived().at(-1)?.body.problem;
  const stored = await page.evaluate(async (id) => (await (await fetch(`/api/problems/${id}/draft`)).json()).source, problem);
  return stored.split(mark).length === 2;
});
await step('signing out leads back to the sign-in', async () => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Email or participant id').waitFor();
});
const unexpected = problems.filter((each) => !/ERR_INTERNET_DISCONNECTED|WebSocket|ERR_NETWORK/.test(each));
check('no script error and no policy violation', unexpected.length === 0, unexpected.join('; '));
await browser.close();
finish();
