// A table of any length: only the rows in sight are elements. The arrow keys move, Enter opens.

const ROW_HEIGHT = 32;
const ROWS_BEYOND = 8;
let gridsMade = 0;

/**
 * `columns` have a `title`, a `width` (CSS), `show(row)` for a text or a node, and `key(row)` to sort by;
 * `numeric` ones are set flush right. `open(row)` is called on Enter and click, `moved(row)` when the row changes.
 */
class Grid {
  constructor({ label, columns, open, moved = () => {}, nothing = "没有符合条件的" }) {
    this.columns = columns;
    this.open = open;
    this.moved = moved;
    this.rows = [];
    this.shown = [];
    this.active = -1;
    this.order = null;
    this.isDescending = false;
    this.prefix = `grid${(gridsMade += 1)}`;
    this.head = element("div", { role: "row", class: "row head", "aria-rowindex": 1 });
    this.body = element("div", { role: "rowgroup", class: "body" });
    this.nothing = element("p", { class: "nothing", hidden: true }, nothing);
    this.node = element("div", {
      role: "grid",
      class: "grid",
      tabindex: 0,
      "aria-label": label,
      keydown: (event) => this.press(event),
      scroll: () => this.scheduleDraw(),
    }, element("div", { role: "rowgroup", class: "heads" }, this.head), this.body, this.nothing);
    this.node.style.setProperty("--columns", columns.map((column) => column.width).join(" "));
    this.drawHead();
    new ResizeObserver(() => this.scheduleDraw()).observe(this.node);
  }

  drawHead() {
    this.head.replaceChildren(...this.columns.map((column, place) => {
      const direction = this.order === place ? (this.isDescending ? "descending" : "ascending") : "none";
      const button = element("button", { type: "button", click: () => this.sortBy(place) }, column.title);
      const sort = column.key ? { "aria-sort": direction } : {};
      return element("div", { role: "columnheader", class: column.numeric ? "cell number" : "cell", ...sort }, column.key ? button : column.title);
    }));
  }

  /** Shows other rows, in the order chosen before. */
  setRows(rows, { keepPlace = false } = {}) {
    const before = keepPlace ? this.shown[this.active] : null;
    this.rows = rows;
    this.arrange();
    this.active = before ? this.shown.indexOf(before) : -1;
    if (!keepPlace) this.node.scrollTop = 0;
    this.draw();
  }

  arrange() {
    const column = this.columns[this.order];
    const keyOf = column && column.key(this.rows);
    this.shown = column ? sorted(this.rows, keyOf, this.isDescending) : this.rows;
    this.node.setAttribute("aria-rowcount", this.shown.length + 1);
    this.body.style.height = `${this.shown.length * ROW_HEIGHT}px`;
    this.nothing.hidden = this.shown.length > 0;
  }

  /** Upwards first, then downwards, then as it was; amounts downwards first. */
  sortBy(place) {
    const first = Boolean(this.columns[place].numeric);
    if (this.order !== place) [this.order, this.isDescending] = [place, first];
    else if (this.isDescending === first) this.isDescending = !first;
    else [this.order, this.isDescending] = [null, false];
    const before = this.shown[this.active];
    this.drawHead();
    this.head.children[place].firstChild.focus();
    this.arrange();
    this.active = before ? this.shown.indexOf(before) : -1;
    this.node.scrollTop = 0;
    this.draw();
  }

  scheduleDraw() {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      this.draw();
    });
  }

  draw() {
    const top = Math.floor(this.node.scrollTop / ROW_HEIGHT);
    const inSight = Math.ceil(this.node.clientHeight / ROW_HEIGHT);
    const first = Math.max(0, top - ROWS_BEYOND);
    const last = Math.min(this.shown.length, top + inSight + ROWS_BEYOND);
    const drawn = [];
    for (let place = first; place < last; place += 1) drawn.push(this.drawRow(place));
    if (this.active >= 0 && (this.active < first || this.active >= last)) drawn.push(this.drawRow(this.active));
    this.body.replaceChildren(...drawn);
    if (this.active >= 0) this.node.setAttribute("aria-activedescendant", `${this.prefix}-${this.active}`);
    else this.node.removeAttribute("aria-activedescendant");
  }

  drawRow(place) {
    const row = this.shown[place];
    const cells = this.columns.map((column) => {
      const content = column.show(row);
      const text = content instanceof Node ? content : plain(clipped(content, 400));
      return element("div", { role: "gridcell", class: column.numeric ? "cell number" : "cell" }, text);
    });
    const node = element("div", {
      role: "row",
      id: `${this.prefix}-${place}`,
      class: place === this.active ? "row active" : "row",
      "aria-rowindex": place + 2,
      "aria-selected": place === this.active ? "true" : "false",
      click: () => this.choose(place),
    }, ...cells);
    node.style.top = `${place * ROW_HEIGHT}px`;
    return node;
  }

  choose(place) {
    this.move(place);
    this.open(this.shown[place]);
  }

  /** Makes a row the active one and brings it into sight. */
  move(place) {
    if (!this.shown.length) return;
    this.active = Math.max(0, Math.min(this.shown.length - 1, place));
    const top = this.active * ROW_HEIGHT;
    const height = this.node.clientHeight - this.head.offsetHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top + ROW_HEIGHT > this.node.scrollTop + height) this.node.scrollTop = top + ROW_HEIGHT - height;
    this.draw();
    this.moved(this.shown[this.active]);
  }

  press(event) {
    if (event.target !== this.node || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.node.clientHeight / ROW_HEIGHT) - 2);
    const targets = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: Math.max(0, this.active) + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.shown.length - 1,
    };
    if (event.key in targets) this.move(targets[event.key]);
    else if ((event.key === "Enter" || event.key === " ") && this.active >= 0) this.open(this.shown[this.active]);
    else return;
    event.preventDefault();
  }
}
