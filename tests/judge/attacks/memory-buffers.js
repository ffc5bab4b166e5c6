// Buffers are outside of the heap that --max-old-space-size limits.
const buffers = [];
for (;;)
    buffers.push(Buffer.alloc(1 << 20, 1));
