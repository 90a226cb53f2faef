// AssemblyScript: cuts objects out of JSON in one look at each byte, sixteen of them at a time where they stand in strings. What is not written
// as JSON.stringify would is left to whoever calls: it puts it right, or passes over it, and goes on here (src/transport/object-cutter.ts).

/** Of each byte what it is in a string (src/text/sent-object.ts); of 256 more, what it is where the bytes are no UTF-8. */
export const kindsAt: usize = 0;
/** The same for sixteen bytes at once: those whose upper and lower half have a bit in common are not plain. Two times 16, for each of both. */
export const halvesAt: usize = 512;
/** 1 for what may follow a backslash. */
export const escapesAt: usize = 576;
/** Forms, of which the first has no name. */
export const formsAt: usize = 1024;
export const mostForms: i32 = 2000;
/** Of a form where its last name stands, how long that is with quotes and colon, and which form was the next one last. */
export const formSize: usize = 12;
/** Names, with quotes and colon. */
export const namesAt: usize = 32 * 1024;
export const namesEnd: usize = 96 * 1024;
/** Where the values of members begin and end, for whoever calls to take away. */
export const placesAt: usize = 96 * 1024;
const placesEnd: usize = 160 * 1024;
/** Of an item where it begins and ends, the number of its first place, and its form with whether it is safe. */
export const itemsAt: usize = 160 * 1024;
const itemsEnd: usize = 176 * 1024;
/** The reply. */
export const bytesAt: usize = 192 * 1024;
/** That may be read behind what is looked at. */
export const margin: usize = 64;

const itemSize: usize = 16;
/** Of 250 members, more than a form has. */
const mostPlaces: usize = 250 * 8;

const quote: u8 = 0x22;
const comma: u8 = 0x2c;
const minus: u8 = 0x2d;
const zero: u8 = 0x30;
const openArray: u8 = 0x5b;
const closeArray: u8 = 0x5d;
const openObject: u8 = 0x7b;
const closeObject: u8 = 0x7d;
const blank: u8 = 0x20;
const escapeKind: u8 = 2;
const doubtfulKind: u8 = 4;
/** A whole number of so many digits is exact in JavaScript. */
const exactDigits: usize = 15;
const likelyAt: usize = 8;
const lengthAt: usize = 4;
/** In place of an end: that takes a parser. */
const undecided: usize = 0;

// What `cutOn` is told besides 1, that the form has been found, and
const atItem: i32 = 0;
const behindValue: i32 = 2;
const behindItem: i32 = 3;

// what it answers: there is no comma behind an item; the form that goes on at `at` is not known; that takes a parser: the value at `at`, the
// item; more bytes are wanted; places and items are to be taken away.
const ended: i32 = 0;
const unknownName: i32 = 1;
const unclearValue: i32 = 2;
const unclearItem: i32 = 3;
const unfinished: i32 = 4;
const full: i32 = 5;

/** Behind what was read last, and behind what stands there now. */
export let at: usize = 0;
export let to: usize = 0;
export let itemAt: usize = 0;
export let form: usize = 0;
export let isSafe: i32 = 1;
/** Behind the last place and item. */
export let place: usize = 0;
export let firstPlace: usize = 0;
export let item: usize = 0;
/** How many places were taken away. */
export let placesBefore: i32 = 0;
/** 0 where the bytes are UTF-8, 1 where not. */
export let encoding: usize = 0;

/** Goes on until whoever calls is wanted. `end`: of what may be looked at; a NUL stands there. */
export function cutOn(from: i32, end: usize): i32 {
  let state = from;
  let answer = -1;
  while (answer < 0) {
    if (state !== behindItem) {
      answer = state === atItem ? begin(end) : -1;
      if (answer < 0) answer = members(state);
      if (answer < 0) answer = close(end);
    }
    if (answer < 0) {
      at = behindBlanks(at);
      if (load<u8>(at) === comma) at++;
      else answer = ended;
    }
    state = atItem;
  }
  return answer;
}

function begin(end: usize): i32 {
  if (item === itemsEnd || place + mostPlaces > placesEnd) return full;
  itemAt = behindBlanks(at);
  at = itemAt;
  if (at >= end) return unfinished;
  firstPlace = place;
  form = formsAt;
  isSafe = 1;
  to = at;
  if (load<u8>(at) !== openObject) return unclearItem;
  to = ++at;
  at = behindBlanks(at);
  return -1;
}

