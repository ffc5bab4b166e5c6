import { writeFileSync } from 'node:fs';
import { Browser } from './cdp.mjs';
import { enter, program, screenIs } from './entering.mjs';
import { check, needChromium, openContest, runTest, shotPath } from './support.mjs';

// Staff stop everything with a sentence, go on by a countdown, and give time: page and projector show it by themselves.
const person = { id: 'P1', name: 'Ada Lovelace', seat: 'A-1' };
const sentence = 'Fire alarm: leave the hall now and follow the staff. <b>Your time stands still.</b>';
const soonMs = 1000;

/// Milliseconds from now until the page shows it.
async function seenAfter(tab, expression, what) {
  const begun = Date.now();
  await tab.until(expression, what);
  return Date.now() - begun;
}

const says = (text) => `document.body.innerText.includes(${JSON.stringify(text)})`;
const secondsLeft = `(() => { const parts = document.querySelector('.clock').textContent.split(':').map(Number); return parts.reduce((sum, part) => sum * 60 + part, 0); })()`;

needChromium();
await runTest(async (opened) => {
  const contest = await openContest({ people: [person], judge: false });
  opened.push(contest);
  const token = await contest.staffToken();
  const clock = (body, query = '') => contest.demand('POST', `/api/staff/contests/current/clock${query}`, { token, body });
  const browser = await Browser.start();
  opened.push(browser);
  const projector = await browser.open(`${contest.base}/leaderboard.html?projector=1`);
  const tab = await browser.open(`${contest.base}/`);
  await tab.activate();
  await enter(tab, person);
  const work = await tab.evaluate(program);

  const before = await tab.evaluate(secondsLeft);
  const shown = await clock({ kind: 'extension', amount_ms: 600_000, reason: 'A noisy start' }, '?dry_run=1');
  check('the preview names who is affected', shown.affected.length === 1 && shown.affected[0].participant_id === person.id, JSON.stringify(shown));
  check('the preview changes nothing', Math.abs(before - await tab.evaluate(secondsLeft)) < 5);
  await clock({ kind: 'extension', amount_ms: 600_000, reason: 'A noisy start' });
  const longer = await seenAfter(tab, `${secondsLeft} > ${before + 500}`, 'the new end');
  check('a new end is on the page within a second', longer < soonMs, `${longer} ms`);

  await clock({ kind: 'pause', text: sentence });
  const covered = await seenAfter(tab, says(sentence), 'the sentence on the page');
  check('a stop is on the page within a second', covered < soonMs, `${covered} ms`);
  check('the problems are covered', await tab.evaluate(`document.querySelector('.cm-content') === null && !${says('return n * (n + 1)')}`));
  writeFileSync(shotPath('stopped'), await tab.screenshot());
  await projector.activate();
  await projector.until(says(sentence), 'the sentence on the projector', 10_000);
  writeFileSync(shotPath('stopped-projector'), await projector.screenshot());
  await tab.activate();

  await clock({ kind: 'resume', countdown_s: 4 });
  const counting = await seenAfter(tab, says('It goes on in'), 'the countdown');
  check('the countdown is on the page within a second', counting < soonMs, `${counting} ms`);
  writeFileSync(shotPath('stopped-countdown'), await tab.screenshot());
  await tab.until(screenIs('work'), 'the work screen, by itself', 8000);
  await tab.until(`${program}.length > 100`, 'the program');
  check('the work is there again, to the letter', (await tab.evaluate(program)) === work);
  await projector.activate();
  await projector.until(`!${says(sentence)}`, 'the projector without the sentence', 10_000);
});
