import { signal } from '@preact/signals';
import { t } from '../messages';
import { Dialog } from './Dialog';

/// Asks before something that is hard to take back: names the effect, and the button says what it does.
interface Question {
  title: string;
  text: string;
  button: string;
  act: () => void;
}

const question = signal<Question | null>(null);

export function confirm(asked: Question): void {
  question.value = asked;
}

export function ConfirmDialog() {
  const asked = question.value;
  if (asked === null)
    return null;
  const close = () => { question.value = null; };
  return (
    <Dialog title={asked.title} onClose={close}>
      <p>{asked.text}</p>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={close}>{t('dialog.cancel')}</button>
        <button type="button" class="button button-main" onClick={() => { close(); asked.act(); }}>{asked.button}</button>
      </div>
    </Dialog>
  );
}
