import { useEffect, useRef, useState } from 'preact/hooks';
import snow from 'icon:snowflake';
import { begunLabels, mostOnPhone, readBoard, type BoardData, type BoardRow, type Cell } from '../../leaderboard/data';
import { serverClock } from '../serverTime';
import { scoreTime, timeOfDay } from '../core/format';
import { t } from '../messages';
import { ApiError, call } from '../net/api';
import { BackButton } from '../parts/BackButton';
import { Icon } from '../parts/Icon';
import { state } from '../state/store';

/// The leaderboard inside the page: own row pinned, rounds to choose from, asked for again while it is open. A web socket
/// says when it has moved; where there is none the polling does.
const pollMs = 10_000;
const newsMs = 1_500;

export function Board() {
  const [round, setRound] = useState('');
  const [filter, setFilter] = useState('');
  const { board, problem } = useBoard(round);
  const person = state.value.person;
  const rounds = state.value.contest?.rounds ?? [];
  const rows = board?.rows ?? [];
  const isOwn = (row: BoardRow) => row.participantId === person?.participantId || row.participantId === person?.id;
  const own = rows.find(isOwn);
  const shown = rows.filter((row) => row.name.toLowerCase().includes(filter.trim().toLowerCase()));
  const labels = round === '' ? begunLabels(board?.labels ?? [], rounds) : board?.labels ?? [];
  return (
    <section class="view view-board">
      <div class="view-head">
        <BackButton />
        <h1>{t('board.title')}</h1>
        <label class="inline-field"><span>{t('board.round')}</span>
          <select value={round} onChange={(event) => setRound(event.currentTarget.value)}>
            <option value="">{t('board.overall')}</option>
            {rounds.map((each) => <option key={each.number} value={each.number}>{each.name || each.number}</option>)}
          </select>
        </label>
        <label class="inline-field"><span>{t('board.filter')}</span><input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} /></label>
      </div>
      {board?.frozen === true && <p class="banner banner-notice"><Icon of={snow} size={20} /><span>{t('board.frozen', { time: board.generatedAt === null ? '' : timeOfDay(board.generatedAt) })}</span></p>}
      <div role="status">{problem !== null && <p class="note">{problem}</p>}</div>
      {board !== null && rows.length === 0 && <p class="quiet">{t('board.empty')}</p>}
      {rows.length > 0 && shown.length === 0 && <p class="quiet">{t('board.noMatch')}</p>}
      {shown.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label={t('board.title')}>
          <table class={`table board ${labels.length > mostOnPhone ? 'board-many' : ''}`}>
            <thead>
              <tr>
                <th scope="col" class="number">{t('board.rank')}</th>
                <th scope="col">{t('board.name')}</th>
                <th scope="col" class="number">{t('board.score')}</th>
                <th scope="col" class="number">{t('board.time')}</th>
                <th scope="col" class="number">{t('board.solved')}</th>
                {labels.map((label) => <th key={label} scope="col" class="cell-head">{label}</th>)}
              </tr>
            </thead>
            {own !== undefined && filter === '' && <tbody class="board-own"><Row row={own} labels={labels} own /></tbody>}
            <tbody>{shown.map((row) => <Row key={row.participantId} row={row} labels={labels} own={isOwn(row)} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ row, labels, own }: { row: BoardRow; labels: string[]; own: boolean }) {
  return (
    <tr class={own ? 'is-own' : ''}>
      <td class="number">{row.rank}</td>
      <td>
        {row.name}{own && <span class="tag tag-accent">{t('board.you')}</span>}
        {row.college !== '' && <span class="row-note">{row.college}</span>}
      </td>
      <td class="number"><strong>{row.score}</strong></td>
      <td class="number">{row.solved === 0 ? '–' : scoreTime(row.timeS)}</td>
      <td class="number">{row.solved}</td>
      {labels.map((label) => <CellView key={label} cell={row.cells[label]} />)}
    </tr>
  );
}

function CellView({ cell }: { cell: Cell | undefined }) {
  if (cell === undefined || cell.state === 'fresh')
    return <td class="cell"><span aria-hidden="true">·</span><span class="unseen">{t('board.freshCell')}</span></td>;
  if (cell.state === 'judging')
    return <td class="cell tone-accent"><span aria-hidden="true">…</span><span class="unseen">{t('board.judgingCell')}</span></td>;
  const solved = cell.state === 'solved';
  return (
    <td class={`cell ${solved ? 'tone-good' : 'tone-notice'}`}>
      <span aria-hidden="true">{solved ? '✓' : '✗'} {cell.attempts > 1 || !solved ? cell.attempts : ''}</span>
      <span class="unseen">{t(solved ? 'board.solvedCell' : 'board.triedCell', { count: cell.attempts })}</span>
    </td>
  );
}

function useBoard(round: string): { board: BoardData | null; problem: string | null } {
  const [board, setBoard] = useState<BoardData | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const etag = useRef<string | null>(null);
  const shownAt = useRef(0);
  useEffect(() => {
    let timer = 0;
    let gone = false;
    let news: WebSocket | null = null;
    const lookIn = (ms: number) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void look(), ms * (0.8 + 0.4 * Math.random()));
    };
    etag.current = null;
    const look = async () => {
      try {
        const answer = await call('GET', `/api/leaderboard/current${round === '' ? '' : `?round=${round}`}`, undefined, etag.current === null ? {} : { 'If-None-Match': etag.current });
        if (gone)
          return;
        if (answer.status !== 304) {
          etag.current = answer.etag;
          setBoard(readBoard(answer.body));
        }
        shownAt.current = serverClock.now();
        setProblem(null);
        news ??= boardNews(() => lookIn(newsMs));
      } catch (error) {
        if (!(error instanceof ApiError))
          throw error;
        setProblem(error.status === 403 || error.status === 404 ? t('board.private') : t('board.stale', { time: timeOfDay(shownAt.current || serverClock.now()) }));
      }
      if (!gone)
        lookIn(pollMs);
    };
    void look();
    return () => { gone = true; clearTimeout(timer); news?.close(); };
  }, [round, state.value.standing]);
  return { board, problem };
}

function boardNews(moved: () => void): WebSocket {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/leaderboard`);
  socket.onmessage = moved;
  return socket;
}
