import type { BoardData, BoardRow, Cell } from './data';
import { clockText } from './time';
import { fill, words } from './words';

/// Draws the rows and lets them glide to their new places. A row's element is kept as long as its person is on the board.
const glideMs = 600;

const kept: { [id: string]: HTMLTableRowElement } = {};
const drawn: { [id: string]: string } = {};
let drawnHead = '';

function reducedMotion(): boolean {
  return typeof window.matchMedia === 'function' && window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function cellOf(row: HTMLTableRowElement, className: string, text: string): HTMLTableCellElement {
  const cell = row.insertCell();
  cell.className = className;
  cell.textContent = text;
  return cell;
}

function cellText(cell: Cell | undefined): { mark: string; spoken: string; className: string } {
  if (cell === undefined || cell.state === 'fresh')
    return { mark: '·', spoken: words.fresh, className: 'cell fresh' };
  if (cell.state === 'judging')
    return { mark: '…', spoken: words.judging, className: 'cell judging' };
  const solved = cell.state === 'solved';
  const count = solved && cell.attempts <= 1 ? '' : ' ' + cell.attempts;
  return {
    mark: (solved ? '✓' : '✗') + count,
    spoken: fill(solved ? words.solved : words.tried, 'count', cell.attempts),
    className: solved ? 'cell solved' : 'cell tried',
  };
}

function fillRow(element: HTMLTableRowElement, row: BoardRow, labels: string[]): void {
  while (element.firstChild)
    element.removeChild(element.firstChild);
  cellOf(element, 'rank', String(row.rank));
  const name = cellOf(element, 'name', row.name);
  if (row.college !== '') {
    const college = document.createElement('span');
    college.className = 'college';
    college.textContent = row.college;
    name.appendChild(document.createTextNode(' '));
    name.appendChild(college);
  }
  labels.forEach(function (label) {
    const text = cellText(row.cells[label]);
    const cell = cellOf(element, text.className, '');
    const mark = document.createElement('span');
    mark.setAttribute('aria-hidden', 'true');
    mark.textContent = text.mark;
    const spoken = document.createElement('span');
    spoken.className = 'unseen';
    spoken.textContent = text.spoken;
    cell.appendChild(mark);
    cell.appendChild(spoken);
  });
  cellOf(element, 'count', String(row.solved));
  cellOf(element, 'time', row.timeS > 0 ? clockText(row.timeS * 1000) : '–');
  cellOf(element, 'points', String(row.score));
}

function fillHead(head: HTMLElement, labels: string[]): void {
  const key = labels.join(' ');
  if (drawnHead === key)
    return;
  drawnHead = key;
  while (head.firstChild)
    head.removeChild(head.firstChild);
  const row = document.createElement('tr');
  const titles = [['rank', words.rank], ['name', words.name]].concat(labels.map(function (label) { return ['cell', label]; }), [['count', words.solvedCount], ['time', words.time], ['points', words.points]]);
  titles.forEach(function (title) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.className = title[0] || '';
    cell.textContent = title[1] || '';
    row.appendChild(cell);
  });
  head.appendChild(row);
}

function glide(element: HTMLTableRowElement, from: number, to: number): void {
  if (from === to || typeof element.animate !== 'function')
    return;
  element.animate([{ transform: 'translateY(' + (from - to) + 'px)' }, { transform: 'none' }], { duration: glideMs, easing: 'cubic-bezier(0.2, 0, 0, 1)' });
}

export function draw(board: BoardData, labels: string[], head: HTMLElement, body: HTMLElement): void {
  const moves = !reducedMotion() && board.rows.length <= 1000;
  const before: { [id: string]: number } = {};
  if (moves)
    Object.keys(kept).forEach(function (id) { before[id] = kept[id]!.offsetTop; });
  fillHead(head, labels);
  const present: { [id: string]: boolean } = {};
  board.rows.forEach(function (row, index) {
    present[row.participantId] = true;
    const text = JSON.stringify([row, labels]);
    let element = kept[row.participantId];
    if (element === undefined) {
      element = document.createElement('tr');
      kept[row.participantId] = element;
    }
    if (drawn[row.participantId] !== text) {
      const known = drawn[row.participantId] !== undefined;
      drawn[row.participantId] = text;
      fillRow(element, row, labels);
      element.className = known && moves ? 'changed' : '';
    }
    if (body.children[index] !== element)
      body.insertBefore(element, body.children[index] || null);
  });
  Object.keys(kept).forEach(function (id) {
    if (present[id])
      return;
    const element = kept[id]!;
    if (element.parentNode)
      element.parentNode.removeChild(element);
    delete kept[id];
    delete drawn[id];
  });
  if (moves)
    Object.keys(before).forEach(function (id) { if (kept[id]) glide(kept[id]!, before[id]!, kept[id]!.offsetTop); });
}
