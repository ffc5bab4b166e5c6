import { password } from './support.mjs';

export const screenIs = (name) => `document.querySelector('.root')?.dataset.screen === ${JSON.stringify(name)}`;
/// What stands in the editor.
export const program = `[...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n')`;

/// Signs in, checks in and agrees, up to the first program in the editor.
export async function enter(tab, person) {
  await tab.fill('input[name=username]', person.id);
  await tab.fill('#password', password);
  await tab.click('button[type=submit]');
  await tab.until(screenIs('checkIn'), 'the check-in');
  await tab.click('button', 'Continue');
  await tab.click('button', 'I have read this and agree');
  await tab.until(screenIs('work'), 'the work screen');
  await tab.until(`document.querySelector('.chip[data-link=connected]')`, 'the connection');
  await tab.until(`${program}.includes('return n * (n + 1)')`, 'the program');
}
