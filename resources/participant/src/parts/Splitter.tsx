import { useRef } from 'preact/hooks';
import { remember, remembered } from '../core/remember';

/// A line between two areas that can be moved with the pointer or the arrow keys. The share is kept as a CSS variable
/// of the parent, in percent.
export function Splitter(props: { name: string; label: string; direction: 'columns' | 'rows'; initial: number; least: number; most: number }) {
  const handle = useRef<HTMLDivElement>(null);
  const stored = Number(remembered(`marathon.split.${props.name}`)) || props.initial;
  const value = useRef(stored);

  const apply = (share: number) => {
    const kept = Math.round(Math.min(props.most, Math.max(props.least, share)) * 10) / 10;
    value.current = kept;
    const element = handle.current;
    element?.parentElement?.style.setProperty(`--split-${props.name}`, `${kept}%`);
    element?.setAttribute('aria-valuenow', String(Math.round(kept)));
    remember(`marathon.split.${props.name}`, String(kept));
  };

  const drag = (event: PointerEvent) => {
    const element = handle.current;
    const area = element?.parentElement?.getBoundingClientRect();
    if (element === null || area === undefined || !element.hasPointerCapture(event.pointerId))
      return;
    apply(props.direction === 'columns' ? ((event.clientX - area.left) / area.width) * 100 : ((event.clientY - area.top) / area.height) * 100);
  };

  const key = (event: KeyboardEvent) => {
    const back = props.direction === 'columns' ? 'ArrowLeft' : 'ArrowUp';
    const forth = props.direction === 'columns' ? 'ArrowRight' : 'ArrowDown';
    if (event.key !== back && event.key !== forth)
      return;
    event.preventDefault();
    apply(value.current + (event.key === back ? -2 : 2));
  };

  return (
    <div
      ref={(element) => { handle.current = element; if (element !== null) apply(value.current); }}
      class={`splitter splitter-${props.direction}`}
      role="separator"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation={props.direction === 'columns' ? 'vertical' : 'horizontal'}
      aria-valuemin={props.least}
      aria-valuemax={props.most}
      aria-valuenow={Math.round(stored)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDblClick={() => apply(props.initial)}
      onKeyDown={key}
    />
  );
}
