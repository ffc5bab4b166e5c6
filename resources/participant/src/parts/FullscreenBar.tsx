import { useEffect, useState } from 'preact/hooks';
import expand from 'icon:maximize';
import { t } from '../messages';
import { state } from '../state/store';
import { fullscreenPossible, isFull } from '../watch/fullscreen';
import { Icon } from './Icon';
import { toggleFullscreen } from './Menu';

/// Where fullscreen is asked for, the way back to it: a browser enters it only after a click.
export function FullscreenBar() {
  const [full, setFull] = useState(isFull());
  useEffect(() => {
    const look = () => setFull(isFull());
    document.addEventListener('fullscreenchange', look);
    addEventListener('resize', look);
    return () => {
      document.removeEventListener('fullscreenchange', look);
      removeEventListener('resize', look);
    };
  }, []);
  if (full || state.value.me?.policy.fullscreenRequired !== true || !fullscreenPossible())
    return null;
  return (
    <div class="banner banner-notice">
      <p>{t('full.bar')}</p>
      <button type="button" class="button" onClick={() => void toggleFullscreen()}><Icon of={expand} />{t('full.button')}</button>
    </div>
  );
}
