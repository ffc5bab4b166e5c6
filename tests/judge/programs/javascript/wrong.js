const values = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(values.slice(1, values[0] + 1).reduce((sum, value) => sum + value, 1));
