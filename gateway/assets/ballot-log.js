// Reading the log of a vote: signed notes, checkpoints, proofs and tiles as C2SP
// specifies them, hashes as RFC 6962. Everything here is checked on this device;
// the server is asked for files only, and believed in nothing.
import { fromBase64, join, sha256, toHex } from "./ballot-rsa.js";

const encoder = new TextEncoder(), decoder = new TextDecoder("utf-8", { fatal: true });
const WIDTH = 256, HASH = 32;

export const leafHash = (data) => sha256(join(Uint8Array.of(0), data));

const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));

const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

// verifierKey reads name+id+base64 of an Ed25519 key; several are parted by commas or spaces.
async function verifierKeys(text) {
  const keys = [];
  for (const one of text.split(/[\s,]+/).filter(Boolean)) {
    const [name, id, ...rest] = one.split("+"), raw = fromBase64(rest.join("+"));
    const digest = await sha256(join(encoder.encode(name + "\n"), raw));
    if (raw.length !== 33 || raw[0] !== 1 || toHex(digest.slice(0, 4)) !== id) throw new Error("not a key of a log");
    keys.push({ name, id, raw: raw.slice(1) });
  }
  return keys;
}

// openNote gives the text of a signed note and whether a known key signed it: true,
// or null when this browser cannot verify Ed25519. A wrong signature is an error.
export async function openNote(note, keyText) {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new Error("not a signed note");
  const text = note.slice(0, end + 1);
  let signed = false;
  for (const key of await verifierKeys(keyText)) {
    for (const line of note.slice(end + 2).split("\n")) {
      const [dash, name, encoded] = line.split(" ");
      if (dash !== "—" || name !== key.name) continue;
      const raw = fromBase64(encoded);
      if (toHex(raw.slice(0, 4)) !== key.id) continue;
      let verifier;
      try {
        verifier = await crypto.subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]);
      } catch {
        return { text, signed: null };
      }
      if (!await crypto.subtle.verify("Ed25519", verifier, raw.slice(4), encoder.encode(text))) throw new Error("a wrong signature");
      signed = true;
    }
  }
  if (!signed) throw new Error("not signed by the key of the log");
  return { text, signed };
}

const whole = (text) => {
  const number = Number(text);
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(number)) throw new Error("not a number");
  return number;
};

const hashOf = (text) => {
  const bytes = fromBase64(text);
  if (bytes.length !== HASH) throw new Error("not a hash");
  return bytes;
};

// openCheckpoint verifies the head of the log of that origin.
export async function openCheckpoint(note, origin, keyText) {
  const { text, signed } = await openNote(note, keyText);
  const [name, size, root] = text.split("\n");
  if (name !== origin) throw new Error("the checkpoint of another log");
  return { size: whole(size), root: hashOf(root), signed };
}

