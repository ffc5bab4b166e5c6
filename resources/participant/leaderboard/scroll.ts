/// Projector mode: pauses at the top, glides down to the end, pauses, and starts again. Under reduced motion it turns
/// pages instead. It stops for 30 s when somebody scrolls.
const pauseMs = 6000;
const pixelsPerSecond = 40;
const handsOffMs = 30000;

export function autoScroll(area: HTMLElement): void {
  let waitUntil = Date.now() + pauseMs;
  let last = Date.now();
  let position = 0;
  const still = typeof window.matchMedia === 'function' && window.matchMedia('(prefers-reduced-motion: reduce)').matches;

  ['wheel', 'touchstart', 'keydown', 'mousedown'].forEach(function (type) {
    area.addEventListener(type, function () { waitUntil = Date.now() + handsOffMs; position = area.scrollTop; });
  });

  function step(): void {
    const now = Date.now();
    const passed = Math.min(now - last, 100);
    last = now;
    if (now < waitUntil)
      return;
    const end = area.scrollHeight - area.clientHeight;
    if (end <= 0)
      return;
    if (area.scrollTop >= end - 1) {
      area.scrollTop = position = 0;
      waitUntil = now + pauseMs;
      return;
    }
    position = still ? area.scrollTop + area.clientHeight * 0.9 : Math.max(position, area.scrollTop) + (pixelsPerSecond * passed) / 1000;
    area.scrollTop = position;
    if (still || area.scrollTop >= end - 1)
      waitUntil = now + pauseMs;
  }
  window.setInterval(step, 33);
}
