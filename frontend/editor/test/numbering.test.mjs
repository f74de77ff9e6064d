import assert from "node:assert/strict";
import { test } from "node:test";
import { fromChinese, nextNumber, numberOf, renumbered, toChinese, written } from "../src/numbering.js";

test("every number is read back", () => {
  for (let number = 1; number < 10000; number++) assert.equal(fromChinese(toChinese(number)), number);
  assert.equal(toChinese(11), "十一");
  assert.equal(toChinese(103), "一百零三");
});

test("numbers are told from text that only looks like them", () => {
  assert.equal(numberOf("（二）加强领导").level, "section");
  assert.equal(numberOf("12.提高标准").number, 12);
  assert.equal(numberOf("1.5万元补助"), null);
  assert.equal(numberOf("第三条　本办法").number, 3);
});

test("the next number counts on, and begins anew below a higher level", () => {
  assert.equal(nextNumber(["一、总则", "（一）目的", "（二）范围"], "section"), 3);
  assert.equal(nextNumber(["一、总则", "（一）目的", "二、附则"], "section"), 1);
  assert.equal(written("article", nextNumber(["第九条　甲", "正文"], "article")), "第十条");
});

test("a document is counted anew", () => {
  const numbers = renumbered(["一、甲", "（一）乙", "（三）丙", "三、丁", "（二）戊", "没有编号"]);
  assert.deepEqual(numbers.map((found) => found && found.number), [1, 1, 2, 2, 1, null]);
});
