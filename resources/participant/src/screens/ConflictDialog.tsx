import { replaceProgram } from '../actions';
import { conflict } from '../app';
import { t } from '../messages';
import { CodeBlock } from '../parts/CodeBlock';
import { Dialog } from '../parts/Dialog';
import { app } from '../session';

/// Two devices wrote the same program: both are shown, nothing is thrown away.
export function ConflictDialog() {
  const current = conflict.value;
  if (current === null)
    return null;
  const choose = async (which: 'mine' | 'theirs') => {
    conflict.value = null;
    const chosen = await app.value?.drafts.choose(current.problem, which);
    if (which === 'theirs' && chosen != null)
      replaceProgram(current.problem, chosen.language, chosen.source);
  };
  return (
    <Dialog title={t('conflict.title')} onClose={null} class="dialog-wide">
      <p>{t('conflict.text')}</p>
      <div class="two-columns">
        <section>
          <h3>{t('conflict.mine')}</h3>
          <CodeBlock source={current.mine.source} label={t('conflict.mine')} />
          <button type="button" class="button" onClick={() => void choose('mine')}>{t('conflict.keepMine')}</button>
        </section>
        <section>
          <h3>{t('conflict.theirs')}</h3>
          <CodeBlock source={current.theirs.source} label={t('conflict.theirs')} />
          <button type="button" class="button" onClick={() => void choose('theirs')}>{t('conflict.takeTheirs')}</button>
        </section>
      </div>
    </Dialog>
  );
}
