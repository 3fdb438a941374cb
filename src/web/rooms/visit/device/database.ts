/** IndexedDB with promises: just what home visits need. */

export type Stores = Readonly<Record<string, IDBObjectStoreParameters>>;

/** Opens a database and makes its stores where they are missing. It closes by itself when somebody deletes it elsewhere. */
export function openDatabase(name: string, stores: Stores): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, how] of Object.entries(stores)) request.result.createObjectStore(store, how);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error(`${name} does not open`));
    request.onblocked = () => reject(new Error(`${name} is held by another page`));
  });
}

/** One transaction; resolves when it is on the disk. */
export function write(database: IDBDatabase, stores: readonly string[], work: (transaction: IDBTransaction) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('not written'));
    transaction.onerror = () => reject(transaction.error ?? new Error('not written'));
    work(transaction);
  });
}

/** What a single request answers. */
export function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not read'));
  });
}

/** Deletes a whole database; one that is not there is no fault. */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    request.onblocked = () => resolve(); // the other page closes it and then it goes
  });
}
