import { effect, signal } from '@preact/signals';
import { remember, remembered } from '../core/remember';

/// How this person likes the page: kept in the browser, never sent.
export type Theme = 'auto' | 'light' | 'dark';

const themes: Theme[] = ['auto', 'light', 'dark'];
export const smallestFont = 11;
export const largestFont = 24;

const storedTheme = remembered('marathon.theme');
const storedFont = Number(remembered('marathon.font'));

export const theme = signal<Theme>(themes.find((each) => each === storedTheme) ?? 'auto');
export const codeFont = signal(storedFont >= smallestFont && storedFont <= largestFont ? storedFont : 14);

const narrowQuery = matchMedia('(max-width: 899px)');
export const narrow = signal(narrowQuery.matches);
narrowQuery.addEventListener('change', () => { narrow.value = narrowQuery.matches; });

export function startSettings(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    remember('marathon.theme', theme.value);
  });
  effect(() => {
    document.documentElement.style.setProperty('--code-size', `${codeFont.value}px`);
    remember('marathon.font', String(codeFont.value));
  });
}
