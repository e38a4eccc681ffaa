/** An element as the count needs it: what it is in, and what a `use` shows. */
interface Node {
  parent: number;
  shows: string | undefined;
}

/**
 * How many elements an SVG has when every `use` stands for what it shows. Ten groups, each of ten `use` of the one before, are a file of
 * a kilobyte and ten thousand million elements: what an entity bomb is to XML.
 */
export class DrawnCount {
  readonly #nodes: Node[] = [];
  readonly #ids = new Map<string, number>();
  readonly #open: number[] = [];

  get elements(): number {
    return this.#nodes.length;
  }

  get depth(): number {
    return this.#open.length;
  }

  open(id: string | undefined, shows: string | undefined): void {
    if (id !== undefined && !this.#ids.has(id)) this.#ids.set(id, this.#nodes.length);
    this.#open.push(this.#nodes.length);
    this.#nodes.push({ parent: this.#open.at(-2) ?? -1, shows });
  }

  close(): void {
    this.#open.pop();
  }

  /** The elements that are drawn; infinite where an element shows itself. */
  drawn(): number {
    const counts = this.#nodes.map((): number | undefined => undefined);
    const children: number[][] = this.#nodes.map(() => []);
    for (const [index, { parent }] of this.#nodes.entries()) children[parent]?.push(index);
    const isUnderWay = new Uint8Array(this.#nodes.length);
    const countOf = (start: number): number => {
      // A stack of our own: a chain of `use` may be longer than the call stack is deep.
      const stack = [start];
      while (stack.length > 0) {
        const index = stack.at(-1) ?? 0;
        const { shows } = this.#nodes[index] ?? { shows: undefined };
        const shown = shows === undefined ? undefined : this.#ids.get(shows);
        const parts = [...(children[index] ?? []), ...(shown === undefined ? [] : [shown])];
        if (isUnderWay[index] === 0) {
          isUnderWay[index] = 1;
          if (parts.some((part) => isUnderWay[part] === 1)) return Infinity;
          stack.push(...parts.filter((part) => counts[part] === undefined));
          continue;
        }
        counts[index] ??= parts.reduce((sum, part) => sum + (counts[part] ?? 0), 1);
        isUnderWay[index] = 2;
        stack.pop();
      }
      return counts[start] ?? 0;
    };
    return this.#nodes.length === 0 ? 0 : countOf(0);
  }
}
