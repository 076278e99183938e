// Casting a secret ballot, in steps that each survive a lost connection, a reload or
// a flat battery. The server learns that the household drew a credential, and later,
// from somebody without a name, a ballot. It never learns that the two belong together.
//
// The page brings all words; this script shows and hides them. It expects:
//
// <section data-ballot
//     data-vote="{uuid}" data-key="{SubjectPublicKeyInfo, base64}"
//     data-origin="{host}/log/votes/{uuid}" data-verifier-key="{note key}"
//     data-log="/log/votes/{uuid}"          files of the log
//     data-draw="…"                         POST {"blindedMessage"} → {"blindSignature"}; with the session's cookie
//     data-cast="/v1/votes/{uuid}/ballots:cast"      POST without any cookie → receipt
//     data-receipts="/v1/votes/{uuid}/receipts/">    GET + commitment → receipt
//   <div data-step="unsupported">…a secret ballot needs a browser of today with JavaScript; how to vote with help…</div>
//       the only step that is not hidden: it stays when this script cannot run
//   <div data-step="start" hidden>… <button data-act="draw">…</button></div>
//   <div data-step="drawing" hidden>…asked, no answer yet… <button data-act="draw">…</button></div>
//   <form data-step="choosing" hidden>…<input type="radio" name="choice" value="AGREE" data-label="Đồng ý">…
//       in an election checkboxes with data-seats="n" on the form… <button>…</button></form>
//   <div data-step="confirming" hidden>…<b data-show="choice"></b>… <button data-act="cast">…</button>
//       <button data-act="back">…</button></div>
//   <div data-step="casting" hidden>…sent <b data-show="choice"></b>, no answer yet… <button data-act="cast">…</button></div>
//   <div data-step="done" hidden>…<code data-show="commitment"></code> <a data-show="file" download="…">…</a>
//       <p data-when="included" hidden>…</p> <p data-when="waiting" hidden>…</p> <p data-when="unverified" hidden>…</p>
//       <button data-act="refresh">…</button> <button data-act="forget">…</button></div>
//   <div data-step="forgotten" hidden>…</div>
//   <p data-say role="status"></p>
//   <p data-message="offline" hidden>…</p>  and: busy, no-choice, too-many, no-storage, wrong-key, wrong-answer, refused,
//                                           and one for each reason of the server that needs words of its own
// </section>
//
// A refusal without words on the page is told in the server's own sentence.
import { TOKEN_LENGTH, blind, commit, finalize, fromBase64, importKey, random, toBase64 } from "./ballot-rsa.js";
import { Unreachable, checkReceipt, firstLeaf } from "./ballot-log.js";
import { Unkept, claim, read, remove, write } from "./ballot-store.js";

class Refusal extends Error {
  constructor(reason, sentence) { super(sentence || reason); this.reason = reason; this.sentence = sentence; }
}

// ask sends JSON and gives JSON. Not reaching the server is a Refusal "offline": what
// became of the request is then unknown, and it is sent again as it was.
async function ask(address, body, withCookie) {
  const patience = new AbortController(), clock = setTimeout(() => patience.abort(), 60_000);
  let answer, content;
  try {
    answer = await fetch(address, {
      method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers: body && { "Content-Type": "application/json" },
      credentials: withCookie ? "same-origin" : "omit", referrerPolicy: "no-referrer", cache: "no-store", redirect: "error",
      signal: patience.signal,
    });
    content = await answer.json();
  } catch {
    throw new Refusal("offline");
  } finally {
    clearTimeout(clock);
  }
  if (answer.ok) return content;
  if (answer.status >= 500 || answer.status === 429) throw new Refusal("busy", content.message);
  throw new Refusal(content.details?.find((d) => d.reason)?.reason ?? "refused", content.message);
}

