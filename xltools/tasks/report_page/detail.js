// Everything about one finding.

const MOST_ALIKE = 20;

/** `“表5 …”D9`, or that it is about the whole file. */
function placeOf(sheet, cell) {
  if (!sheet) return "整个文件";
  return cell ? `“${sheet}”${cell}` : `“${sheet}”`;
}

/** A severity in its colour. */
function severityBadge(severity) {
  return element("span", { class: `badge ${SEVERITY_CLASSES[severity]}` }, SEVERITY_NAMES[severity]);
}

/** `现为 194.34，应为 149.34（相邻两位数字颠倒）` */
function suspectWords(suspect) {
  const now = suspect.value === null ? "现为空白" : `现为 ${suspect.value}`;
  const then = suspect.suggested === null ? "" : `，应为 ${suspect.suggested}`;
  return `${now}${then}${suspect.reason ? `（${suspect.reason}）` : ""}`;
}

/** Whether a cell is one of those a finding is about. */
function involves(finding, sheet, cell) {
  if (finding.sheet === sheet && finding.cell === cell) return true;
  return finding.cells.some(([each, addresses]) => each === sheet && addresses.split(" ").includes(cell));
}

/** The explanations of its workbook that name a cell of a finding. */
function explanationsOf(finding) {
  if (finding.severity > WARNING) return [];
  return finding.workbook.explanations.filter((explanation) =>
    explanation.suspects.some((suspect) => involves(finding, suspect.sheet, suspect.cell)),
  );
}

/** A list of the cells of an explanation, with the other ways to explain it. */
function explanationNode(explanation, choose) {
  const cellsNode = (suspects) => suspects.map((suspect) => element("li", {},
    element("button", { type: "button", class: "link", click: () => choose(suspect) }, placeOf(suspect.sheet, suspect.cell)),
    element("span", { class: "own" }, ` ${suspectWords(suspect)}`)));
  const node = element("div", { class: "explanation" }, element("ul", {}, ...cellsNode(explanation.suspects)));
  for (const rival of explanation.alternatives.slice(0, MOST_ALIKE)) {
    node.append(element("p", {}, "或者"), element("ul", {}, ...cellsNode(rival)));
  }
  return node;
}

/** The panel below a list. */
class Detail {
  constructor({ closed, show }) {
    this.closed = closed;
    this.showOther = show;
    this.finding = null;
    this.node = element("section", {
      class: "detail",
      "aria-label": "问题详情",
      tabindex: -1,
      hidden: true,
      keydown: (event) => {
        if (event.key === "Escape") this.close();
      },
    });
  }

  get isOpen() {
    return !this.node.hidden;
  }

  close() {
    this.node.hidden = true;
    this.finding = null;
    this.closed();
  }

  show(finding) {
    this.finding = finding;
    this.node.hidden = false;
    this.node.scrollTop = 0;
    const close = element("button", { type: "button", class: "close", "aria-label": "关闭详情", click: () => this.close() }, "关闭 ✕");
    this.node.replaceChildren(
      element("header", {},
        severityBadge(finding.severity),
        element("h2", {}, clipped(placeOf(finding.sheet, finding.cell), 200)),
        element("a", { href: `#workbook-${finding.workbook.number}` }, clipped(finding.workbook.title, 60)),
        close),
      element("div", { class: "columns" }, this.facts(finding), this.context(finding)),
    );
  }

  facts(finding) {
    const amounts = [["现为", finding.value], ["应为", finding.expected], ["差额", finding.gap], ["允许尾差", finding.allowance]];
    const rows = amounts.filter(([, amount]) => amount !== null);
    return element("div", { class: "facts" },
      rows.length ? element("dl", { class: "amounts" }, ...rows.map(([name, amount]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, longText(amount, 60))))) : null,
      element("p", { class: "message" }, longText(finding.message)),
      element("p", { class: "fix" }, element("strong", {}, "怎么改："), longText(finding.fix)),
      element("p", { class: "rule" }, `规则 ${finding.rule}：${statementOf(finding.rule)}。性质：${KIND_NAMES[finding.kind]}。`));
  }

  context(finding) {
    const parts = [];
    const explanations = explanationsOf(finding);
    if (explanations.length) {
      parts.push(element("h3", {}, "最可能有误的单元格"), ...explanations.map((each) => explanationNode(each, (suspect) => this.showOther(suspect))));
    }
    if (finding.cells.length) {
      parts.push(element("h3", {}, "涉及的单元格"), element("ul", {}, ...finding.cells.map(([sheet, addresses]) =>
        element("li", {}, `“${sheet}”`, longText(addresses.replace(/ /g, "、"), 600)))));
    }
    const alike = finding.cell ? finding.workbook.findings.filter((other) => other !== finding && other.sheet === finding.sheet && other.cell === finding.cell) : [];
    if (alike.length) {
      parts.push(element("h3", {}, `这一格的其他问题（${alike.length}）`), element("ul", {}, ...alike.slice(0, MOST_ALIKE).map((other) =>
        element("li", {}, severityBadge(other.severity), ` ${other.rule} `, element("button", { type: "button", class: "link", click: () => { this.show(other); this.node.focus(); } }, clipped(other.message, 80))))));
    }
    return element("div", { class: "context" }, ...parts);
  }
}
