import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, chromiumPath, require, startBound } from './support.mjs';

// A small driver over the DevTools protocol. Playwright keeps every page "focused" and "visible"; here a tab switch is
// what the browser really does.
export class Browser {
  static async start() {
    const { WebSocket } = require('ws');
    const profile = mkdtempSync(join(tmpdir(), 'marathon-browser-'));
    const child = startBound(chromiumPath, [...chromiumArguments, '--headless=new', '--window-size=1280,800', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise((resolve, reject) => {
      let text = '';
      const timer = setTimeout(() => reject(new Error(`The browser did not start:\n${text}`)), 30_000);
      child.on('exit', (status) => reject(new Error(`The browser ended with ${status}:\n${text}`)));
      child.stderr.on('data', (data) => {
        text += data;
        const found = /DevTools listening on (ws:\S+)/.exec(text);
        if (found !== null) {
          clearTimeout(timer);
          resolve(found[1]);
        }
      });
    });
    const socket = new WebSocket(address, { perMessageDeflate: false });
    await new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject); });
    return new Browser(child, socket, profile);
  }

  constructor(child, socket, profile) {
    Object.assign(this, { child, socket, profile });
    this.next = 0;
    this.waiting = new Map();
    this.listeners = new Set();
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      const waiter = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (waiter === undefined)
        this.listeners.forEach((listener) => listener(message));
      else if (message.error !== undefined)
        waiter.reject(new Error(message.error.message));
      else
        waiter.resolve(message.result);
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.next;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  async open(url) {
    const { targetId } = await this.send('Target.createTarget', { url, newWindow: false, background: false });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this, targetId, sessionId);
    await tab.send('Page.enable');
    await tab.send('Runtime.enable');
    await tab.send('Network.enable');
    return tab;
  }

  async close() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    await this.send('Browser.close').catch(() => this.child.kill());
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Tab {
  constructor(browser, targetId, sessionId) {
    Object.assign(this, { browser, targetId, sessionId });
    this.frames = [];
    browser.listeners.add((message) => {
      if (message.sessionId !== sessionId)
        return;
      if (message.method === 'Network.webSocketFrameSent' || message.method === 'Network.webSocketFrameReceived')
        this.frames.push({ sent: message.method.endsWith('Sent'), at: Date.now(), body: parse(message.params.response.payloadData) });
    });
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  activate() {
    return this.browser.send('Target.activateTarget', { targetId: this.targetId });
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(expression, what, withinMs = 15_000) {
    const end = Date.now() + withinMs;
    while (Date.now() < end) {
      if (await this.evaluate(`Boolean(${expression})`))
        return;
      await pause(100);
    }
    throw new Error(`Not seen within ${withinMs} ms: ${what}`);
  }

  async click(selector, text = '') {
    const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => each.textContent.includes(${JSON.stringify(text)}) && each.offsetParent !== null)`;
    await this.until(find, `${selector} ${text}`);
    await this.evaluate(`${find}.click()`);
  }

  async fill(selector, value) {
    await this.until(`document.querySelector(${JSON.stringify(selector)})`, selector);
    await this.evaluate(`(() => { const field = document.querySelector(${JSON.stringify(selector)}); field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event('input', { bubbles: true })); })()`);
  }

  /// Real key events, as many times as told.
  async press(key, { times = 1, ctrl = false, code = key, virtualKey = virtualKeys[key] } = {}) {
    const event = { key, code, windowsVirtualKeyCode: virtualKey, modifiers: ctrl ? 2 : 0 };
    for (let i = 0; i < times; i++) {
      await this.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
      await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    }
  }

  async screenshot() {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  // What the page sent of one kind of event, oldest first.
  incidents() {
    return this.frames.filter((frame) => frame.sent && frame.body.t === 'ev' && frame.body.type === 'incident').map((frame) => ({ at: frame.at, id: frame.body.id, ...frame.body.body }));
  }
}

const virtualKeys = { Escape: 27, Home: 36, ArrowRight: 39, ArrowDown: 40 };

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
