// Numbers of official documents: 一、（一）1.（1）, and 第一条 (GB/T 9704-2012, 7.3.3). Pure.
const DIGITS = "零一二三四五六七八九";

export const LEVELS = ["chapter", "section", "item", "subitem", "article"];

const PATTERNS = {
  chapter: /^([一二三四五六七八九十百]+)、/,
  section: /^[（(]([一二三四五六七八九十百]+)[）)]/,
  item: /^(\d{1,3})[.．](?!\d)\s*/,
  subitem: /^[（(](\d{1,3})[）)]/,
  article: /^第([零一二三四五六七八九十百千]+)条[\s\u3000]*/,
};
const RESETS = {
  chapter: ["section", "item", "subitem"],
  section: ["item", "subitem"],
  item: ["subitem"],
  subitem: [],
  article: ["section", "item", "subitem"],
};

/** 1 to 9999 as in 第一百零三条. */
export function toChinese(number) {
  let text = "";
  for (const [unit, sign] of [[1000, "千"], [100, "百"], [10, "十"], [1, ""]]) {
    const digit = Math.floor(number / unit) % 10;
    if (digit) text += DIGITS[digit] + sign;
    else if (text && number % unit && !text.endsWith("零")) text += "零";
  }
  return text.startsWith("一十") ? text.slice(1) : text;
}

export function fromChinese(text) {
  let total = 0;
  let digit = 0;
  for (const sign of text) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[sign];
    if (unit) {
      total += (digit || 1) * unit;
      digit = 0;
    } else digit = DIGITS.indexOf(sign);
  }
  return total + digit;
}

/** The number a text begins with: {level, number, length}, or null. */
export function numberOf(text) {
  for (const level of LEVELS) {
    const found = PATTERNS[level].exec(text);
    if (found) return { level, number: Number(found[1]) || fromChinese(found[1]), length: found[0].length };
  }
  return null;
}

/** The number as it is written in front of a text. */
export function written(level, number) {
  return {
    chapter: () => `${toChinese(number)}、`,
    section: () => `（${toChinese(number)}）`,
    item: () => `${number}.`,
    subitem: () => `（${number}）`,
    article: () => `第${toChinese(number)}条`,
  }[level]();
}

/** The number that follows in `texts` for a next paragraph of `level`. */
export function nextNumber(texts, level) {
  const counters = {};
  for (const text of texts) count(counters, numberOf(text));
  return (counters[level] || 0) + 1;
}

/** The right number for each text (null where it has none). A written 1 begins a new count; articles run through. */
export function renumbered(texts) {
  const counters = {};
  return texts.map((text) => {
    const found = numberOf(text);
    if (!found) return null;
    if (found.number === 1 && found.level !== "article") counters[found.level] = 0;
    const number = (counters[found.level] || 0) + 1;
    count(counters, { level: found.level, number });
    return { ...found, number };
  });
}

function count(counters, found) {
  if (!found) return;
  counters[found.level] = found.number;
  for (const lower of RESETS[found.level]) counters[lower] = 0;
}
