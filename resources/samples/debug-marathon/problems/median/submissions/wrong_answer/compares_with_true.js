"use strict";

function readNumbers() {
  const text = require("fs").readFileSync(0, "utf8");
  return text.trim().split(/\s+/).map(Number);
}

function median(values) {
  const sorted = [...values].sort((left, right) => left > right);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function main() {
  const numbers = readNumbers();
  const count = numbers[0];
  const values = numbers.slice(1, count + 1);
  console.log(String(median(values)));
}

main();
