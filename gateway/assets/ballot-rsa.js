// The voter's side of a blind signature: RFC 9474, RSABSSA-SHA384-PSS-Randomized.
// The server signs a number that tells it nothing; unblinded, it is an ordinary
// RSA-PSS signature over a token that only this device knows.
// Big numbers are BigInt; hashing, verifying and chance are the browser's WebCrypto.

const HASH = "SHA-384", HASH_LENGTH = 48, SALT_LENGTH = 48;

export const TOKEN_LENGTH = 64; // 32 random bytes of the RFC's Randomize, 32 of the token

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

export const toHex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

export const toNumber = (bytes) => BigInt("0x" + (toHex(bytes) || "0"));

export const toBytes = (number, length) => fromHex(number.toString(16).padStart(2 * length, "0"));

async function hash(bytes) {
  return new Uint8Array(await crypto.subtle.digest(HASH, bytes));
}

// importKey reads a public key: base64 of SubjectPublicKeyInfo, as the log has it.
// Refused is what could mark a voter: another exponent, a short or strange modulus.
export async function importKey(spki) {
  const algorithm = { name: "RSA-PSS", hash: HASH };
  const key = await crypto.subtle.importKey("spki", fromBase64(spki), algorithm, true, ["verify"]);
  const jwk = await crypto.subtle.exportKey("jwk", key);
  const number = (text) => toNumber(fromBase64(text.replaceAll("-", "+").replaceAll("_", "/")));
  const n = number(jwk.n), e = number(jwk.e), bits = n.toString(2).length;
  if (e !== 65537n || bits < 2048 || bits > 4096 || bits % 8 !== 0 || n % 2n === 0n) throw new Error("not a key of a vote");
  return { n, e, bits, length: bits / 8, verifier: key };
}

async function mask(seed, length) { // MGF1
  const blocks = [];
  for (let i = 0; i * HASH_LENGTH < length; i++) blocks.push(await hash(join(seed, toBytes(BigInt(i), 4))));
  return join(...blocks).slice(0, length);
}

// encode is EMSA-PSS-ENCODE of RFC 8017, 9.1.1.
export async function encode(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const digest = await hash(join(new Uint8Array(8), await hash(message), salt));
  const block = new Uint8Array(length - HASH_LENGTH - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const over = await mask(digest, block.length);
  for (let i = 0; i < block.length; i++) block[i] ^= over[i];
  block[0] &= 0xff >> (8 * length - bits);
  return join(block, digest, Uint8Array.of(0xbc));
}

function power(base, exponent, n) {
  let result = 1n;
  for (base %= n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = result * base % n;
    base = base * base % n;
  }
  return result;
}

// inverse of a modulo n; undefined when there is none.
function inverse(a, n) {
  let [r, next, x, following] = [n, a % n, 0n, 1n];
  while (next > 0n) {
    const q = r / next;
    [r, next, x, following] = [next, r - q * next, following, x - q * following];
  }
  return r === 1n ? (x + n) % n : undefined;
}

function randomBelow(n, length) {
  for (;;) {
    const number = toNumber(random(length));
    if (number > 0n && number < n) return number;
  }
}

// blind makes what the server sees, and the inverse that undoes it. chance is given
// by tests only.
export async function blind(key, prepared, chance = {}) {
  const m = toNumber(await encode(prepared, key.bits - 1, chance.salt ?? random(SALT_LENGTH)));
  if (inverse(m, key.n) === undefined) throw new Error("the key is not one of two primes");
  for (;;) {
    const r = chance.r ?? randomBelow(key.n, key.length), undo = inverse(r, key.n);
    if (undo === undefined) continue;
    return { blinded: toBytes(m * power(r, key.e, key.n) % key.n, key.length), inverse: toBytes(undo, key.length) };
  }
}

// finalize unblinds the server's answer and verifies it; a wrong answer is an error.
export async function finalize(key, prepared, blindSignature, undo) {
  const z = toNumber(blindSignature);
  if (blindSignature.length !== key.length || z >= key.n) throw new Error("the answer is no signature");
  const signature = toBytes(z * toNumber(undo) % key.n, key.length);
  if (!await verify(key, prepared, signature)) throw new Error("the answer is no signature");
  return signature;
}

export function verify(key, prepared, signature) {
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT_LENGTH }, key.verifier, signature, prepared);
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

// commit is what the log holds of a ballot until the close.
export async function commit(vote, token, choice, salt) {
  const lines = ["danchu.voting.v1.ballot", vote, toHex(await sha256(token)), choice, toHex(salt)];
  return toHex(await sha256(new TextEncoder().encode(lines.map((line) => line + "\n").join(""))));
}
