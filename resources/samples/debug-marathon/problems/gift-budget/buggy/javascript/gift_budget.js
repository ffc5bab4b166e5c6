"use strict";

function readInput() {
  const numbers = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
  const [count, budget] = numbers;
  const gifts = [];
  for (let i = 0; i < count; i++) {
    gifts.push({ price: numbers[2 + 2 * i], joy: numbers[3 + 2 * i] });
  }
  return { gifts, budget };
}

// best[money] is the greatest joy for at most that much money, with the gifts seen so far.
function greatestJoy(gifts, budget) {
  const best = new Array(budget + 1).fill(0);
  for (const gift of gifts) {
    for (let money = gift.price; money <= budget; money++) {
      const withGift = best[money - gift.price] + gift.joy;
      best[money] = Math.max(best[money], withGift);
    }
  }
  return best[budget];
}

const { gifts, budget } = readInput();
console.log(String(greatestJoy(gifts, budget)));
