import { ServerClock } from './core/serverClock';

/// The page's one estimate of the server's time.
export const serverClock = new ServerClock();
