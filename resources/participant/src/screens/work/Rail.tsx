import solved from 'icon:circle-check';
import tried from 'icon:circle-dashed';
import fresh from 'icon:circle';
import judging from 'icon:loader';
import { t } from '../../messages';
import { Icon } from '../../parts/Icon';
import { isSolved } from '../../parts/Menu';
import { chooseProblem } from '../../session';
import { currentProblem, openProblems, state } from '../../state/store';
import type { Problem, Submission } from '../../state/types';
import { narrowTab } from './layout';

/// The problems with their state as shape and word; below, one's own standing.
interface Mark {
  icon: string;
  text: string;
  tone: string;
}

export function markOf(problem: Problem, submissions: Submission[]): Mark {
  const own = submissions.filter((each) => each.problem === problem.id && each.refusal === null);
  if (isSolved(problem.status) || own.some((each) => each.verdict === 'AC'))
    return { icon: solved, text: t('rail.solved'), tone: 'good' };
  if (own.some((each) => each.verdict === null))
    return { icon: judging, text: t('rail.judging'), tone: 'accent' };
  return own.length > 0
    ? { icon: tried, text: t('rail.tried', { count: own.length }), tone: 'notice' }
    : { icon: fresh, text: t('rail.fresh'), tone: 'quiet' };
}

export function Rail() {
  const { submissions, standing } = state.value;
  const problem = currentProblem.value?.id;
  return (
    <nav class="rail" aria-label={t('rail.title')}>
      <h2 class="rail-title">{t('rail.title')}</h2>
      <ul>
        {openProblems.value.map((each) => {
          const mark = markOf(each, submissions);
          return (
            <li key={each.id}>
              <button type="button" class="rail-item" aria-current={each.id === problem ? 'true' : undefined} onClick={() => { chooseProblem(each.id); narrowTab.value = 'statement'; }}>
                <span class="letter" aria-hidden="true">{each.label}</span>
                <span class="rail-text">
                  <span class="rail-name"><span class="unseen">{each.label} </span>{each.title}</span>
                  <span class={`rail-mark tone-${mark.tone}`}><Icon of={mark.icon} />{mark.text}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {standing !== null && standing.rank !== null && (
        <p class="rail-standing">{t('rail.standing', { rank: standing.rank, score: standing.score ?? 0 })}</p>
      )}
    </nav>
  );
}
