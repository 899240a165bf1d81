// What goes to paper: the workbooks, or the findings of the list in sight, as plain tables of their own.

const MOST_PRINTED = 3000;

function printedTable(headings, rows, numeric = new Set()) {
  const cellsOf = (tag, cells) => cells.map((cell, place) => element(tag, numeric.has(place) ? { class: "number" } : {}, cell));
  return element("table", {},
    element("thead", {}, element("tr", {}, ...cellsOf("th", headings))),
    element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cellsOf("td", cells)))));
}

function printedFindings(findings, withWorkbook) {
  const rows = findings.slice(0, MOST_PRINTED).map((finding) => [
    ...(withWorkbook ? [clipped(finding.workbook.title, 60)] : []),
    SEVERITY_NAMES[finding.severity],
    finding.rule,
    clipped(placeOf(finding.sheet, finding.cell), 80),
    clipped(dash(finding.value), 40),
    clipped(dash(finding.expected), 40),
    clipped(dash(finding.gap), 40),
    clipped(`${finding.message}。怎么改：${finding.fix}`, 600),
  ]);
  const headings = [...(withWorkbook ? ["部门"] : []), "级别", "规则", "位置", "现为", "应为", "差额", "问题和改法"];
  const first = withWorkbook ? 4 : 3;
  const parts = [printedTable(headings, rows, new Set([first, first + 1, first + 2]))];
  if (findings.length > MOST_PRINTED) parts.push(element("p", {}, `只打印前 ${counted(MOST_PRINTED)} 处，共 ${counted(findings.length)} 处；请先筛选再打印。`));
  return parts;
}

function printedWorkbooks(rows) {
  const cells = rows.map(({ workbook, counts }) => {
    const unread = workbook.state === "unreadable";
    return [
      clipped(workbook.title, 80),
      clipped(workbook.name, 80),
      STATES[workbook.state],
      ...COUNTED.map((severity) => (unread ? "" : counted(counts[severity]))),
      unread ? "" : counted(workbook.required - workbook.checked),
    ];
  });
  return [printedTable(["部门", "文件", "结论", ...COUNTED.map((severity) => SEVERITY_NAMES[severity]), "未检"], cells, new Set([3, 4, 5, 6, 7]))];
}

function printedWorkbook(view) {
  const { workbook } = view;
  const parts = [element("h2", {}, clipped(workbook.title, 200)), element("p", {}, `${clipped(workbook.name, 200)}　${STATES[workbook.state]}　${view.summary()}`)];
  if (workbook.explanations.length) {
    const lines = workbook.explanations.map((each) => element("li", {}, explanationNode(each, () => {})));
    parts.push(element("h3", {}, "最可能有误的单元格（先改这些，再校验）"), element("ol", {}, ...lines));
  }
  parts.push(element("h3", {}, "问题"), ...printedFindings(view.grid.shown, false));
  if (workbook.unchecked.length) {
    parts.push(element("h3", {}, "未检的规则，不能算作通过"), printedTable(["规则", "原因"], workbook.unchecked.map(({ rule, why }) => [rule, clipped(why, 600)])));
  }
  return parts;
}

/** The filters that are set, in words. */
function filterWords() {
  const words = [...document.querySelectorAll("#filters label")].map((label) => {
    const field = byId(label.htmlFor);
    const value = field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent : field.value;
    return field.value ? `${label.textContent}：${clipped(value, 60)}` : "";
  });
  return words.filter(Boolean).join("；");
}

/** Lays out the view in sight for paper. */
function layOut(view) {
  const today = new Date();
  const date = `${today.getFullYear()}年${today.getMonth() + 1}月${today.getDate()}日`;
  const words = filterWords();
  const parts = [element("h1", {}, document.title), element("p", {}, `打印日期：${date}${words ? `　筛选：${words}` : ""}`)];
  if (view instanceof WorkbookView) parts.push(...printedWorkbook(view));
  else if (view instanceof WorkbooksView) parts.push(element("p", {}, totalWords()), ...printedWorkbooks(view.grid.shown));
  else parts.push(...printedFindings(view.grid.shown, true));
  byId("printed").replaceChildren(...parts);
}
