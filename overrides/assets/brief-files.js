// The brief as files to take along: its elements become lines of Markdown or of plain text, and plain text becomes cells of a CSV file.
"use strict";
window.pcBriefFiles = (() => {
  const BLOCKS = "p, div, ul, ol, li, dl, section, aside, h1, h2, h3, h4, table";

  // How each kind of file writes what stands within a line.
  const plain = {
    text: (words) => words,
    strong: (words) => words,
    em: (words) => words,
    link: (words) => words,
    mark: (words) => ` [${words}]`,
    start: (line) => line,
  };
  const around = (words, sign) => words.replace(/^(\s*)(.*?)(\s*)$/s, (_, before, inner, after) => (inner ? before + sign + inner + sign + after : words));
  const address = (href) => href.replaceAll("(", "%28").replaceAll(")", "%29");
  const linked = (words, href) => `[${words}](${address(href)})`;
  const markdown = {
    // Every sign that could mean something, so that a record's text stays text.
    text: (words) => words.replace(/[\\`*_{}[\]<>|~&]/g, "\\$&"),
    strong: (words) => around(words, "**"),
    em: (words) => around(words, "*"),
    // Links to the library's own lists would only be in the way on paper.
    link: (words, href) => (new URL(href).origin === location.origin ? words : linked(words, href)),
    mark: (words) => ` \\[${words}\\]`,
    // At the start of a line these would make a heading, a list or a rule.
    start: (line) => line.replace(/^([#+=-])/, "\\$1").replace(/^(\d+)([.)])/, "$1\\$2"),
  };
  const withLinks = { ...markdown, link: linked };

  function inline(node, as) {
    if (node.nodeType === Node.TEXT_NODE) return as.text(node.data.replace(/\s+/g, " "));
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
    if (node.matches(".pc-ref")) return as.mark(node.textContent.trim());
    const words = [...node.childNodes].map((child) => inline(child, as)).join("");
    if (node.matches("strong, b, .pc-finding__kind")) return as.strong(words);
    if (node.matches("em")) return as.em(words);
    if (node.matches("a[href]")) return as.link(words, node.href);
    if (node.matches(".pc-tag")) return `(${words})`;
    if (node.matches("br")) return " ";
    return words;
  }

  // The lines of an element: {kind: "text" | "label" | "item", words}. What an item holds stays on its line.
  function lines(element, as) {
    const found = [];
    let run = "";
    const flush = () => {
      const words = run.replace(/\s+/g, " ").trim();
      if (words) found.push({ kind: element.matches(".pc-label") ? "label" : "text", words });
      run = "";
    };
    for (const child of element.childNodes) {
      if (!(child instanceof Element) || !child.matches(BLOCKS)) { run += inline(child, as); continue; }
      flush();
      const inner = child.getAttribute("aria-hidden") === "true" ? [] : lines(child, as);
      if (child.matches("li, dl")) {
        const words = inner.map((line) => line.words).join(child.matches("dl") ? "; " : " – ");
        if (words) found.push({ kind: child.matches("li") ? "item" : "text", words });
      } else found.push(...inner);
    }
    flush();
    return found;
  }

  const oneLine = (element, as) => lines(element, as).map(({ words }) => words).join("; ");

  function paragraphs(element, as) {
    let text = "";
    let before = "";
    for (const { kind, words } of lines(element, as)) {
      text += kind === "item" && before === "item" ? "\n" : "\n\n";
      text += kind === "item" ? `- ${as.start(words)}` : kind === "label" ? as.strong(words) : as.start(words);
      before = kind;
    }
    return text.trim();
  }

  // A brief is {title, date, question, words, labels, table, practices: [{title, url, heading, summary, notices, answers: [{label, content}]}], references}.
  function asMarkdown(brief) {
    const { words } = brief;
    const row = (cells) => `| ${cells.join(" | ")} |`;
    const [head, ...rows] = [...brief.table.rows].map((line) => [...line.cells].map((cell) => oneLine(cell, markdown)));
    const parts = [`# ${markdown.text(brief.title)}`, markdown.text(brief.date)];
    if (brief.question) parts.push(`**${markdown.text(words.decide)}** ${markdown.text(brief.question)}`);
    parts.push(`## ${words.glance}`, [row(["", ...head.slice(1)]), row(head.map(() => "---")), ...rows.map(row)].join("\n"));
    for (const practice of brief.practices) {
      parts.push(`## ${inline(practice.heading, markdown).trim()}`, ...practice.notices.map((notice) => paragraphs(notice, markdown)));
      parts.push(markdown.start(inline(practice.summary, markdown).trim()));
      for (const { label, content } of practice.answers) parts.push(`### ${markdown.text(label)}`, paragraphs(content, markdown));
      parts.push(`${markdown.text(words.address)}: <${practice.url}>`);
    }
    parts.push(`## ${words.sources}`, brief.references.map((entry, index) => `${index + 1}. ${oneLine(entry, withLinks)}`).join("\n"));
    return parts.join("\n\n") + "\n";
  }

  // One row a question, one column a practice (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe.
  function asCsv(brief) {
    const { words, practices } = brief;
    const told = (content) => lines(content, plain).map(({ kind, words: said }) => (kind === "item" ? `• ${said}` : said)).join("\n");
    const rows = [
      [words.question, ...practices.map(({ heading }) => inline(heading, plain).trim())],
      [words.address, ...practices.map(({ url }) => url)],
      [words.short, ...practices.map(({ summary }) => inline(summary, plain).trim())],
      ...[...brief.table.tBodies[0].rows].map((line) => [...line.cells].map((cell) => oneLine(cell, plain))),
    ];
    for (const label of brief.labels) {
      const answers = practices.map((practice) => practice.answers.find((answer) => answer.label === label));
      rows.push([label, ...answers.map((answer) => (answer ? told(answer.content) : words.unknown))]);
    }
    const cited = (practice) => [...new Set(practice.numbers)].sort((a, b) => a - b);
    rows.push([words.sources, ...practices.map((practice) => cited(practice).map((number) => `[${number}] ${oneLine(brief.references[number - 1], plain)}`).join("\n"))]);
    const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    // The mark at the start tells Excel that it is UTF-8.
    return "\ufeff" + rows.map((line) => line.map(cell).join(",") + "\r\n").join("");
  }

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  return { asMarkdown, asCsv, save };
})();
