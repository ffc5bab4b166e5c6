import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { needChromium, runTest, skip } from './support.mjs';
import { walk } from './participantWay.mjs';

// The same way over plain HTTP at an address that is not this machine's own: no secure context, every fallback in use. The
// address lives in a network namespace of the test's own, so nothing outside is touched or reached.
const address = '10.77.0.1';
const inside = 'MARATHON_TEST_NAMESPACE';

/// Runs this program again, where it is root of an empty network.
function enterNamespace() {
  const way = process.getuid() === 0 ? ['--net'] : ['--net', '--map-root-user'];
  if (spawnSync('unshare', [...way, 'true']).status === 0) {
    const again = ['--pdeathsig', 'KILL', 'unshare', ...way, process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    process.exit(spawnSync('setpriv', again, { stdio: 'inherit', env: { ...process.env, [inside]: '1' } }).status ?? 1);
  }
  skip('this system gives no network namespace to this user (unshare --net)');
}

function ip(...args) {
  return spawnSync('ip', args, { encoding: 'utf8' });
}

/// A pair of cards with the address on one; where the kernel has none of that kind the loopback card carries it.
function makeNetwork() {
  ip('link', 'set', 'lo', 'up');
  const card = ip('link', 'add', 'venue', 'type', 'veth', 'peer', 'name', 'hall').status === 0 ? 'venue' : 'lo';
  const done = [ip('address', 'add', `${address}/24`, 'dev', card), ip('link', 'set', card, 'up'), ...(card === 'venue' ? [ip('link', 'set', 'hall', 'up')] : [])];
  const failed = done.find((each) => each.status !== 0);
  if (failed !== undefined)
    skip(`the network of the test could not be made: ${failed.error ?? failed.stderr}`);
}

needChromium();
if (process.env[inside] !== '1')
  enterNamespace();
makeNetwork();
await runTest((opened) => walk(opened, { host: address, secure: false, shotPrefix: 'plain-http' }));
