// What Zotero's own translators read in pages: node zotero.js TRANSLATORS SCHEMA PAGE... prints one line of JSON for each item.
// TRANSLATORS is a checkout of zotero/translators, SCHEMA the schema.json of zotero/zotero-schema; jsdom is found by NODE_PATH.
// The translators run unchanged; what Zotero gives them stands below as far as these two need it.
"use strict";
const fs = require("fs"), path = require("path");
const { JSDOM } = require("jsdom");

const [translators, schemaFile, ...pages] = process.argv.slice(2);
const types = new Map(JSON.parse(fs.readFileSync(schemaFile, "utf8")).itemTypes.map((type) => [type.itemType, type]));

function code(name) { // without the header, which is JSON
  const text = fs.readFileSync(path.join(translators, name), "utf8");
  return text.slice(text.indexOf("\n}\n") + 3);
}

function fieldOf(type, field) { // the field of a type that a base field stands for, as Zotero stores it
  const found = types.get(type)?.fields.find((each) => each.field === field || each.baseField === field);
  return found?.field;
}

function trimInternal(text) { return text.replace(/[\xA0\r\n\s]+/g, " ").trim(); }

const utilities = {
  trimInternal,
  xpath(nodes, expression) { // jsdom does not evaluate the expression for `meta` elements, and finds HTML without a prefix only
    const name = expression.match(/x:meta\[.*="([^"]+)"\]\/@content \| /);
    const found = [];
    for (const node of Array.isArray(nodes) ? nodes : [nodes]) {
      if (name) {
        for (const meta of node.querySelectorAll(`meta[name$="${name[1]}"][content]`)) found.push(meta.getAttributeNode("content"));
        continue;
      }
      const result = (node.ownerDocument || node).evaluate(expression.replace(/\bx:/g, ""), node, null, 5, null);
      for (let each; (each = result.iterateNext());) found.push(each);
    }
    return found;
  },
  xpathText(nodes, expression) {
    return utilities.xpath(nodes, expression).map((each) => each.textContent).join(", ") || null;
  },
  cleanAuthor(author, creatorType, useComma) {
    const name = trimInternal(author.replace(/^[\s\u00A0.,/[\]:]+/, "").replace(/[\s\u00A0.,/[\]:]+$/, (end) => (end.startsWith(".") ? "." : "")));
    const [last, first] = useComma ? name.split(/,(.*)/).map((part) => part.trim()) : [name.split(" ").pop(), name.split(" ").slice(0, -1).join(" ")];
    return first ? { lastName: last, firstName: first, creatorType } : { lastName: name, creatorType, fieldMode: 1 };
  },
  capitalizeTitle: (text) => text.toLowerCase().replace(/(^|[\s-])(\p{L})/gu, (match) => match.toUpperCase()),
  cleanDOI: (text) => (text.match(/10(?:\.[0-9]{4,})?\/[^\s]*[^\s.,]/) || [null])[0],
  cleanISBN: (text) => (text.replace(/[^0-9X]/gi, "").match(/^(?:[0-9]{9}[0-9X]|97[89][0-9]{10})$/i) || [false])[0],
  cleanISSN: (text) => (text.match(/\b[0-9]{4}-?[0-9]{3}[0-9X]\b/i) || [false])[0],
  strToISO: (text) => ((text || "").match(/[0-9]{4}(?:[-/][0-9]{2}){0,2}/) || [""])[0].replace(/\//g, "-"),
  fieldIsValidForType: (field, type) => fieldOf(type, field) !== undefined,
  itemTypeExists: (type) => types.has(type),
  getCreatorsForType: (type) => (types.get(type) || { creatorTypes: [] }).creatorTypes.map((each) => each.creatorType),
  parseMarkup: (text) => text,
  unescapeHTML: (text) => text,
};

function graph() { // Zotero.RDF: statements, in which a resource is an object with its address
  const statements = [], resources = new Map();
  const resource = (uri) => {
    if (typeof uri === "object") return uri;
    if (!resources.has(uri)) resources.set(uri, { uri });
    return resources.get(uri);
  };
  const some = (found) => (found.length ? found : false);
  return {
    addStatement(about, property, value, literal) { statements.push([resource(about), property, literal ? value : resource(value)]); },
    getAllResources: () => some([...new Set(statements.map((each) => each[0]))]),
    getTargets: (about, property) => some(statements.filter((each) => each[0] === resource(about) && each[1] === property).map((each) => each[2])),
    getSources: (value, property) => some(statements.filter((each) => each[2] === resource(value) && each[1] === property).map((each) => each[0])),
    getArcsIn: (value) => some([...new Set(statements.filter((each) => each[2] === value).map((each) => each[1]))]),
    getArcsOut: (about) => some([...new Set(statements.filter((each) => each[0] === about).map((each) => each[1]))]),
    getResourceURI: (about) => (typeof about === "object" ? about.uri : about),
    getContainerElements: () => [],
    getStatementsMatching: (about, property) => some(statements.filter((each) => each[0] === resource(about) && (!property || each[1] === property))),
  };
}

function stored(item) { // the fields that Zotero keeps of an item, by the names of its type
  const kept = { itemType: item.itemType, creators: item.creators.map(({ lastName, firstName, creatorType }) => ({ lastName, firstName, creatorType })) };
  for (const [field, value] of Object.entries(item)) {
    const own = typeof value === "string" && value && fieldOf(item.itemType, field);
    if (own && !(own in kept && own !== field)) kept[own] = value;
  }
  if (!fieldOf(item.itemType, "DOI") && item.DOI) kept.extra = `DOI: ${item.DOI}`;
  else if (item.extra) kept.extra = item.extra;
  return kept;
}

function read(file) {
  const dom = new JSDOM(fs.readFileSync(file, "utf8"), { url: "https://catalogue.test/" });
  const document = dom.window.document, found = [];
  class Item {
    constructor(itemType) { Object.assign(this, { itemType, creators: [], tags: [], notes: [], attachments: [], seeAlso: [] }); }
    complete() { (this.handler || ((item) => found.push(stored(item))))(this); }
  }
  const attr = (node, css, name) => (node.querySelector(css) || document.createElement("x")).getAttribute(name) || "";
  const text = (node, css) => (node.querySelector(css) || { textContent: "" }).textContent;
  const run = (name, Zotero, outside) => {
    const body = `${code(name)}\nreturn { ${outside} };`;
    return new Function("Zotero", "Z", "ZU", "attr", "text", "exports", body)(Zotero, Zotero, utilities, attr, text, {});
  };
  const base = { debug() {}, Utilities: utilities, setProgress() {}, done() {}, isServer: true };
  const importer = () => {
    let handler;
    return {
      setTranslator() {},
      setHandler(event, call) { handler = call; },
      getTranslatorObject(use) {
        class Imported extends Item { complete() { handler(null, Object.assign(new Item(this.itemType), this)); } }
        const Zotero = { ...base, RDF: graph(), Item: Imported, parentTranslator: "embedded" };
        use(Object.assign(run("RDF.js", Zotero, "...exports, exports").exports, { Zotero }));
      },
    };
  };
  const embedded = run("Embedded Metadata.js", { ...base, Item, loadTranslator: importer, RDF: graph() }, "doWeb");
  embedded.doWeb(document, "https://catalogue.test/");
  return found;
}

for (const page of pages) console.log(JSON.stringify({ page, items: read(page) }));
