"use strict";

const numbers = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const [count, budget] = numbers;
const gifts = [];
for (let i = 0; i < count; i++) {
  gifts.push({ price: numbers[2 + 2 * i], joy: numbers[3 + 2 * i] });
}

// The gift with the most joy per coin first, as long as the money lasts.
gifts.sort((left, right) => right.joy / right.price - left.joy / left.price);
let money = budget;
let joy = 0;
for (const gift of gifts) {
  if (gift.price <= money) {
    money -= gift.price;
    joy += gift.joy;
  }
}
console.log(String(joy));
