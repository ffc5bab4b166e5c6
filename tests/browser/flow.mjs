import { needChromium, runTest } from './support.mjs';
import { walk } from './participantWay.mjs';

// Sign in, agree, repair, run, submit, accepted, the leaderboards change: on the same machine, which browsers take for secure.
needChromium();
await runTest((opened) => walk(opened, { host: '127.0.0.1', secure: true, shotPrefix: 'flow' }));
