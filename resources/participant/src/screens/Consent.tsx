import { useState } from 'preact/hooks';
import { t } from '../messages';
import { ApiError } from '../net/api';
import { acceptConsent, signOut } from '../session';
import { state } from '../state/store';
import { CardScreen } from './frame';

/// The organiser's text, a clear yes, and a no that is not a dead end.
export function Consent() {
  const [problem, setProblem] = useState<string | null>(null);
  const [declined, setDeclined] = useState(false);
  const consent = state.value.me?.consent;
  if (consent == null)
    return null;
  const accept = async () => {
    try {
      await acceptConsent(consent.version);
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
      setProblem(t('consent.failed'));
    }
  };
  return (
    <CardScreen wide>
      <h1>{t('consent.title')}</h1>
      <p class="lead">{t('consent.lead')}</p>
      <div class="consent-text" tabIndex={0} role="region" aria-label={t('consent.title')}>
        {consent.text.split(/\n{2,}/).map((paragraph, i) => <Paragraph key={i} text={paragraph} />)}
      </div>
      <p class="quiet">{t('consent.version', { version: consent.version })}</p>
      <div role="alert">
        {problem !== null && <p class="form-problem">{problem}</p>}
        {declined && <p class="note">{t('consent.declined')}</p>}
      </div>
      <div class="card-buttons">
        {declined
          ? <button class="button" type="button" onClick={() => void signOut()}>{t('menu.signOut')}</button>
          : <button class="button" type="button" onClick={() => setDeclined(true)}>{t('consent.decline')}</button>}
        <button class="button button-main button-large" type="button" onClick={() => void accept()}>{t('consent.accept')}</button>
      </div>
    </CardScreen>
  );
}

/// Lines that begin with "- " are a list; everything else is a paragraph.
function Paragraph({ text }: { text: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const items = lines.filter((line) => /^\s*[-*•] /.test(line));
  if (items.length === 0 || items.length + 1 < lines.length)
    return <p>{text}</p>;
  return (
    <>
      {lines.length > items.length && <p>{lines[0]}</p>}
      <ul>{items.map((line, i) => <li key={i}>{line.replace(/^\s*[-*•] /, '')}</li>)}</ul>
    </>
  );
}
