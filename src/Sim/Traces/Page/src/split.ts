// A line between two parts of the page that can be moved, with the pointer or the arrow keys: a separator, as WAI-ARIA describes it.

const least = 15;
const most = 85;

/** `variable` is the style variable with the share of the first part, in per cent. */
export function splitter(line: HTMLElement, variable: string, horizontal: boolean): void {
  const area = line.parentElement!;
  const set = (share: number): void => {
    const clamped = Math.max(least, Math.min(most, share));
    area.style.setProperty(variable, `${clamped}%`);
    line.setAttribute('aria-valuenow', String(Math.round(clamped)));
  };
  const [less, more] = horizontal ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  line.addEventListener('keydown', event => {
    const by = event.key === less ? -3 : event.key === more ? 3 : 0;
    if (by !== 0) {
      set(Number(line.getAttribute('aria-valuenow')) + by);
      event.preventDefault();
    }
  });
  line.addEventListener('pointerdown', event => line.setPointerCapture(event.pointerId));
  line.addEventListener('pointermove', event => {
    if (line.hasPointerCapture(event.pointerId)) {
      const bounds = area.getBoundingClientRect();
      set(horizontal ? (100 * (event.clientX - bounds.left)) / bounds.width : (100 * (event.clientY - bounds.top)) / bounds.height);
    }
  });
}
