/// Line differences between the program that was given and the participant's own: longest common subsequence over what
/// is left between the common head and tail. These programs are at most some hundred lines.
export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
  before: number | null;
  after: number | null;
}

const mostCells = 4_000_000;

const linesOf = (text: string) => text.replace(/\r\n?/g, '\n').split('\n');

/// lengths[i][j]: the longest common subsequence of before[i..] and after[j..], rows laid end to end.
function commonLengths(before: string[], after: string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = before[i] === after[j]
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  return lengths;
}

export function lineDiff(beforeText: string, afterText: string): DiffLine[] {
  const before = linesOf(beforeText);
  const after = linesOf(afterText);
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head])
    head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;

  const oldPart = before.slice(head, before.length - tail);
  const newPart = after.slice(head, after.length - tail);
  const small = (oldPart.length + 1) * (newPart.length + 1) <= mostCells;
  const lengths = small ? commonLengths(oldPart, newPart) : null;
  const width = newPart.length + 1;

  const lines: DiffLine[] = before.slice(0, head).map((text, i) => ({ kind: 'same', text, before: i + 1, after: i + 1 }));
  let i = 0;
  let j = 0;
  while (i < oldPart.length || j < newPart.length) {
    if (lengths !== null && i < oldPart.length && j < newPart.length && oldPart[i] === newPart[j]) {
      lines.push({ kind: 'same', text: oldPart[i]!, before: head + i + 1, after: head + j + 1 });
      i++;
      j++;
    } else if (i < oldPart.length && (j >= newPart.length || lengths === null || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      lines.push({ kind: 'removed', text: oldPart[i]!, before: head + i + 1, after: null });
      i++;
    } else {
      lines.push({ kind: 'added', text: newPart[j]!, before: null, after: head + j + 1 });
      j++;
    }
  }
  for (let left = tail; left > 0; left--)
    lines.push({ kind: 'same', text: before[before.length - left]!, before: before.length - left + 1, after: after.length - left + 1 });
  return lines;
}

/// How many lines were changed: the larger of added and removed.
export function changedLines(lines: DiffLine[]): number {
  const added = lines.filter((line) => line.kind === 'added').length;
  return Math.max(added, lines.filter((line) => line.kind === 'removed').length);
}