function members(from: i32): i32 {
  let state = from;
  let isOpen = state !== atItem || load<u8>(at) !== closeObject;
  while (isOpen) {
    if (state === atItem) {
      const likely: usize = load<u32>(form, likelyAt);
      if (likely === 0 || !standsThere(likely)) return unknownName;
      form = likely;
    }
    if (state !== behindValue) {
      move(at + load<u32>(form, lengthAt));
      at = behindBlanks(at);
      addPlace();
      const code = load<u8>(at);
      const end = code === openArray ? list(at + 1) : scalar(at, code);
      if (end === undecided) return unclearValue;
      move(end);
    }
    state = atItem;
    addPlace();
    at = behindBlanks(at);
    isOpen = load<u8>(at) === comma;
    if (isOpen) {
      move(at + 1);
      at = behindBlanks(at);
    }
  }
  return -1;
}

function close(end: usize): i32 {
  if (load<u8>(at) !== closeObject) return unclearItem;
  move(at + 1);
  // What was put right leaves room.
  if (to < at) memory.fill(to, blank, at - to);
  if (at >= end) {
    place = firstPlace;
    at = itemAt;
    return unfinished;
  }
  addItem((((form - formsAt) / formSize) << 1) | isSafe);
  return -1;
}

/** `look`: twice the number of its form, and whether it is safe; -1 for no form. */
export function addItem(look: usize): void {
  store<u32>(item, itemAt);
  store<u32>(item, to, 4);
  store<u32>(item, placesBefore + <i32>((firstPlace - placesAt) >> 2), 8);
  store<u32>(item, look, 12);
  item += itemSize;
}

function addPlace(): void {
  store<u32>(place, to);
  place += 4;
}

/** Goes to `end`. Blanks that were passed over are made up for: from there on everything stands further in front. */
function move(end: usize): void {
  if (to !== at) memory.copy(to, at, end - at);
  to += end - at;
  at = end;
}

/** Whether the last name of a form stands at `at`. */
function standsThere(named: usize): bool {
  const name: usize = load<u32>(named);
  const length: usize = load<u32>(named, lengthAt);
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) {
    if (equal(name + i, at + i) !== 0xffff) return false;
  }
  const rest = (1 << i32(length - i)) - 1;
  return (equal(name + i, at + i) & rest) === rest;
}

/** A bit for each of sixteen bytes. */
function equal(one: usize, other: usize): i32 {
  return i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other)));
}

function behindBlanks(start: usize): usize {
  let end = start;
  let code = load<u8>(end);
  while (code <= blank && (code === blank || code === 0x0a || code === 0x0d || code === 0x09))
    code = load<u8>(++end);
  return end;
}

/** The end of a list of strings, numbers and the like that is written as we write it. */
function list(start: usize): usize {
  let end = start;
  if (load<u8>(end) === closeArray) return end + 1;
  let code = comma;
  while (code === comma) {
    end = scalar(end, load<u8>(end));
    if (end === undecided) return undecided;
    code = load<u8>(end++);
  }
  return code === closeArray ? end : undecided;
}

function scalar(start: usize, code: u8): usize {
  if (code === quote) return string(start + 1);
  if (code === minus || isDigit(code)) return wholeNumber(start);
  const word = load<u32>(start);
  if (word === 0x65757274 || word === 0x6c6c756e) return start + 4; // true, null
  return word === 0x736c6166 && load<u8>(start, 4) === 0x65 ? start + 5 : undecided; // false
}

/** Behind the quote; looks at each byte for what JSON.stringify would not write. */
function string(start: usize): usize {
  let end = behindPlain(start);
  let code = load<u8>(end++);
  while (code !== quote) {
    const kind = load<u8>(kindsAt + (encoding << 8) + code);
    if (kind === doubtfulKind) isSafe = 0;
    else if (kind !== escapeKind || load<u8>(escapesAt + load<u8>(end++)) === 0) return undecided;
    end = behindPlain(end);
    code = load<u8>(end++);
  }
  return end;
}

function behindPlain(start: usize): usize {
  const halves = halvesAt + (encoding << 5);
  const upper = v128.load(halves);
  const lower = v128.load(halves, 16);
  let end = start;
  let special = 0;
  while (special === 0) {
    const bytes = v128.load(end);
    const one = i8x16.swizzle(upper, i8x16.shr_u(bytes, 4));
    const other = i8x16.swizzle(lower, v128.and(bytes, i8x16.splat(15)));
    special = i8x16.bitmask(i8x16.ne(v128.and(one, other), i8x16.splat(0)));
    end += 16;
  }
  return end - 16 + ctz(special);
}

function wholeNumber(start: usize): usize {
  const first = load<u8>(start) === minus ? start + 1 : start;
  let end = first;
  let code = load<u8>(end);
  while (isDigit(code)) code = load<u8>(++end);
  const isWhole = code === comma || code === closeObject || code === closeArray || code === blank;
  const isAsWritten = load<u8>(first) === zero ? end === start + 1 : end > first;
  return isWhole && isAsWritten && end - first <= exactDigits ? end : undecided;
}

function isDigit(code: u8): bool {
  return <u8>(code - zero) <= 9;
}
