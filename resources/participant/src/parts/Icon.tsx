/// One drawing of the set, in the colour of the text beside it. Decorative: a word always says the same.
export function Icon({ of, size = 16, class: extra = '' }: { of: string; size?: 16 | 20 | 24; class?: string }) {
  return (
    <svg
      class={`icon ${extra}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: of }}
    />
  );
}
