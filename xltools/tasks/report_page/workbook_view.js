// One workbook: what it comes to, the cells that are probably wrong, what was not checked, and its findings.

class WorkbookView {
  constructor(workbook) {
    this.workbook = workbook;
    this.list = new FindingsView({
      label: `${workbook.title}的问题`,
      columns: ["severity", "rule", "sheet", "cell", "value", "expected", "gap", "message"],
      filters: ["severity", "rule", "sheet", "text"],
      findings: () => workbook.findings,
    });
    this.side = element("aside", { "aria-label": "这个部门", tabindex: 0 });
    this.node = element("div", { class: "workbook" }, this.side, this.list.node);
    this.form = this.list.form;
    this.grid = this.list.grid;
  }

  update() {
    this.side.replaceChildren(...this.sideParts());
    this.list.update();
  }

  sideParts() {
    const { workbook } = this;
    const parts = [
      element("p", {}, element("a", { href: "#workbooks" }, "‹ 各部门")),
      element("h2", {}, clipped(workbook.title, 200)),
      element("p", { class: "file own" }, clipped(workbook.name, 200)),
      element("p", {}, stateBadge(workbook), ` ${this.summary()}`),
      this.sheets(),
    ];
    if (workbook.explanations.length) {
      const items = workbook.explanations.map((each) => element("li", {}, explanationNode(each, (suspect) => this.list.find(suspect))));
      parts.push(element("h3", {}, "最可能有误的单元格（先改这些，再校验）"), element("ol", {}, ...items));
    }
    if (workbook.unchecked.length) {
      const items = workbook.unchecked.map(({ rule, why }) => element("li", {}, element("strong", {}, rule), " ", longText(why, 300)));
      parts.push(element("h3", {}, `未检的规则（${workbook.unchecked.length}），不能算作通过`), element("ul", { class: "unchecked" }, ...items));
    }
    return parts;
  }

  summary() {
    const { workbook } = this;
    if (workbook.state === "unreadable") return "";
    const found = COUNTED.map((severity) => [workbook.counts[severity], severity]).map(([count, severity]) => (count ? `${SEVERITY_NAMES[severity]} ${counted(count)} 处` : "")).filter(Boolean);
    const rules = `应检 ${workbook.required} 项，已检 ${workbook.checked} 项，未检 ${workbook.required - workbook.checked} 项`;
    return [...found, rules].join("；");
  }

  /** The tables with findings; pressing one shows its findings alone. */
  sheets() {
    const counts = tally(this.workbook.findings.filter((finding) => finding.severity <= WARNING).map((finding) => finding.sheet));
    if (!counts.length) return null;
    const items = counts.map(([sheet, count]) => element("li", {},
      element("button", { type: "button", class: "link", click: () => this.only(sheet) }, clipped(sheet, 40)), ` ${counted(count)}`));
    return element("div", {}, element("h3", {}, "有错误和警告的表"), element("ul", { class: "sheets" }, ...items));
  }

  only(sheet) {
    wanted.sheet = wanted.sheet === sheet ? "" : sheet;
    this.list.update();
    this.grid.node.focus();
  }
}
