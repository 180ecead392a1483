/** An answer that another thread has put into JSON, because it is long: it goes out as it is, and the loop is not kept. */
export class JsonBytes {
  /** UTF-8. */
  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {}
}
