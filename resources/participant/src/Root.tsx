import { signal } from '@preact/signals';
import { LiveRegion, Toast } from './parts/live';
import { t } from './messages';
import { SignIn } from './screens/SignIn';
import { screenOf, type Screen } from './state/screen';
import { panel, state, view } from './state/store';

/// The whole page: one screen, and what lies above it. The sign-in is small and comes first; the rest is fetched
/// meanwhile.
type Screens = typeof import('./screens/contest');

const loaded = signal<Screens | null>(null);
const failed = signal(false);

export function loadScreens(): void {
  import('./screens/contest').then(
    (screens) => { loaded.value = screens; },
    () => { failed.value = true; },
  );
}

function screenComponent(screens: Screens, screen: Screen): () => preact.JSX.Element | null {
  switch (screen) {
  case 'starting': return Starting;
  case 'signIn': return SignIn;
  case 'checkIn': return screens.CheckIn;
  case 'consent': return screens.Consent;
  case 'elsewhere':
  case 'replaced': return screens.Elsewhere;
  case 'blocked': return screens.Blocked;
  case 'notSelected': return screens.NotSelected;
  case 'finished': return screens.Finished;
  case 'waiting': return screens.Waiting;
  case 'start': return screens.Start;
  case 'work': return screens.Work;
  }
}

const withViews: Screen[] = ['blocked', 'notSelected', 'finished', 'waiting', 'start'];

export function Root() {
  const screen = screenOf(state.value);
  const screens = loaded.value;
  const Current = screens === null ? (screen === 'signIn' ? SignIn : Starting) : screenComponent(screens, screen);
  const other = screens !== null && view.value !== 'work' && withViews.includes(screen);
  return (
    <>
      <a class="skip" href="#main">{t('app.skip')}</a>
      <div class="root" data-screen={screen}>{other ? <OtherView screens={screens} /> : <Current key={screen} />}</div>
      {screens !== null && state.value.phase === 'signedIn' && <Above screens={screens} />}
      <Toast />
      <LiveRegion />
    </>
  );
}

function Above({ screens }: { screens: Screens }) {
  const { Menu, MessagesPanel, ConfirmDialog, ConflictDialog, WarningDialog } = screens;
  return (
    <>
      {panel.value === 'menu' && <Menu />}
      {panel.value === 'messages' && <MessagesPanel />}
      <ConfirmDialog />
      <ConflictDialog />
      <WarningDialog />
    </>
  );
}

function OtherView({ screens: { TopBar, Board, Record } }: { screens: Screens }) {
  return (
    <div class="page">
      <TopBar />
      <main id="main" class="scroll-main">{view.value === 'leaderboard' ? <Board /> : <Record />}</main>
    </div>
  );
}

function Starting() {
  return <p class="starting" role="status">{t(failed.value ? 'app.failed' : 'app.loading')}</p>;
}
