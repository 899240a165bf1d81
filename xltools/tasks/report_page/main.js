// The page: which view is in sight, and what all of them share.

let view = null;

/** The sums over all workbooks. */
const TOTALS = {
  states: STATE_ORDER.map((state) => workbooks.filter((workbook) => workbook.state === state).length),
  counts: SEVERITY_NAMES.map((_, severity) => workbooks.reduce((sum, workbook) => sum + workbook.counts[severity], 0)),
  unchecked: workbooks.reduce((sum, workbook) => sum + workbook.required - workbook.checked, 0),
};

function totalWords() {
  const states = STATE_ORDER.map((state, place) => `${STATES[state]} ${counted(TOTALS.states[place])} 个`);
  const counts = COUNTED.map((severity) => `${SEVERITY_NAMES[severity]} ${counted(TOTALS.counts[severity])} 处`);
  return `共 ${counted(workbooks.length)} 个工作簿：${states.join("，")}；${counts.join("，")}；未检 ${counted(TOTALS.unchecked)} 项。`;
}

/** A button with a sum; pressed, it sets a filter. */
function totalButton(label, number, filter, value, className) {
  const press = () => {
    wanted[filter] = wanted[filter] === value ? "" : value;
    if (view instanceof WorkbookView) location.hash = "#workbooks";
    else showTotals();
    view.update();
  };
  return element("button", { type: "button", class: `total ${className}`, "aria-pressed": wanted[filter] === value ? "true" : "false", click: press },
    element("span", {}, label), element("strong", {}, counted(number)));
}

function showTotals() {
  const focused = [...byId("totals").children].indexOf(document.activeElement);
  byId("totals").replaceChildren(
    element("span", { class: "total" }, element("span", {}, "工作簿"), element("strong", {}, counted(workbooks.length))),
    ...STATE_ORDER.map((state, place) => totalButton(STATES[state], TOTALS.states[place], "state", state, state)),
    ...COUNTED.map((severity) => totalButton(SEVERITY_NAMES[severity], TOTALS.counts[severity], "severity", SEVERITY_CLASSES[severity], SEVERITY_CLASSES[severity])),
    totalButton("未检", TOTALS.unchecked, "state", "unchecked", "unchecked"),
  );
  if (focused >= 0) byId("totals").children[focused].focus();
}

/** Shows the view that the address asks for: `#workbooks`, `#findings` or `#workbook-3`. */
function route() {
  const asked = /^#workbook-(\d+)$/.exec(location.hash);
  const workbook = asked && workbooks[Number(asked[1])];
  const hadView = view !== null;
  if (workbook) view = new WorkbookView(workbook);
  else if (location.hash === "#findings") view = findingsView();
  else view = new WorkbooksView();
  const current = !workbook && location.hash === "#findings" ? "findings" : "workbooks";
  for (const name of ["workbooks", "findings"]) byId(`to-${name}`).toggleAttribute("aria-current", name === current);
  byId("main").replaceChildren(view.node);
  showTotals();
  view.update();
  if (hadView) view.grid.node.focus();
}

/** Watches the data come in: the lists are drawn anew at the end, and meanwhile now and then. */
function read() {
  let drawn = 0;
  readChunks((share) => {
    byId("progress").textContent = isComplete ? "" : `正在读入问题：${Math.floor(share * 100)}%`;
    if (isComplete || share - drawn > 0.25) {
      drawn = share;
      view.update();
    }
  });
}

function start() {
  const forms = new Set(workbooks.map((workbook) => workbook.form));
  byId("form").textContent = forms.size === 1 ? plain(forms.values().next().value) : "";
  byId("print").addEventListener("click", () => window.print());
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    view.grid.node.focus();
  });
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeprint", () => layOut(view));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && view instanceof WorkbookView && !view.list.detail.isOpen) location.hash = "#workbooks";
  });
  route();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", read);
  else read();
}

start();
