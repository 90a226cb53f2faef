import type { ListRoom } from './list-room.ts';
import { ListSplitter } from './split-json.ts';

/** One page is read while two come. */
const mostFree = 3;

/** The lists of one server's replies, whose objects look alike: each begins in the room of one that has ended. */
export class ReplyLists {
  readonly #free: ListRoom[] = [];

  begin(name: string): ListSplitter {
    return new ListSplitter(name, this.#free.pop());
  }

  /** Nobody looks at its items any more: whoever does finds nothing. */
  end({ room }: ListSplitter): void {
    if (room.clear() && this.#free.length < mostFree) this.#free.push(room);
  }
}
