/** One cache entry, from its reservation on. Nobody finds it before it is finished, and nobody changes it after. */
export class Entry {
  readonly id: number;
  readonly key: string;
  readonly version: string;
  #content: Buffer = Buffer.alloc(0);
  readonly #pieces = new Map<string, Buffer>();
  #finished = false;

  constructor(id: number, key: string, version: string) {
    this.id = id;
    this.key = key;
    this.version = version;
  }

  get content(): Buffer {
    return this.#content;
  }

  get finished(): boolean {
    return this.#finished;
  }

  put(content: Buffer): void {
    this.#content = content;
  }

  addPiece(name: string, piece: Buffer): void {
    this.#pieces.set(name, piece);
  }

  /** Makes the content of these pieces, in this order. @returns false when one is not there */
  assemble(names: readonly string[]): boolean {
    const pieces = names.map((name) => this.#pieces.get(name));
    const found = pieces.filter((piece) => piece !== undefined);
    if (found.length < pieces.length) return false;
    this.#content = Buffer.concat(found);
    return true;
  }

  /** The same of pieces that are named by where they begin. @returns false when there is a gap */
  assembleByOffset(): boolean {
    const offsets = [...this.#pieces.keys()].map(Number).sort((one, other) => one - other);
    let end = 0;
    for (const offset of offsets) {
      if (offset !== end) return false;
      end += this.#pieces.get(String(offset))?.length ?? 0;
    }
    return this.assemble(offsets.map(String));
  }

  finish(): void {
    this.#finished = true;
  }
}

export class Entries {
  readonly #all: Entry[] = [];

  /** @returns undefined when the key is taken for that version, even by an upload that never ends */
  reserve(key: string, version: string): Entry | undefined {
    if (this.#all.some((entry) => entry.key === key && entry.version === version)) return undefined;
    const entry = new Entry(this.#all.length + 1, key, version);
    this.#all.push(entry);
    return entry;
  }

  byId(id: string): Entry | undefined {
    return this.#all.find((entry) => String(entry.id) === id);
  }

  /** The upload of that key that is not finished. */
  pending(key: string, version: string): Entry | undefined {
    return this.#all.find((entry) => entry.key === key && entry.version === version && !entry.finished);
  }

  /** The entry of that very key, else the newest whose key begins so: the rule of GitHub's manual on restoring caches. */
  find(key: string, prefixes: readonly string[], version: string): Entry | undefined {
    const finished = this.#all.filter((entry) => entry.finished && entry.version === version).reverse();
    const exact = finished.find((entry) => entry.key === key);
    const byPrefix = prefixes.map((prefix) => finished.find((entry) => entry.key.startsWith(prefix)));
    return [exact, ...byPrefix].find((entry) => entry !== undefined);
  }

  /** The keys that can be restored. */
  keys(): readonly string[] {
    return this.#all.filter(({ finished }) => finished).map(({ key }) => key);
  }
}
