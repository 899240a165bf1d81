// The data of the page: workbooks at once, their findings as they are read in, chunk after chunk.

const SEVERITY_NAMES = ["无法读取", "错误", "警告", "尾差", "提示"];
const SEVERITY_CLASSES = ["unreadable", "error", "warning", "tail", "info"];
const [ERROR, WARNING] = [1, 2];
/** The severities that are counted; that a file cannot be read is its state. */
const COUNTED = [1, 2, 3, 4];
const KIND_NAMES = ["逻辑性（必须改正）", "核实性（可附审核说明保留）"];

/** The states of a workbook, each with its words, in order of concern. */
const STATES = {
  unreadable: "无法读取",
  errors: "有错误",
  warnings: "只有警告",
  clean: "未发现问题",
};

const INDEX = JSON.parse(document.querySelector("script.index").textContent);

/** A workbook of the report. Its findings, explanations and unchecked rules come with its chunk. */
class Workbook {
  constructor(fields, number) {
    Object.assign(this, fields);
    this.number = number;
    this.title = fields.department || fields.name;
    this.findings = [];
    this.explanations = [];
    this.unchecked = [];
    this.state = "clean";
    if (fields.status === "unreadable") this.state = "unreadable";
    else if (fields.counts[ERROR]) this.state = "errors";
    else if (fields.counts[WARNING]) this.state = "warnings";
  }
}

/** One finding, in words; `cells` are the cells involved: `[sheet, "D9 C9"]` of each sheet. */
class Finding {
  constructor(workbook, fields, strings) {
    const [rule, severity, kind, sheet, cell, value, expected, gap, allowance, message, fix, cells] = fields;
    this.workbook = workbook;
    this.rule = strings[rule];
    this.severity = severity;
    this.kind = kind;
    this.sheet = sheet < 0 ? null : strings[sheet];
    this.cell = cell;
    this.value = value;
    this.expected = expected;
    this.gap = gap;
    this.allowance = allowance;
    this.message = message;
    this.fix = strings[fix];
    this.cells = cells.map(([number, addresses]) => [strings[number], addresses]);
  }
}

const workbooks = INDEX.workbooks.map((fields, number) => new Workbook(fields, number));
const allFindings = [];
let isComplete = false;

/** What a rule is about. */
function statementOf(rule) {
  if (rule === "F-0") return "文件能够打开和读取";
  return INDEX.rules[rule] || "";
}

/** Takes the findings out of a chunk; its text is not needed any more then. */
function readChunk(block) {
  const { strings, workbooks: parts } = JSON.parse(block.textContent);
  block.remove();
  for (const part of parts) {
    const workbook = workbooks[part.workbook];
    workbook.findings = part.findings.map((fields) => new Finding(workbook, fields, strings));
    workbook.explanations = part.explanations;
    workbook.unchecked = part.notChecked.map(([rule, why]) => ({ rule, why }));
    for (const finding of workbook.findings) allFindings.push(finding);
  }
}

/** Reads all chunks, a few at a time so that the page stays alive; `tell` hears of each time with the share read. */
function readChunks(tell) {
  const blocks = [...document.querySelectorAll("script.chunk")];
  let next = 0;
  const step = () => {
    const until = performance.now() + 40;
    while (next < blocks.length && performance.now() < until) readChunk(blocks[next++]);
    isComplete = next === blocks.length;
    tell(blocks.length ? next / blocks.length : 1);
    if (!isComplete) setTimeout(step);
  };
  step();
}
