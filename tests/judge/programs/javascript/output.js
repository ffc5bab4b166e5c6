const fs = require("fs");
for (;;)
    fs.writeSync(1, "more and more ".repeat(1000));
