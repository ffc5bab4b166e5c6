import { t } from '../messages';
import { lineDiff } from '../core/lineDiff';

/// Programs to read, with line numbers, and the difference of two of them.
export function CodeBlock({ source, label }: { source: string; label: string }) {
  return (
    <div class="code-block" tabIndex={0} role="region" aria-label={label}>
      <ol class="code-lines">
        {source.replace(/\n$/, '').split('\n').map((line, i) => <li key={i}><code>{line === '' ? ' ' : line}</code></li>)}
      </ol>
    </div>
  );
}

const signs = { same: ' ', added: '+', removed: '−' } as const;
const words = { same: '', added: 'problem.diffAdded', removed: 'problem.diffRemoved' } as const;

export function DiffBlock({ before, after, label }: { before: string; after: string; label: string }) {
  return (
    <div class="code-block" tabIndex={0} role="region" aria-label={label}>
      <table class="diff">
        <tbody>
          {lineDiff(before, after).map((line, i) => (
            <tr key={i} class={`diff-${line.kind}`}>
              <td class="diff-number">{line.before ?? ''}</td>
              <td class="diff-number">{line.after ?? ''}</td>
              <td class="diff-sign">
                <span aria-hidden="true">{signs[line.kind]}</span>
                {words[line.kind] !== '' && <span class="unseen">{t(words[line.kind] as 'problem.diffAdded')}</span>}
              </td>
              <td class="diff-text"><code>{line.text === '' ? ' ' : line.text}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
