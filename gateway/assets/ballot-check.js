// "Check my ballot": verifies a receipt on this device, without asking anybody.
// It expects, with all words on the page:
//
// <form data-ballot-check data-vote="{uuid}" data-origin="{host}/log/votes/{uuid}" data-verifier-key="{note key}">
//   <input type="file" name="file" accept=".json,application/json"> <textarea name="text"></textarea> <button>…</button>
//   <div data-result="included" hidden>…entry <b data-show="index"></b> of <b data-show="size"></b>, <code data-show="commitment"></code>…</div>
//   <div data-result="promised" hidden>…signed, no proof yet…</div>
//   <div data-result="unverified" hidden>…this browser cannot check Ed25519 signatures…</div>
//   <div data-result="wrong" hidden>…this receipt proves nothing here…</div>
// </form>
import { checkReceipt } from "./ballot-log.js";

async function check(form) {
  const show = (result) => {
    form.dataset.at = result;
    for (const part of form.querySelectorAll("[data-result]")) part.hidden = part.dataset.result !== result;
  };
  const fill = (name, text) => { for (const place of form.querySelectorAll(`[data-show="${name}"]`)) place.textContent = text; };
  try {
    const file = form.elements.file?.files[0];
    const receipt = JSON.parse(file ? await file.text() : form.elements.text.value);
    const { vote, origin, verifierKey } = form.dataset;
    if (receipt.vote && receipt.vote !== "votes/" + vote) throw new Error("of another vote");
    const { promised, included, index, size } = await checkReceipt(receipt, vote, origin, verifierKey);
    fill("commitment", receipt.commitment);
    fill("index", index + 1);
    fill("size", size);
    if ((included ?? promised) === null) show("unverified");
    else show(included ? "included" : "promised");
  } catch {
    show("wrong");
  }
}

for (const form of document.querySelectorAll("form[data-ballot-check]")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); check(form); });
}
