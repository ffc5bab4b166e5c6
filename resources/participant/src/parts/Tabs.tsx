/// A row of tabs as the ARIA practices describe it: arrows move, one tab stop.
interface TabItem<T extends string> {
  value: T;
  text: string;
}

export function Tabs<T extends string>(props: { label: string; items: TabItem<T>[]; value: T; onChange: (value: T) => void; panel: string; class?: string }) {
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0)
      return;
    event.preventDefault();
    const index = props.items.findIndex((item) => item.value === props.value);
    const next = props.items[(index + step + props.items.length) % props.items.length];
    if (next === undefined)
      return;
    props.onChange(next.value);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div class={`tabs ${props.class ?? ''}`} role="tablist" aria-label={props.label} onKeyDown={key}>
      {props.items.map((item) => (
        <button
          key={item.value}
          type="button"
          role="tab"
          data-tab={item.value}
          aria-selected={item.value === props.value}
          aria-controls={props.panel}
          tabIndex={item.value === props.value ? 0 : -1}
          onClick={() => props.onChange(item.value)}
        >
          {item.text}
        </button>
      ))}
    </div>
  );
}
