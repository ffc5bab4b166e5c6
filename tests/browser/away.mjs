import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { staffPassword } from '../end-to-end/ContestUnderTest.mjs';
import { Browser, pause } from './cdp.mjs';
import { enter, program, screenIs } from './entering.mjs';
import { bin, check, needChromium, openContest, runTest, shotPath, until } from './support.mjs';

// Real tab switches until the participant is warned, then disqualified; the console shows it; reinstated, the page goes on
// by itself with the very same text, and a run and a submission go through.
const person = { id: 'P1', name: 'Ada Lovelace', seat: 'A-1' };
const others = [{ id: 'P2', name: 'Bob Babbage', seat: 'A-2' }, { id: 'P3', name: 'Cleo Turing', seat: 'A-3' }];
// No grace and a low limit, so that four short absences of one point each are enough.
const policy = { grace: 0, cooldown_ms: 500, warning_at: 2, limit: 4 };
const awayMs = 3300; // over the 3 s from which a hidden page is a low incident
const gapMs = 900;
const mostAbsences = 6;
const sentWithinMs = 50;

// Notes for each absence how long it took from the page being hidden to its report being sent.
const recorder = `(() => {
  let hiddenAt = null;
  const times = [];
  document.addEventListener('visibilitychange', (event) => { hiddenAt = document.hidden ? event.timeStamp : null; }, true);
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) {
    if (hiddenAt !== null && String(text).includes('"incident"')) {
      times.push(performance.now() - hiddenAt);
      hiddenAt = null;
    }
    return send.call(this, text);
  };
  window.sendingTimes = () => times;
})();`;

/// Repairs the program by hand: the sixth line multiplies too narrowly.
async function write(tab) {
  await tab.evaluate(`document.querySelector('.cm-content').focus()`);
  await tab.press('Home', { ctrl: true });
  await tab.press('ArrowDown', { times: 5 });
  await tab.press('ArrowRight', { times: '    return '.length });
  await tab.send('Input.insertText', { text: '(long long)' });
  await tab.until(`${program}.includes('return (long long)n * (n + 1)')`, 'what was written');
  await tab.until(`document.querySelector('.chip-text')?.textContent.startsWith('Saved')`, 'saved');
  return tab.evaluate(program);
}

async function leaveOnce(tab, other) {
  const before = tab.incidents().length;
  await other.activate();
  await pause(awayMs);
  const shown = await tab.evaluate(`document.querySelector('dialog[open]') !== null`);
  await tab.activate();
  await pause(gapMs);
  return { shown, incidents: tab.incidents().slice(before) };
}

function checkFirstAbsence(tab, incidents) {
  const own = incidents.filter((each) => each.kind === 'away.tab');
  check('a tab switch is one incident: opened, then closed with the same id',
    own.length === 2 && own[0].phase === 'open' && own[1].phase === 'closed' && own[0].id === own[1].id, JSON.stringify(incidents));
  check('its duration is the time away', own.length > 1 && Math.abs(own[1].duration_ms - awayMs) < 700, `${own[1]?.duration_ms} ms`);
  const numbers = tab.frames.filter((frame) => frame.sent && frame.body.t === 'ev').map((frame) => frame.body.seq);
  check('each event of the page has its own number', numbers.length > 0 && new Set(numbers).size === numbers.length);
}

async function acknowledgeWarning(tab) {
  writeFileSync(shotPath('away-warning'), await tab.screenshot());
  await tab.press('Escape');
  check('Escape does not dismiss a warning', await tab.evaluate(`document.querySelector('dialog.dialog-warning[open]') !== null`));
  await tab.click('dialog.dialog-warning button', 'I have read this');
  await tab.until(`document.querySelector('dialog.dialog-warning') === null`, 'the warning is gone');
  await until(() => tab.frames.some((frame) => frame.sent && frame.body.type === 'ack_warning'), 'the acknowledgement is sent', 5000);
}

/// Leaves again and again until the page is blocked; how often.
async function leaveUntilBlocked(tab, other) {
  let warned = false;
  for (let absence = 1; absence <= mostAbsences; absence++) {
    const { shown, incidents } = await leaveOnce(tab, other);
    if (absence === 1)
      checkFirstAbsence(tab, incidents);
    if (!warned) {
      check(`absence ${absence}: no dialog while away`, !shown);
      warned = await tab.until(`document.querySelector('dialog.dialog-warning[open]')`, 'warning', 1500).then(() => true, () => false);
      if (warned) {
        check('the warning comes at the points of the policy', absence === policy.warning_at, `absence ${absence}`);
        await acknowledgeWarning(tab);
      }
    }
    if (await tab.until(screenIs('blocked'), 'blocked', 700).then(() => true, () => false)) {
      check('the limit is reached at the points of the policy, after a warning', warned && absence === policy.limit, `absence ${absence}`);
      return;
    }
  }
  throw new Error(`not blocked after ${mostAbsences} absences`);
}

/// A page of the console on the live server as a picture.
function consolePicture(contest, page, name) {
  const file = shotPath(name);
  execFileSync(join(bin, 'marathon-console'),
    ['--server', contest.base, '--user', 'admin', '--password-stdin', '--page', page, '--theme', 'light', '--select', person.id, '--screenshot', file],
    { input: `${staffPassword}\n`, timeout: 40_000, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, QT_QPA_PLATFORM: 'offscreen', XDG_CONFIG_HOME: contest.data } });
  return readFileSync(file);
}