// parseProof takes a file c2sp.org/tlog-proof@v1 apart.
function parseProof(text) {
  const cut = text.indexOf("\n\n"), lines = text.slice(0, cut).split("\n");
  if (cut < 0 || lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Error("not a proof");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = /^index (\d+)$/.exec(lines.shift() ?? "");
  if (!index || lines.length > 63) throw new Error("not a proof");
  return { index: whole(index[1]), hashes: lines.map(hashOf), checkpoint: text.slice(cut + 2) };
}

// rootOf climbs from a leaf to the root (RFC 9162, 2.1.3.2).
async function rootOf(hash, index, size, hashes) {
  if (index >= size) throw new Error("beyond the end of the log");
  let at = index, last = size - 1;
  for (const other of hashes) {
    if (last === 0) throw new Error("a proof too long");
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(other, hash);
      while (at % 2 === 0 && at > 0) { at /= 2; last = Math.floor(last / 2); }
    } else {
      hash = await nodeHash(hash, other);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new Error("a proof too short");
  return hash;
}

// checkReceipt verifies, without any network, what a receipt proves. The answer tells
// promised and included (true, or null without Ed25519), or is an error.
export async function checkReceipt(receipt, vote, origin, keyText) {
  const found = { promised: undefined, included: undefined, index: -1, size: 0 };
  if (!/^[0-9a-f]{64}$/.test(receipt.commitment)) throw new Error("not a receipt");
  if (receipt.promise) {
    const { text, signed } = await openNote(receipt.promise, keyText);
    if (text !== `danchu.voting.v1.promise\n${vote}\n${receipt.commitment}\n`) throw new Error("the promise of another ballot");
    found.promised = signed;
  }
  if (receipt.proof) {
    const proof = parseProof(receipt.proof), head = await openCheckpoint(proof.checkpoint, origin, keyText);
    const leaf = await leafHash(encoder.encode(`{"t":"ballot","c":"${receipt.commitment}"}`));
    if (!same(await rootOf(leaf, proof.index, head.size, proof.hashes), head.root)) throw new Error("the proof leads elsewhere");
    Object.assign(found, { included: head.signed, index: proof.index, size: head.size });
  }
  if (found.promised === undefined && found.included === undefined) throw new Error("the receipt holds nothing");
  return found;
}

// tilePath is where a tile is; kind is a level or "entries".
function tilePath(kind, index, width) {
  let place = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) place = `x${String(rest % 1000).padStart(3, "0")}/${place}`;
  return `tile/${kind}/${place}${width < WIDTH ? `.p/${width}` : ""}`;
}

// Unreachable is a log that does not answer now. That says nothing about its truth.
export class Unreachable extends Error {}

async function fetchBytes(address) {
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch { /* told below */ }
  throw new Unreachable("the log does not answer");
}

// fetchTile reads a tile; one that was partial may have become full meanwhile.
function fetchTile(log, kind, index, width) {
  const full = () => fetchBytes(`${log}/${tilePath(kind, index, WIDTH)}`);
  return width < WIDTH ? fetchBytes(`${log}/${tilePath(kind, index, width)}`).catch(full) : full();
}

// treeHash is the hash of the leaves from first to end, out of tiles.
async function treeHash(log, size, first, end, tiles) {
  const count = end - first;
  let level = 0;
  while (2 ** level < count) level++;
  if (2 ** level === count && first % count === 0) { // a node of its own: from the row of its tile
    const row = 8 * Math.floor(level / 8), many = 2 ** (level - row), at = first / 2 ** row;
    const index = Math.floor(at / WIDTH), width = Math.min(Math.floor(size / 2 ** row) - index * WIDTH, WIDTH);
    const path = tilePath(row / 8, index, width);
    tiles[path] = tiles[path] || await fetchTile(log, row / 8, index, width);
    let hashes = [];
    for (let i = 0; i < many; i++) hashes.push(tiles[path].slice((at % WIDTH + i) * HASH, (at % WIDTH + i + 1) * HASH));
    while (hashes.length > 1) {
      const above = [];
      for (let i = 0; i < hashes.length; i += 2) above.push(await nodeHash(hashes[i], hashes[i + 1]));
      hashes = above;
    }
    return hashes[0];
  }
  const half = 2 ** (level - 1);
  return nodeHash(await treeHash(log, size, first, first + half, tiles), await treeHash(log, size, first + half, end, tiles));
}

// firstLeaf reads the first entry of the log, proven under a signed checkpoint: what
// everybody who reads this log sees, the key of the vote among it.
export async function firstLeaf(log, origin, keyText) {
  const head = await openCheckpoint(decoder.decode(await fetchBytes(`${log}/checkpoint`)), origin, keyText);
  if (head.size === 0) throw new Error("the log is empty");
  const bundle = await fetchTile(log, "entries", 0, Math.min(head.size, WIDTH));
  const entry = bundle.slice(2, 2 + bundle[0] * 256 + bundle[1]);
  const path = [], tiles = {};
  for (let width = 1; width < head.size; width *= 2) path.push(await treeHash(log, head.size, width, Math.min(2 * width, head.size), tiles));
  if (!same(await rootOf(await leafHash(entry), 0, head.size, path), head.root)) throw new Error("the first entry is not the one that was signed");
  return { leaf: JSON.parse(decoder.decode(entry)), signed: head.signed };
}

