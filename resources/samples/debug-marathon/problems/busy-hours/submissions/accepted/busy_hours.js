"use strict";

function readBookings() {
  const words = require("fs").readFileSync(0, "utf8").trim().split(/\s+/);
  const count = Number(words[0]);
  const bookings = [];
  for (let i = 0; i < count; i++) {
    bookings.push({ begin: Number(words[1 + 2 * i]), end: Number(words[2 + 2 * i]) });
  }
  return bookings;
}

function busyMinutes(bookings) {
  bookings.sort((left, right) => left.begin - right.begin);
  let total = 0;
  let begin = 0;
  let end = 0;

  for (const booking of bookings) {
    if (booking.begin > end) {
      total += end - begin;
      begin = booking.begin;
      end = booking.end;
    } else {
      end = Math.max(end, booking.end);
    }
  }
  return total + (end - begin);
}

console.log(String(busyMinutes(readBookings())));
