// Light and dark: as the system has it, or as the reader says. Canvas cannot read the style sheet's variables, so it gets their colours from here.

import { h, kept } from './dom.js';

const names = [
  'surface', 'band', 'ink', 'soft', 'line', 'edge', 'grid', 'accent', 'accent-soft', 'deviation', 'on-deviation', 'fail', 'pass', 'arrow', 'warn', 'log',
] as const;

export type Palette = Record<(typeof names)[number], string> & {
  dark: boolean;
  /** The colours of a lane: of its blocks' edges, of their inside, of what is written there. */
  lane(hue: number): { edge: string; fill: string; wait: string };
};

export class Theme {
  palette: Palette;
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  private readonly listeners: (() => void)[] = [];

  constructor() {
    const chosen = kept.get('theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
    this.palette = this.read();
    this.system.addEventListener('change', () => this.changed());
  }

  get choice(): string {
    return document.documentElement.dataset.theme ?? 'system';
  }

  set choice(choice: string) {
    if (choice === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = choice;
    }
    kept.set('theme', choice);
    this.changed();
  }

  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  private changed(): void {
    this.palette = this.read();
    this.listeners.forEach(listener => listener());
  }

  private read(): Palette {
    const dark = this.choice === 'dark' || (this.choice === 'system' && this.system.matches);
    // An element's colour is computed to one that canvas understands, a variable is not.
    const probe = h('span', { hidden: true });
    document.body.append(probe);
    const colours = Object.fromEntries(names.map(name => {
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    })) as Record<(typeof names)[number], string>;
    probe.remove();
    const lanes = new Map<number, { edge: string; fill: string; wait: string }>();
    return {
      ...colours,
      dark,
      lane(hue) {
        let lane = lanes.get(hue);
        if (lane === undefined) {
          lane = dark
            ? { edge: `oklch(0.72 0.1 ${hue})`, fill: `oklch(0.34 0.055 ${hue})`, wait: `oklch(0.45 0.07 ${hue})` }
            : { edge: `oklch(0.52 0.11 ${hue})`, fill: `oklch(0.93 0.04 ${hue})`, wait: `oklch(0.82 0.07 ${hue})` };
          lanes.set(hue, lane);
        }
        return lane;
      },
    };
  }
}
