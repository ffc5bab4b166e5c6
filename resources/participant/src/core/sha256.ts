/// SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in hex. `crypto.subtle` is missing on plain HTTP, and a synchronous
/// answer lets a paste be reported from within its own event.
const roundConstants = new Uint32Array(64);
const initialState = new Uint32Array(8);

/// The constants are the first 32 bits of the fractional parts of cube and square roots of the first primes.
function fillConstants(): void {
  const fraction = (value: number) => Math.floor((value - Math.floor(value)) * 2 ** 32);
  let found = 0;
  for (let candidate = 2; found < 64; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate && prime; divisor++)
      prime = candidate % divisor !== 0;
    if (!prime)
      continue;
    if (found < 8)
      initialState[found] = fraction(Math.sqrt(candidate));
    roundConstants[found++] = fraction(Math.cbrt(candidate));
  }
}
fillConstants();

function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const result = new Uint8Array(length);
  result.set(bytes);
  result[bytes.length] = 0x80;
  const view = new DataView(result.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, (bytes.length << 3) >>> 0);
  return view;
}

const rotate = (value: number, by: number) => (value >>> by) | (value << (32 - by));

function compress(state: Uint32Array, view: DataView, offset: number, words: Uint32Array): void {
  for (let i = 0; i < 16; i++)
    words[i] = view.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    const before = words[i - 15]!;
    const recent = words[i - 2]!;
    const low = rotate(before, 7) ^ rotate(before, 18) ^ (before >>> 3);
    const high = rotate(recent, 17) ^ rotate(recent, 19) ^ (recent >>> 10);
    words[i] = words[i - 16]! + low + words[i - 7]! + high;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const high = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + high + choice + roundConstants[i]! + words[i]!) | 0;
    const low = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = state[i]! + value; });
}

export function sha256Hex(text: string): string {
  const view = padded(new TextEncoder().encode(text));
  const state = initialState.slice();
  const words = new Uint32Array(64);
  for (let offset = 0; offset < view.byteLength; offset += 64)
    compress(state, view, offset, words);
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}
