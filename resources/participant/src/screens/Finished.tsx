import { timeOfDay } from '../core/format';
import { t } from '../messages';
import { TopBar } from '../parts/TopBar';
import { Verdict } from '../parts/Verdict';
import { receiptText } from './work/receipt';
import { state } from '../state/store';

/// "Everything is sent", with the receipts that count.
export function Finished() {
  const { waiting } = state.value;
  return (
    <div class="page">
      <TopBar />
      <main id="main" class="view">
        <h1>{t('finished.title')}</h1>
        <p class="lead">{waiting > 0 ? t('finished.waiting', { count: waiting }) : t('finished.more')}</p>
        <Receipts />
        <p><a href="/leaderboard.html">{t('signIn.board')}</a></p>
      </main>
    </div>
  );
}

export function NotSelected() {
  return (
    <div class="page">
      <TopBar />
      <main id="main" class="view">
        <h1>{t('notSelected.title')}</h1>
        <p class="lead">{state.value.me?.reason || t('notSelected.more')}</p>
        <Receipts />
        <p><a href="/leaderboard.html">{t('signIn.board')}</a></p>
      </main>
    </div>
  );
}

export function Receipts() {
  const { submissions, problems } = state.value;
  const titleOf = (id: string) => {
    const problem = problems.find((each) => each.id === id);
    return problem === undefined ? id : `${problem.label} ${problem.title}`;
  };
  return (
    <section class="panel-card">
      <h2>{t('finished.receipts')}</h2>
      {submissions.length === 0 && <p class="quiet">{t('finished.none')}</p>}
      <ul class="receipts">
        {submissions.map((each) => (
          <li key={each.id ?? each.clientRef}>
            <span class="receipt-problem">{titleOf(each.problem)}</span>
            <span class="receipt-text">{receiptText(each, timeOfDay)}</span>
            <Verdict of={each.verdict} />
          </li>
        ))}
      </ul>
    </section>
  );
}
