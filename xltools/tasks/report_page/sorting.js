// Orders: names with numbers in them as people count, cells by row and column, amounts by what they come to.

const collator = new Intl.Collator("zh-CN", { numeric: true });

/** Ranks of texts: the place of each in natural order, so that many rows compare numbers instead of texts. */
class Ranks {
  constructor(texts) {
    const distinct = [...new Set(texts)].sort((one, other) => collator.compare(one ?? "", other ?? ""));
    this.places = new Map(distinct.map((text, place) => [text, place]));
  }

  of(text) {
    return this.places.get(text);
  }
}

/** A number by which cells sort: row by row. */
function cellRank(cell) {
  const parts = /^([A-Z]+)(\d+)$/.exec(cell || "");
  if (!parts) return -1;
  const column = [...parts[1]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return Number(parts[2]) * 20000 + column;
}

/** An amount as a number; what is none sorts last. */
function amountRank(text) {
  const amount = text === null || text.trim() === "" ? NaN : Number(text);
  return Number.isNaN(amount) ? -Infinity : amount;
}

/** A copy of rows in the order of `keyOf`; rows that are equal stay as they were. */
function sorted(rows, keyOf, isDescending) {
  const direction = isDescending ? -1 : 1;
  const keyed = rows.map((row, place) => ({ row, place, key: keyOf(row) }));
  keyed.sort((one, other) => (one.key < other.key ? -direction : one.key > other.key ? direction : one.place - other.place));
  return keyed.map(({ row }) => row);
}
