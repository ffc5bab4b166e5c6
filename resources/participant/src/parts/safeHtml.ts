/// The server's statements are made from Markdown without raw HTML, and the page's policy runs no inline script. This
/// list is the third wall: only plain text elements and their harmless attributes reach the page.
const elements = new Set([
  'A', 'B', 'BLOCKQUOTE', 'BR', 'CODE', 'DEL', 'EM', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HR', 'I', 'IMG', 'LI', 'OL', 'P', 'PRE', 'S', 'STRONG', 'SUB',
  'SUP', 'TABLE', 'TBODY', 'TD', 'TH', 'THEAD', 'TR', 'UL',
]);
const dropped = new Set(['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'EMBED', 'TEMPLATE', 'LINK', 'META', 'BASE', 'FORM']);
const attributes = new Set(['alt', 'title', 'start', 'colspan', 'rowspan', 'align']);

export function safeFragment(html: string): DocumentFragment {
  const source = new DOMParser().parseFromString(html, 'text/html');
  const result = document.createDocumentFragment();
  copy(source.body, result);
  return result;
}

function copy(from: Node, to: Node): void {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE)
      to.appendChild(document.createTextNode(node.textContent ?? ''));
    if (!(node instanceof Element) && node.nodeType !== Node.ELEMENT_NODE)
      continue;
    const element = node as Element;
    if (dropped.has(element.tagName.toUpperCase()))
      continue;
    to.appendChild(copyElement(element));
  }
}

function copyElement(element: Element): Node {
  const name = element.tagName.toUpperCase();
  const made: Node = elements.has(name) ? document.createElement(headingBelow(name)) : document.createDocumentFragment();
  if (made instanceof Element) {
    for (const attribute of element.attributes) {
      if (attributes.has(attribute.name))
        made.setAttribute(attribute.name, attribute.value);
    }
    const source = element.getAttribute('src');
    if (name === 'IMG' && source !== null && (source.startsWith('/') || source.startsWith('data:image/')))
      made.setAttribute('src', source);
    if (name === 'PRE' || name === 'TABLE')
      made.setAttribute('tabindex', '0');
  }
  copy(element, made);
  return made;
}

/// The problem's title is the page's only first-level heading.
function headingBelow(name: string): string {
  const level = /^H([1-6])$/.exec(name)?.[1];
  return level === undefined ? name : `H${Math.max(2, Number(level))}`;
}
