import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import close from 'icon:x';
import { t } from '../messages';
import { Icon } from './Icon';

/// A dialog at the right edge that leaves the page visible: menu and messages.
export function SidePanel(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected)
        before.focus();
    };
  }, []);
  const outside = (event: MouseEvent) => {
    if (event.target === dialog.current)
      props.onClose();
  };
  return (
    <dialog ref={dialog} class="side-panel" aria-labelledby={title} onCancel={(event) => { event.preventDefault(); props.onClose(); }} onClick={outside}>
      <div class="side-panel-inside">
        <header class="side-panel-head">
          <h2 id={title}>{props.title}</h2>
          <button type="button" class="button-icon" aria-label={t('dialog.close')} onClick={props.onClose}><Icon of={close} size={20} /></button>
        </header>
        <div class="side-panel-body" tabIndex={-1}>{props.children}</div>
      </div>
    </dialog>
  );
}
