// What a voter must not lose between drawing and the receipt: one record for each
// vote in IndexedDB, on this device only. Records are plain objects.

// Unkept is a browser that keeps nothing: private windows, a full disk, a forbidding
// setting. Nothing may be drawn then, since it would be lost.
export class Unkept extends Error {}

const NAME = "danchu-ballots", STORE = "ballots";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "vote" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// within runs one transaction; work gets the store and gives a request, or nothing.
// It is done when the record is on the disk, not when it is on its way.
async function within(mode, work) {
  let db;
  try {
    db = await opened();
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode, { durability: "strict" });
      const keep = { value: undefined };
      work(transaction.objectStore(STORE), keep);
      transaction.oncomplete = () => resolve(keep.value);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } catch (problem) {
    throw new Unkept(problem?.message);
  } finally {
    db?.close();
  }
}

export const read = (vote) => within("readonly", (store, keep) => {
  const request = store.get(vote);
  request.onsuccess = () => { keep.value = request.result; };
});

export const write = (record) => within("readwrite", (store) => { store.put(record); });

export const remove = (vote) => within("readwrite", (store) => { store.delete(vote); });

// claim keeps record unless there is one already, and gives the one that is kept: two
// windows of one household end with one token.
export const claim = (record) => within("readwrite", (store, keep) => {
  const request = store.get(record.vote);
  request.onsuccess = () => {
    keep.value = request.result ?? record;
    if (!request.result) store.put(record);
  };
});
