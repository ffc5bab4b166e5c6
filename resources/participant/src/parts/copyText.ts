/// Copies a text for the participant; false when the browser refused. `navigator.clipboard` is missing on plain HTTP,
/// the older command is not.
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined)
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement)
    before.focus();
  return copied;
}
