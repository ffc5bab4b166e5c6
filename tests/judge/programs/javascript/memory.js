const lists = [];
for (let i = 0; i < 1024; i++)
    lists.push(new Array(1 << 17).fill(i + 0.5));
console.log(lists.length);