class Booth {
  constructor(section) {
    this.section = section;
    this.at = section.dataset;
    section.addEventListener("click", (event) => {
      const act = event.target.closest?.("[data-act]")?.dataset.act;
      if (act) { event.preventDefault(); this.run(act); }
    });
    section.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); this.run("choose"); });
    addEventListener("online", () => { if (["drawing", "casting"].includes(this.step)) this.run("resume"); });
  }

  all(selector) { return this.section.querySelectorAll(selector); }

  show(step) {
    this.step = this.section.dataset.at = step;
    for (const part of this.all("[data-step]")) part.hidden = part.dataset.step !== step;
  }

  fill(name, text) { for (const place of this.all(`[data-show="${name}"]`)) place.textContent = text; }

  say(key, sentence = "") {
    const words = this.section.querySelector(`[data-message="${CSS.escape(key)}"]`);
    const place = this.section.querySelector("[data-say]");
    place.dataset.said = key;
    place.textContent = key && (words?.textContent.trim() || sentence || this.section.querySelector('[data-message="refused"]')?.textContent || key);
  }

  // run does one thing at a time; a second press of a tired thumb does nothing.
  async run(act) {
    if (this.busy) return;
    this.busy = true;
    this.section.setAttribute("aria-busy", "true");
    this.say("");
    try {
      await this[act]();
    } catch (problem) {
      if (problem instanceof Refusal) this.say(problem.reason, problem.sentence);
      else this.say(problem instanceof Unkept ? "no-storage" : "wrong-answer");
    } finally {
      this.busy = false;
      this.section.removeAttribute("aria-busy");
    }
  }

  // resume goes on wherever the last visit ended.
  async resume() {
    const record = await read(this.at.vote);
    if (!record) return this.show("start");
    if (record.receipt) return this.done(record);
    if (record.choice) { this.tellChoice(record.choice); this.show("casting"); return this.cast(); }
    if (record.signature) return this.show("choosing");
    this.show("drawing");
    return this.draw();
  }

  // draw keeps the token before the server hears of it: an answer that is lost can be
  // asked for again with the same blinded message, and only with that.
  async draw() {
    let record = await read(this.at.vote);
    if (!record) {
      await this.sameKey();
      const token = random(TOKEN_LENGTH);
      const { blinded, inverse } = await blind(await importKey(this.at.key), token);
      record = await claim({ vote: this.at.vote, key: this.at.key, token: toBase64(token), blinded: toBase64(blinded), inverse: toBase64(inverse) });
      navigator.storage?.persist?.(); // some browsers ask the voter; nobody needs to wait for that
    }
    if (!record.signature) {
      this.show("drawing");
      const { blindSignature } = await ask(this.at.draw, { blindedMessage: record.blinded }, true);
      const signature = await finalize(await importKey(record.key), fromBase64(record.token), fromBase64(blindSignature), fromBase64(record.inverse));
      record = { vote: record.vote, key: record.key, token: record.token, signature: toBase64(signature) };
      await write(record); // the inverse is gone: nothing here joins the blinded message to the token any more
    }
    this.show("choosing");
  }

  // sameKey: the key of this page must be the one in the log that everybody reads. A
  // key for this household alone would mark its ballot.
  async sameKey() {
    const { leaf } = await firstLeaf(this.at.log, this.at.origin, this.at.verifierKey).catch((problem) => {
      throw new Refusal(problem instanceof Unreachable ? "offline" : "wrong-key");
    });
    if (leaf.t !== "vote" || leaf.vote !== this.at.vote || leaf.key !== this.at.key) throw new Refusal("wrong-key");
  }

  async choose() {
    const form = this.section.querySelector('form[data-step="choosing"]');
    const chosen = [...form.querySelectorAll('[name="choice"]:checked')].map((input) => input.value).sort();
    if (chosen.length === 0) return this.say("no-choice");
    if (chosen.length > Number(form.dataset.seats || 1)) return this.say("too-many");
    this.chosen = chosen.join(",");
    this.tellChoice(this.chosen);
    this.show("confirming");
  }

  async back() { this.show("choosing"); }

  tellChoice(choice) {
    const label = (value) => this.section.querySelector(`[name="choice"][value="${CSS.escape(value)}"]`)?.dataset.label ?? value;
    this.fill("choice", choice.split(",").map(label).join(", "));
  }

  // cast keeps choice and salt before sending: from then on the choice is fixed, since
  // nobody knows whether it has arrived, and the same ballot may be sent again freely.
  async cast() {
    let record = await read(this.at.vote);
    if (record.receipt) return this.done(record);
    if (!record.choice) {
      record = { ...record, choice: this.chosen, salt: toBase64(random(32)) };
      await write(record);
    }
    this.tellChoice(record.choice);
    this.show("casting");
    const { token, signature, choice, salt } = record;
    const receipt = await ask(this.at.cast, { token, signature, choice, salt }, false);
    const expected = await commit(this.at.vote, fromBase64(token), choice, fromBase64(salt));
    if (receipt.commitment !== expected || !receipt.promise && !receipt.proof) throw new Error("the receipt of another ballot");
    await checkReceipt(receipt, this.at.vote, this.at.origin, this.at.verifierKey);
    // Token, signature, choice and salt have done their work and are let go.
    record = { vote: this.at.vote, receipt: this.kept(receipt) };
    await write(record);
    await this.done(record);
  }

  kept({ vote, commitment, promise, proof, index }) { return { vote, commitment, promise, proof, index }; }

  async done({ receipt }) {
    this.fill("commitment", receipt.commitment);
    this.offer(receipt);
    this.show("done");
    const proven = receipt.proof ? receipt : await this.fresher(receipt);
    const { promised, included } = await checkReceipt(proven, this.at.vote, this.at.origin, this.at.verifierKey);
    const when = included === undefined ? "waiting" : "included";
    for (const part of this.all("[data-when]")) {
      part.hidden = part.dataset.when !== when && !(part.dataset.when === "unverified" && (included ?? promised) === null);
    }
  }

  // fresher asks for the proof once the log has it; without an answer the promise stands.
  async fresher(receipt) {
    const newer = await ask(this.at.receipts + receipt.commitment, undefined, false).catch(() => receipt);
    if (newer.commitment !== receipt.commitment || !newer.proof) return receipt;
    const better = { ...receipt, proof: newer.proof, index: newer.index };
    await checkReceipt(better, this.at.vote, this.at.origin, this.at.verifierKey);
    await write({ vote: this.at.vote, receipt: better });
    this.offer(better);
    return better;
  }

  offer(receipt) {
    const file = new Blob([JSON.stringify(receipt, null, 2)], { type: "application/json" });
    for (const link of this.all('a[data-show="file"]')) link.href = URL.createObjectURL(file);
  }

  async refresh() { return this.resume(); }

  async forget() { await remove(this.at.vote); this.show("forgotten"); }
}

const able = () => isSecureContext && crypto?.subtle && typeof BigInt === "function" && "indexedDB" in globalThis;

for (const section of document.querySelectorAll("[data-ballot]")) {
  const booth = new Booth(section);
  if (able()) booth.run("resume");
  else booth.show("unsupported");
}
