// Small PNG files: a picture with at most 256 colours, which are chosen by cutting its own at their middles.
// Knows no page.
import { crc32, deflateSync } from "node:zlib";

const N_COLORS = 160;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const channel = (color, k) => (color >> (16 - 8 * k)) & 255;
const colorAt = (data, at) => (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];

/** A PNG of `{ width, height, data }` (RGBA, nothing transparent) with a palette. */
export function indexed({ width, height, data }) {
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const color = colorAt(data, at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const boxes = cut([...counts.keys()], counts);
  const palette = Buffer.from(boxes.flatMap((box) => mean(box, counts).map(Math.round)));
  const indexOf = new Map(boxes.flatMap((box, index) => box.map((color) => [color, index])));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    // Each row begins with the number of its filter, which is none.
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = indexOf.get(colorAt(data, 4 * (y * width + x)));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const parts = [["IHDR", head], ["PLTE", palette], ["IDAT", deflateSync(rows, { level: 9 })], ["IEND", Buffer.alloc(0)]];
  return Buffer.concat([SIGNATURE, ...parts.map(([name, bytes]) => chunk(name, bytes))]);
}

/** Cuts the box that is farthest from its mean, all its pixels taken together, in two until there are enough. */
function cut(colors, counts) {
  const measured = (box) => {
    const middle = mean(box, counts);
    const spread = [0, 1, 2].map((k) => box.reduce((sum, color) => sum + counts.get(color) * (channel(color, k) - middle[k]) ** 2, 0));
    const error = Math.max(...spread);
    return { box, middle, error, widest: spread.indexOf(error) };
  };
  const boxes = [measured(colors)];
  while (boxes.length < N_COLORS) {
    boxes.sort((a, b) => a.error - b.error);
    const { box, middle, error, widest } = boxes.at(-1);
    if (error === 0) break;
    const isLow = (color) => channel(color, widest) <= middle[widest];
    const [low, high] = [box.filter(isLow), box.filter((color) => !isLow(color))];
    if (low.length === 0 || high.length === 0) break;
    boxes.splice(-1, 1, measured(low), measured(high));
  }
  return boxes.map(({ box }) => box);
}

/** The mean colour of a box, as often as each is seen. */
function mean(box, counts) {
  const weight = box.reduce((sum, color) => sum + counts.get(color), 0);
  return [0, 1, 2].map((k) => box.reduce((sum, color) => sum + channel(color, k) * counts.get(color), 0) / weight);
}

function chunk(name, bytes) {
  const body = Buffer.concat([Buffer.from(name), bytes]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
