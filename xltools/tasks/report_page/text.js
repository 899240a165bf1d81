// Text and elements. Whatever comes from a workbook becomes a text node or an attribute, never markup.

/** Characters that would turn or hide the text around them. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** The text with its unseen characters shown by their codes. */
function plain(text) {
  return String(text).replace(UNSEEN, (character) => {
    const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `⟦U+${code}⟧`;
  });
}

/** At most so many characters of a text. */
function clipped(text, most) {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A whole number with commas. */
function counted(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A new element. `properties` are attributes, or listeners where they are functions; children are nodes or text. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null).map((child) => (child instanceof Node ? child : plain(child))));
  return made;
}

/** The element of the page with an id. */
function byId(id) {
  return document.getElementById(id);
}

/** A function that runs once its caller has been quiet for a moment. */
function settled(action, milliseconds = 150) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

/** A very long text: its beginning, and the rest on demand. */
function longText(text, most = 2000) {
  if (text.length <= most) return element("span", { class: "own" }, text);
  const shown = element("span", { class: "own" }, clipped(text, most));
  const more = element("button", {
    type: "button",
    class: "link",
    click: () => shown.parentNode.replaceChildren(element("span", { class: "own" }, text)),
  }, `全部显示（${counted(text.length)} 字）`);
  return element("span", {}, shown, " ", more);
}
