/** What was typed into a field of the page, and whether its fault is to be seen yet. */
export class Entry<Fault> {
  #left = false;

  constructor(
    public value: string,
    private readonly faultOf: (value: string) => Fault | null,
  ) {}

  /** What is wrong, seen or not. */
  get fault(): Fault | null {
    return this.faultOf(this.value);
  }

  /** What is wrong, once the field was left or the form was sent. */
  get shown(): Fault | null {
    return this.#left ? this.fault : null;
  }

  /** From now on its fault shows. An empty field that was only passed through keeps quiet. */
  leave(): void {
    if (this.value !== "") this.#left = true;
  }

  /** The form was sent. */
  check(): void {
    this.#left = true;
  }
}
