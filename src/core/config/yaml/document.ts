import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar as ScalarNode,
  type YAMLMap,
} from "yaml";
import type { Problem } from "../problem.ts";
import type { Position } from "../source.ts";
import { anchorOf, foreignTag, isMergeKey, scalarValue, startOf } from "./node.ts";
import { printedScalar } from "./scalar.ts";
import { type Entry, listTree, mapTree, type Place, type Tree } from "./tree.ts";

type Path = readonly string[];

const deepest = 100;

/** Turns the library's syntax tree into ours: aliases followed, merge keys applied, scalars read as Ruby reads them. */
export class DocumentReader {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly #anchors = new Map<string, Tree>();
  /** What is being read, and so cannot be meant yet. */
  readonly #open = new Set<string>();
  readonly #position: (offset: number) => Position;

  constructor(position: (offset: number) => Position) {
    this.#position = position;
  }

  read(document: Document): Tree {
    return this.#node(document.contents, []);
  }

  #node(node: unknown, path: Path): Tree {
    if (path.length > deepest) return this.#refuse(node, path.slice(0, 3), "is nested too deeply");
    const anchor = anchorOf(node);
    if (anchor === undefined) return this.#value(node, path);
    this.#open.add(anchor);
    const tree = this.#value(node, path);
    this.#open.delete(anchor);
    this.#anchors.set(anchor, tree);
    return tree;
  }

  #value(node: unknown, path: Path): Tree {
    const tag = foreignTag(node);
    if (tag !== undefined) return this.#refuse(node, path, `the tag ${tag} is not supported`);
    if (isAlias(node)) return this.#alias(node, path);
    if (isMap(node)) return this.#map(node, path);
    if (isSeq(node))
      return listTree(
        this.#at(node),
        node.items.map((item, index) => this.#node(item, [...path, String(index)])),
      );
    return isScalar(node) ? this.#scalar(node, path) : this.#nothing(node);
  }

  #scalar(node: ScalarNode, path: Path): Tree {
    const value = scalarValue(node);
    if (typeof value === "number" && node.type === "PLAIN" && /:|^[-+]?0[0-7_]+$/.test(String(node.value)))
      this.#warn(node, path, `YAML reads ${node.value} as the number ${value}`, `Write "${node.value}" to keep it.`);
    return { kind: "scalar", at: this.#at(node), value, size: 1 };
  }

  /** An anchor is known once what it names was read, so a value cannot hold itself. */
  #alias(alias: Alias, path: Path): Tree {
    const { source } = alias;
    const known = this.#anchors.get(source);
    if (known !== undefined) return known;
    if (this.#open.has(source)) return this.#refuse(alias, path, `&${source} would hold itself`);
    return this.#refuse(alias, path, `there is no anchor &${source} before this alias`, "Text that starts with * needs quotes.");
  }

  #map(map: YAMLMap, path: Path): Tree {
    const entries = new Map<string, Entry>();
    const written = new Map<string, Place>();
    for (const pair of map.items) {
      if (isMergeKey(pair)) this.#merge(entries, pair, path);
      else this.#entry(entries, written, pair, path);
    }
    return mapTree(this.#at(map), entries);
  }

  #entry(entries: Map<string, Entry>, written: Map<string, Place>, { key, value }: Pair, path: Path): void {
    const name = this.#keyName(key, path);
    if (name === undefined) return;
    const first = written.get(name);
    if (first)
      this.#refuse(
        key,
        path,
        `the key ${name} stands twice, first on line ${first().line}`,
        "Only the last one would count. Remove one.",
      );
    written.set(name, this.#at(key));
    entries.set(name, { key: this.#at(key), value: value === null ? this.#nothing(key) : this.#node(value, [...path, name]) });
  }

  /** Psych merges where `<<` stands: keys above it are overwritten, keys below it win. */
  #merge(entries: Map<string, Entry>, { value }: Pair, path: Path): void {
    const before = this.problems.length;
    const source = this.#node(value, path);
    if (this.problems.length > before) return;
    for (const map of source.kind === "list" ? source.items.toReversed() : [source]) {
      if (map.kind === "map") for (const [name, entry] of map.entries) entries.set(name, entry);
      else this.#refuse(value, path, "<< needs a map, or a list of maps, to merge");
    }
  }

  #keyName(key: unknown, path: Path): string | undefined {
    if (!isScalar(key)) {
      this.#refuse(key, path, "a key should be a single value", "A value that starts with { or [ needs quotes.");
      return undefined;
    }
    const value = scalarValue(key);
    const name = printedScalar(value);
    if (name === "__proto__") this.#refuse(key, path, "__proto__ cannot be a key");
    if (typeof value === "boolean" && name !== key.value)
      this.#warn(key, path, `YAML reads the key ${key.value} as ${name}`, `Write "${key.value}" to keep it.`);
    return name;
  }

  #refuse(node: unknown, path: Path, message: string, hint?: string): Tree {
    this.problems.push({ ...this.#at(node)(), path: path.join("/"), message, hint });
    return this.#nothing(node);
  }

  #warn(node: unknown, path: Path, message: string, hint: string): void {
    this.warnings.push({ ...this.#at(node)(), path: path.join("/"), message, hint });
  }

  #nothing(node: unknown): Tree {
    return { kind: "scalar", at: this.#at(node), value: null, size: 1 };
  }

  #at(node: unknown): Place {
    return () => this.#position(startOf(node));
  }
}
