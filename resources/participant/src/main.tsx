import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/card.css';
import { render } from 'preact';
import { startSettings } from './parts/settings';
import { loadScreens, Root } from './Root';
import { begin } from './session';

startSettings();
render(<Root />, document.getElementById('app')!);
loadScreens();
void begin();
