// Filters: what they ask for, and the form that asks.

/** What is asked for; an empty text asks for nothing. */
const wanted = { department: "", state: "", severity: "", rule: "", sheet: "", text: "" };

/** More choices than this are no help. */
const MOST_CHOICES = 1000;

const STATE_CHOICES = { ...STATES, unchecked: "有未检的规则" };

/** Whether a workbook is asked for. */
function wantsWorkbook(workbook) {
  if (wanted.state === "unchecked" && !workbook.notChecked) return false;
  if (wanted.state && wanted.state !== "unchecked" && workbook.state !== wanted.state) return false;
  if (!wanted.department) return true;
  const asked = wanted.department.toLowerCase();
  return workbook.name.toLowerCase().includes(asked) || workbook.title.toLowerCase().includes(asked);
}

/** Whether a finding is asked for, whatever its workbook. */
function wantsFinding(finding) {
  if (wanted.severity && SEVERITY_CLASSES[finding.severity] !== wanted.severity) return false;
  if (wanted.rule && finding.rule !== wanted.rule) return false;
  if (wanted.sheet && finding.sheet !== wanted.sheet) return false;
  if (!wanted.text) return true;
  const asked = wanted.text.toLowerCase();
  return [finding.message, finding.fix, finding.sheet, finding.cell, finding.value].some(
    (text) => text !== null && text.toLowerCase().includes(asked),
  );
}

/** Whether findings are asked for by anything but their workbook. */
function asksForFindings() {
  return Boolean(wanted.severity || wanted.rule || wanted.sheet || wanted.text);
}

function forgetFilters() {
  for (const name of Object.keys(wanted)) wanted[name] = "";
}

/** How often each value occurs, in natural order of the values. */
function tally(values) {
  const counts = new Map();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) || 0) + 1);
  const common = [...counts].sort((one, other) => other[1] - one[1]).slice(0, MOST_CHOICES);
  return common.sort((one, other) => collator.compare(one[0], other[0]));
}

/** The form above a list. `names` are the filters it has; `changed` is called when one has been set. */
class FilterForm {
  constructor(form, names, changed) {
    this.form = form;
    this.changed = changed;
    this.fields = new Map();
    form.replaceChildren();
    form.onsubmit = (event) => event.preventDefault();
    const texts = { department: "部门或文件名", text: "问题中的文字" };
    const selects = { state: "结论", severity: "级别", rule: "规则", sheet: "表" };
    for (const name of names) {
      const field = name in texts ? this.textField(name) : element("select", { change: () => this.take(name) });
      field.id = `filter-${name}`;
      this.fields.set(name, field);
      const label = element("label", { for: field.id }, texts[name] || selects[name]);
      form.append(element("div", { class: `field ${name}` }, label, field));
    }
    this.reset = element("button", { type: "button", click: () => this.clear() }, "清除筛选");
    this.found = element("output", {});
    form.append(this.reset, this.found);
    this.offer([]);
  }

  textField(name) {
    const take = settled(() => this.take(name));
    return element("input", { type: "search", autocomplete: "off", spellcheck: "false", input: take });
  }

  take(name) {
    wanted[name] = this.fields.get(name).value;
    this.show();
    this.changed();
  }

  clear() {
    for (const [name, field] of this.fields) {
      wanted[name] = "";
      field.value = "";
    }
    this.show();
    this.changed();
    this.fields.values().next().value.focus();
  }

  /** Offers the choices that occur in findings. */
  offer(findings) {
    const rules = tally(findings.map((finding) => finding.rule));
    const choices = {
      state: Object.entries(STATE_CHOICES),
      severity: SEVERITY_CLASSES.map((key, place) => [key, SEVERITY_NAMES[place]]),
      rule: rules.map(([rule, count]) => [rule, `${rule} ${clipped(statementOf(rule), 40)}（${counted(count)}）`]),
      sheet: tally(findings.map((finding) => finding.sheet)).map(([sheet, count]) => [
        sheet,
        `${clipped(sheet, 40)}（${counted(count)}）`,
      ]),
    };
    for (const [name, field] of this.fields) {
      if (field.tagName === "SELECT") this.fill(field, choices[name], wanted[name]);
      else field.value = wanted[name];
    }
    this.show();
  }

  fill(field, choices, chosen) {
    const options = choices.map(([value, label]) => element("option", { value }, label));
    if (chosen && !choices.some(([value]) => value === chosen)) options.push(element("option", { value: chosen }, chosen));
    field.replaceChildren(element("option", { value: "" }, "全部"), ...options);
    field.value = chosen;
  }

  /** Marks the filters that are set. */
  show() {
    let isSet = false;
    for (const [name, field] of this.fields) {
      field.classList.toggle("set", Boolean(wanted[name]));
      isSet = isSet || Boolean(wanted[name]);
    }
    this.reset.disabled = !isSet;
  }

  tell(text) {
    this.found.textContent = text;
  }
}
