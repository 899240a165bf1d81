// All workbooks: the state of each.

/** The workbooks with their counts, by the filters: where findings are asked for, those alone are counted. */
function countedWorkbooks() {
  const asked = workbooks.filter(wantsWorkbook);
  if (!asksForFindings()) return asked.map((workbook) => ({ workbook, counts: workbook.counts }));
  const rows = asked.map((workbook) => ({ workbook, counts: SEVERITY_NAMES.map(() => 0) }));
  for (const { workbook, counts } of rows) {
    for (const finding of workbook.findings) if (wantsFinding(finding)) counts[finding.severity] += 1;
  }
  return rows.filter(({ counts }) => counts.some((count) => count));
}

/** A column with the number of findings of a severity. */
function countColumn(severity) {
  return {
    title: SEVERITY_NAMES[severity],
    width: "5rem",
    numeric: true,
    show: ({ workbook, counts }) => {
      if (workbook.state === "unreadable") return "";
      return element("span", { class: counts[severity] ? SEVERITY_CLASSES[severity] : "none" }, counted(counts[severity]));
    },
    key: () => ({ counts }) => counts[severity],
  };
}

/** `3`, or nothing where every rule was checked. */
function uncheckedWords(workbook) {
  return workbook.notChecked ? counted(workbook.required - workbook.checked) : "0";
}

function textColumn(title, width, textOf) {
  return {
    title,
    width,
    show: textOf,
    key: (rows) => {
      const ranks = new Ranks(rows.map(textOf));
      return (row) => ranks.of(textOf(row));
    },
  };
}

const STATE_ORDER = Object.keys(STATES);

/** The state of a workbook in its colour. */
function stateBadge(workbook) {
  return element("span", { class: `badge ${workbook.state}` }, STATES[workbook.state]);
}

class WorkbooksView {
  constructor() {
    this.form = new FilterForm(byId("filters"), ["department", "state", "severity", "rule", "sheet", "text"], () => this.refresh());
    this.grid = new Grid({
      label: "各部门",
      columns: [
        textColumn("部门", "minmax(12rem, 2fr)", ({ workbook }) => workbook.title),
        textColumn("文件", "minmax(10rem, 1.6fr)", ({ workbook }) => workbook.name),
        {
          title: "结论",
          width: "7rem",
          show: ({ workbook }) => stateBadge(workbook),
          key: () => ({ workbook }) => STATE_ORDER.indexOf(workbook.state),
        },
        ...COUNTED.map(countColumn),
        {
          title: "应检",
          width: "5rem",
          numeric: true,
          show: ({ workbook }) => (workbook.state === "unreadable" ? "" : counted(workbook.required)),
          key: () => ({ workbook }) => workbook.required,
        },
        {
          title: "未检",
          width: "5rem",
          numeric: true,
          show: ({ workbook }) => element("span", { class: workbook.notChecked ? "warning" : "none" }, workbook.state === "unreadable" ? "" : uncheckedWords(workbook)),
          key: () => ({ workbook }) => workbook.required - workbook.checked,
        },
      ],
      open: ({ workbook }) => {
        location.hash = `#workbook-${workbook.number}`;
      },
      nothing: "没有符合条件的部门",
    });
    this.node = element("div", { class: "list" }, this.grid.node);
  }

  update() {
    this.form.offer(allFindings);
    this.refresh({ keepPlace: true });
  }

  refresh(options) {
    const rows = countedWorkbooks();
    this.grid.setRows(rows, options);
    this.form.tell(rows.length === workbooks.length ? `共 ${counted(rows.length)} 个工作簿` : `符合条件 ${counted(rows.length)} 个，共 ${counted(workbooks.length)} 个工作簿`);
  }
}
