import { table } from './messagesEnglish';

/// Texts by name. A translation is another table of the same names.
export type MessageName = keyof typeof table;
type Values = Record<string, string | number>;

/// The text with {names} filled in. A text with "|" has a singular and a plural form, chosen by {count}.
export function t(name: MessageName, values: Values = {}): string {
  const forms = table[name].split('|');
  const text = forms.length > 1 && values['count'] !== 1 ? forms[1]! : forms[0]!;
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole));
}

/// A text whose name is put together from a value of the server; the fallback for values that we do not know.
export function named(prefix: string, value: string, fallback: string): string {
  const name = `${prefix}.${value}`;
  return name in table ? t(name as MessageName) : fallback;
}
