/**
 * Fetches the details of a payment before Pay: the connection may be lost by then. Whatever
 * needs them says the essence without them, so that nobody sees an empty box after paying.
 */

export type Details = typeof import("./details/details.ts");

export class LazyDetails {
  /** Absent until they are here. */
  details: Details | undefined;
  #fetching = false;

  constructor(
    private readonly arrived: (details: Details) => void,
    private readonly load: () => Promise<Details> = () => import("./details/details.ts"),
  ) {}

  /** Fetches them, and again if that failed, unless they are here or on their way. */
  async fetch(): Promise<void> {
    if (this.details || this.#fetching) return;
    this.#fetching = true;
    try {
      this.details = await this.load();
      this.arrived(this.details);
    } catch {
      // The next call tries again.
    }
    this.#fetching = false;
  }
}
