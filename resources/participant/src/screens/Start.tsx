import { useState } from 'preact/hooks';
import { t } from '../messages';
import { ApiError } from '../net/api';
import { confirm } from '../parts/Confirm';
import { TopBar } from '../parts/TopBar';
import { startRound } from '../session';
import { state } from '../state/store';

/// A round with individual clocks: nothing runs until the participant says so.
export function Start() {
  const [problem, setProblem] = useState<string | null>(null);
  const clock = state.value.me?.clock;
  const number = clock?.round ?? null;
  const round = clock?.roundName || `${t('board.round')} ${number ?? ''}`;
  const start = async () => {
    if (number === null)
      return;
    try {
      await startRound(number);
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
      setProblem(error.message || t('start.failed'));
    }
  };
  return (
    <div class="page">
      <TopBar />
      <main id="main" class="waiting">
        <section class="waiting-now">
          <h1>{t('start.title', { round })}</h1>
          <p>{t('start.lead')}</p>
          <button
            class="button button-main button-large"
            type="button"
            onClick={() => confirm({ title: t('start.confirm'), text: t('start.confirm.text', { round }), button: t('start.button'), act: () => void start() })}
          >
            {t('start.button')}
          </button>
          <div role="alert">{problem !== null && <p class="form-problem">{problem}</p>}</div>
        </section>
      </main>
    </div>
  );
}
