// A list of findings, of one workbook or of all, with the one chosen below it.

const dash = (text) => (text === null ? "—" : text);

/** Columns of findings; each `key` gets the rows first, for what it has to count in them. */
const FINDING_COLUMNS = {
  workbook: {
    title: "部门",
    width: "minmax(9rem, 1.3fr)",
    show: (finding) => finding.workbook.title,
    key: (rows) => {
      const ranks = new Ranks(rows.map((finding) => finding.workbook.title));
      return (finding) => ranks.of(finding.workbook.title);
    },
  },
  severity: {
    title: "级别",
    width: "4.2rem",
    show: (finding) => severityBadge(finding.severity),
    key: () => (finding) => finding.severity,
  },
  rule: {
    title: "规则",
    width: "4.2rem",
    show: (finding) => finding.rule,
    key: (rows) => {
      const ranks = new Ranks(rows.map((finding) => finding.rule));
      return (finding) => ranks.of(finding.rule);
    },
  },
  sheet: {
    title: "表",
    width: "minmax(8rem, 1.2fr)",
    show: (finding) => dash(finding.sheet),
    key: (rows) => {
      const ranks = new Ranks(rows.map((finding) => finding.sheet));
      return (finding) => ranks.of(finding.sheet);
    },
  },
  cell: {
    title: "单元格",
    width: "4.8rem",
    show: (finding) => dash(finding.cell),
    key: () => (finding) => cellRank(finding.cell),
  },
  value: {
    title: "现为",
    width: "7rem",
    numeric: true,
    show: (finding) => dash(finding.value),
    key: () => (finding) => amountRank(finding.value),
  },
  expected: {
    title: "应为",
    width: "7rem",
    numeric: true,
    show: (finding) => dash(finding.expected),
    key: () => (finding) => amountRank(finding.expected),
  },
  gap: {
    title: "差额",
    width: "7rem",
    numeric: true,
    show: (finding) => dash(finding.gap),
    key: () => (finding) => (finding.gap === null ? 0 : Math.abs(Number(finding.gap)) || 0),
  },
  message: { title: "问题", width: "minmax(12rem, 3fr)", show: (finding) => finding.message },
};

/** The list and its detail; `findings()` gives what there is before it is filtered. */
class FindingsView {
  constructor({ label, columns, filters, findings }) {
    this.findings = findings;
    this.form = new FilterForm(byId("filters"), filters, () => this.refresh());
    this.grid = new Grid({
      label,
      columns: columns.map((name) => FINDING_COLUMNS[name]),
      open: (finding) => this.open(finding),
      moved: (finding) => {
        if (this.detail.isOpen) this.detail.show(finding);
      },
      nothing: "没有符合条件的问题",
    });
    this.detail = new Detail({ closed: () => this.grid.node.focus(), show: (suspect) => this.find(suspect) });
    this.node = element("div", { class: "list" }, this.grid.node, this.detail.node);
  }

  /** Shows what is there by now. */
  update() {
    this.form.offer(this.findings());
    this.refresh({ keepPlace: true });
  }

  refresh(options) {
    const all = this.findings();
    const rows = all.filter((finding) => wantsFinding(finding) && wantsWorkbook(finding.workbook));
    this.grid.setRows(rows, options);
    this.form.tell(rows.length === all.length ? `共 ${counted(all.length)} 处` : `符合条件 ${counted(rows.length)} 处，共 ${counted(all.length)} 处`);
  }

  open(finding) {
    this.detail.show(finding);
    this.detail.node.focus();
  }

  /** Goes to the first finding about a cell, whatever the filters. */
  find(suspect) {
    const about = (finding) => finding.sheet === suspect.sheet && finding.cell === suspect.cell;
    const place = this.grid.shown.findIndex(about);
    if (place >= 0) {
      this.grid.move(place);
      this.open(this.grid.shown[place]);
      return;
    }
    const other = this.findings().find((finding) => about(finding) || involves(finding, suspect.sheet, suspect.cell));
    if (other) this.open(other);
  }
}

/** All findings of all workbooks. */
function findingsView() {
  return new FindingsView({
    label: "全部问题",
    columns: ["workbook", "severity", "rule", "sheet", "cell", "value", "expected", "gap", "message"],
    filters: ["department", "state", "severity", "rule", "sheet", "text"],
    findings: () => allFindings,
  });
}
