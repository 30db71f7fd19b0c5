// The signs of the timeline and what they mean, drawn as they are drawn there.

import { arrowKinds, draw } from './arrows.js';
import { byId, h } from './dom.js';
import type { Theme } from './theme.js';

export function drawLegend(theme: Theme): void {
  const pictures: (() => void)[] = [];
  const entry = (text: string, paint: (context: CanvasRenderingContext2D) => void): HTMLElement => {
    const canvas = h('canvas', { width: 22 * devicePixelRatio, height: 16 * devicePixelRatio, 'aria-hidden': 'true' });
    pictures.push(() => {
      const context = canvas.getContext('2d')!;
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, 22, 16);
      paint(context);
    });
    return h('li', null, canvas, text);
  };
  byId('legend').append(
    ...arrowKinds.map(kind => entry(kind, context => draw(context, theme.palette, kind, 11, 2, 13, true))),
    entry('ready, others go', context => {
      context.fillStyle = theme.palette.lane(230).wait;
      context.fillRect(0, 6.5, 22, 3);
    }),
    entry('out of order', context => {
      context.fillStyle = theme.palette.deviation;
      context.fillRect(4, 3, 14, 10);
    }),
    entry('would have gone', context => {
      context.strokeStyle = theme.palette.deviation;
      context.setLineDash([3, 2]);
      context.strokeRect(4.5, 3.5, 13, 9);
    }),
    entry('log', context => {
      context.fillStyle = theme.palette.log;
      context.beginPath();
      context.arc(11, 8, 2.5, 0, 7);
      context.fill();
    }),
  );
  const paint = (): void => pictures.forEach(each => each());
  theme.listen(paint);
  paint();
}
