/** Items to process later, sorted by time in ms. Items of the same time keep their order of insertion. */
export class Schedule<Item> {
  readonly #entries: { readonly at: number; readonly item: Item }[] = [];

  add(at: number, item: Item): void {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, { at, item });
  }

  /** The time of the first item. */
  next(): number | undefined {
    return this.#entries[0]?.at;
  }

  /** Removes and returns all items that are due. */
  takeDue(now: number): Item[] {
    const firstLater = this.#entries.findIndex(({ at }) => at > now);
    const due = this.#entries.splice(0, firstLater === -1 ? this.#entries.length : firstLater);
    return due.map(({ item }) => item);
  }
}
