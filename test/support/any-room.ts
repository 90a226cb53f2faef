import { ListRoom } from '../../src/transport/list-room.ts';

const rooms: ListRoom[] = [];
let turn = 0;

/** An empty one, as a list finds that of the list before: to make its memory takes longer than most tests of it. Of the last eight nobody is moved. */
export function anyRoom(): ListRoom {
  const at = turn++ % 8;
  const room = rooms[at];
  if (room?.clear() === true) return room;
  const other = new ListRoom();
  rooms[at] = other;
  return other;
}
