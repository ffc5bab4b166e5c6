import { writeFileSync } from 'node:fs';
import { Browser, pause } from './cdp.mjs';
import { check, finish, settings, shotPath } from './support.mjs';

// Real tab switches until the participant is warned, then until the limit:
//   AWAY_MS (4000): how long each absence lasts; AWAY_GAP_MS (800): how long in between; AWAY_MOST (20): give up after so many;
//   AWAY_EXPECT (disqualified): the status that ends it, "suspended", or "warning" to stop after the warning.
const awayMs = Number(process.env.AWAY_MS ?? 4000);
const gapMs = Number(process.env.AWAY_GAP_MS ?? 800);
const most = Number(process.env.AWAY_MOST ?? 20);
const expected = process.env.AWAY_EXPECT ?? 'disqualified';

const screenIs = (name) => `document.querySelector('.root')?.dataset.screen === ${JSON.stringify(name)}`;

const sentWithinMs = Number(process.env.AWAY_SENT_WITHIN_MS ?? 50);

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

async function enter(tab) {
  await tab.fill('input[name=username]', settings.user);
  await tab.fill('#password', settings.password);
  await tab.click('button[type=submit]');
  await tab.until(`!['starting', 'signIn'].includes(document.querySelector('.root')?.dataset.screen)`, 'signed in');
  if (await tab.evaluate(screenIs('checkIn')))
    await tab.click('button', 'Continue');
  if (await tab.evaluate(screenIs('consent')))
    await tab.click('button', 'I have read this and agree');
  await tab.until(screenIs('work'), 'the work screen');
  await tab.until(`document.querySelector('.chip[data-link=connected]')`, 'the connection');
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

const browser = await Browser.start();
try {
  const other = await browser.open('about:blank');
  const tab = await browser.open('about:blank');
  await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: recorder });
  await tab.send('Page.navigate', { url: `${settings.url}/` });
  await tab.activate();
  await enter(tab);
  check('nothing is reported while the participant stays', tab.incidents().filter((each) => each.kind.startsWith('away')).length === 0, JSON.stringify(tab.incidents()));

  let warned = false;
  let rounds = 0;
  let ended = false;
  while (rounds < most && !ended) {
    rounds++;
    const { shown, incidents } = await leaveOnce(tab, other);
    if (rounds === 1) {
      const own = incidents.filter((each) => each.kind === 'away.tab');
      check('a tab switch is one incident: opened, then closed with the same id', own.length === 2 && own[0].phase === 'open' && own[1].phase === 'closed' && own[0].id === own[1].id, JSON.stringify(incidents));
      check('its duration is the time away', own.length > 1 && Math.abs(own[1].duration_ms - awayMs) < 700, `${own[1]?.duration_ms} ms`);
      check('each event of the page has its own number', new Set(tab.frames.filter((frame) => frame.sent && frame.body.t === 'ev').map((frame) => frame.body.seq)).size === tab.frames.filter((frame) => frame.sent && frame.body.t === 'ev').length);
    }
    if (!warned) {
      check(`absence ${rounds}: no dialog while away`, !shown);
      warned = await tab.until(`document.querySelector('dialog.dialog-warning[open]')`, 'warning', 1500).then(() => true, () => false);
      if (warned) {
        writeFileSync(shotPath('away-warning'), await tab.screenshot());
        await tab.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 });
        check('Escape does not dismiss a warning', await tab.evaluate(`document.querySelector('dialog.dialog-warning[open]') !== null`));
        await tab.click('dialog.dialog-warning button', 'I have read this');
        await tab.until(`document.querySelector('dialog.dialog-warning') === null`, 'the warning is gone');
        await pause(500);
        check('the acknowledgement was sent', tab.frames.some((frame) => frame.sent && frame.body.type === 'ack_warning'));
        ended = expected === 'warning';
      }
    }
    ended ||= await tab.evaluate(screenIs('blocked'));
  }
  const times = (await tab.evaluate('window.sendingTimes()')).sort((a, b) => a - b).map((each) => Math.round(each * 10) / 10);
  console.log(`     hidden to sent, ms: ${times.join(', ')}`);
  check(`a report is on its way within ${sentWithinMs} ms of the page being hidden (median)`, times.length > 0 && times[Math.floor((times.length - 1) / 2)] < sentWithinMs);
  check(`a warning came within ${rounds} absences`, warned);
  if (expected !== 'warning') {
    check(`${expected} after ${rounds} absences`, await tab.evaluate(screenIs('blocked')));
    await tab.until(`document.querySelector('.blocked .table tbody tr')`, 'the own timeline');
    const text = await tab.evaluate(`document.querySelector('main').textContent`);
    check('the screen says so, and who reported', text.includes(expected) && text.includes('the page reported'));
    const count = tab.incidents().length;
    await other.activate();
    await pause(2500);
    await tab.activate();
    await pause(800);
    check('watching has stopped', tab.incidents().length === count);
    writeFileSync(shotPath('away-end'), await tab.screenshot());
  }
} finally {
  await browser.close();
}
finish();
