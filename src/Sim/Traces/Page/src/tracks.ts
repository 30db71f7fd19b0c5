// Which row of the timeline each lane is drawn in. A run of ten thousand steps may have a thousand short calls: where there are many lanes, those of one
// name that were called by the same one share rows, as long as they do not overlap.

import type { Lane } from './trace.js';

export interface Track {
  label: string;
  /** How many lanes are behind the label: those of all rows with it. */
  lanes: number;
  depth: number;
  /** Where on the circle of colours, in degrees. */
  hue: number;
  path: string;
}

interface Family { key: string; stem: string; depth: number; lanes: number[]; children: Family[] }

// With fewer lanes than this each has a row of its own.
const roomy = 24;

/** `hue` gives each key a colour of its own, the same one for the same key. */
export function layTracks(lanes: Lane[], ofLane: number[][], hue: (key: string) => number): { tracks: Track[]; trackOf: Int32Array } {
  const shared = lanes.length > roomy;
  const families = new Map<string, Family>();
  const familyOf: Family[] = [];
  const roots: Family[] = [];
  lanes.forEach((lane, i) => {
    const parent = lane.parent === undefined ? undefined : familyOf[lane.parent];
    const stem = shared ? lane.name.replace(/[\s#(]*\d+\)?$/, '') : lane.name;
    const key = `${parent?.key ?? ''}\n${stem}\n${shared ? lane.kind : lane.path}`;
    let family = families.get(key);
    if (family === undefined) {
      family = { key, stem, depth: parent === undefined ? 0 : parent.depth + 1, lanes: [], children: [] };
      families.set(key, family);
      (parent?.children ?? roots).push(family);
    }
    family.lanes.push(i);
    familyOf.push(family);
  });

  const tracks: Track[] = [];
  const trackOf = new Int32Array(lanes.length);
  const place = (family: Family): void => {
    const free: { index: number; until: number; lanes: number[] }[] = [];
    for (const lane of family.lanes) {
      const begins = lanes[lane]!.begun ?? (ofLane[lane]![0] ?? -1) + 1;
      let row = free.find(each => each.until < begins);
      if (row === undefined) {
        row = { index: tracks.length, until: 0, lanes: [] };
        free.push(row);
        tracks.push({ label: family.stem, lanes: 1, depth: family.depth, hue: 0, path: lanes[lane]!.path });
      }
      row.until = lanes[lane]!.ended ?? Infinity;
      row.lanes.push(lane);
      trackOf[lane] = row.index;
    }
    for (const row of free) {
      const track = tracks[row.index]!;
      const alone = row.lanes.length === 1;
      track.label = alone ? lanes[row.lanes[0]!]!.name : family.stem;
      track.lanes = row.lanes.length;
      track.hue = hue(alone ? lanes[row.lanes[0]!]!.path : family.key);
    }
    family.children.forEach(place);
  };
  roots.forEach(place);
  return { tracks, trackOf };
}