/// What is in a picture, seen by the browser: its size, how many colours it has, and how many points have one colour.
function look(tab, png, colour) {
  return tab.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const points = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const wanted = new Uint32Array(new Uint8Array([${colour.join()}, 255]).buffer)[0];
    return { width: image.width, height: image.height, colours: new Set(points).size, marked: points.filter((point) => point === wanted).length };
  })()`);
}

const outColour = [0x5B, 0x2A, 0x86]; // the token "out" of the light theme: disqualified

needChromium();
await runTest(async (opened) => {
  const contest = await openContest({ people: [person, ...others], policy });
  opened.push(contest);
  const admin = await contest.staffToken();
  const onBoard = async () => (await contest.demand('GET', '/api/leaderboard/current')).rows.find((row) => row.participant_id === person.id);
  const browser = await Browser.start();
  opened.push(browser);
  const other = await browser.open('about:blank');
  const tab = await browser.open('about:blank');
  await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: recorder });
  await tab.send('Page.navigate', { url: `${contest.base}/` });
  await tab.activate();
  await enter(tab, person);
  const work = await write(tab);
  check('nothing is reported while the participant stays', !tab.incidents().some((each) => each.kind.startsWith('away')), JSON.stringify(tab.incidents()));
  const calm = await look(other, consolePicture(contest, 'violations', 'console-violations-before'), outColour);

  await leaveUntilBlocked(tab, other);
  const times = (await tab.evaluate('window.sendingTimes()')).sort((a, b) => a - b).map((each) => Math.round(each * 10) / 10);
  console.log(`     hidden to sent, ms: ${times.join(', ')}`);
  check(`a report is on its way within ${sentWithinMs} ms of the page being hidden (median)`, times.length > 0 && times[Math.floor((times.length - 1) / 2)] < sentWithinMs);
  await tab.until(`document.querySelector('.blocked .table tbody tr')`, 'the own timeline');
  const text = await tab.evaluate(`document.querySelector('main').textContent`);
  check('the screen says disqualified, and who reported', text.includes('You have been disqualified') && text.includes('the page reported'));
  check('the saved code is shown to its author', text.includes('return (long long)n * (n + 1)'));
  writeFileSync(shotPath('away-disqualified'), await tab.screenshot());
  check('a disqualified person is off the leaderboard', (await onBoard()) === undefined);
  const count = tab.incidents().length;
  await other.activate();
  await pause(awayMs);
  await tab.activate();
  await pause(gapMs);
  check('watching has stopped', tab.incidents().length === count);

  const seen = await look(other, consolePicture(contest, 'violations', 'console-violations-disqualified'), outColour);
  check('the console’s picture has something on it', seen.width === 1440 && seen.height === 900 && seen.colours > 200, JSON.stringify(seen));
  check('the console shows the disqualification, which was not there before', seen.marked > 50 && calm.marked === 0, JSON.stringify({ seen, calm }));

  const staff = contest.live('/ws/staff', admin, { t: 'hello', v: 1, client_id: randomUUID(), contest_id: 'current', ledger_epoch: '', last_seq: 0, topics: ['ledger'] });
  await staff.find((message) => message.t === 'welcome', 'welcome of the staff');
  const command = { t: 'command', id: randomUUID(), action: 'reinstate', participant_ids: [person.id], reason: 'A window of the system came to the front.' };
  staff.send(command);
  const result = await staff.find((message) => message.t === 'result' && message.id === command.id, 'the result');
  check('reinstating is accepted', result.ok === true && result.results.every((each) => each.ok), JSON.stringify(result));
  await tab.until(screenIs('work'), 'the work screen, by itself', 5000);
  await tab.until(`${program}.length > 100`, 'the program');
  check('the work is intact, to the letter', (await tab.evaluate(program)) === work);
  staff.socket.terminate();
  const { points, limit } = await contest.demand('GET', `/api/staff/participants/${person.id}`, { token: admin });
  check('with the allowance the points are below the warning again', points - (limit - policy.limit) < policy.warning_at, `${points} of ${limit}`);

  await tab.click('button', 'Run on samples');
  await tab.until(`document.querySelector('.run-summary .verdict-good')`, 'the run passes', 20_000);
  await tab.click('button', 'Submit');
  await tab.until(`document.querySelector('.receipt .verdict-good')?.textContent.includes('Accepted')`, 'accepted', 20_000);
  const row = await until(async () => { const found = await onBoard(); return found?.solved === 1 ? found : null; }, 'the row', 5000);
  check('a run and a submission go through, and count', row.rank === 1 && row.score > 0, JSON.stringify(row));
  writeFileSync(shotPath('away-reinstated'), await tab.screenshot());

  const { incidents } = await leaveOnce(tab, other);
  check('watching goes on', incidents.some((each) => each.kind === 'away.tab' && each.phase === 'closed'), JSON.stringify(incidents));
  check('the next small absence does not disqualify again', await tab.evaluate(screenIs('work')));
});
