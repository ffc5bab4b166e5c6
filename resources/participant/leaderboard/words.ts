/// The projector page's texts.
export const words = {
  title: 'Leaderboard',
  overall: 'Overall',
  rank: 'Rank',
  name: 'Name',
  points: 'Points',
  time: 'Time',
  solvedCount: 'Solved',
  frozen: 'Frozen at {time}',
  waiting: '{count} waiting for a verdict',
  updated: 'As of {time}',
  stale: 'Not connected. As of {time}',
  empty: 'Nobody is on the board yet.',
  noContest: 'No contest is planned at the moment.',
  isPrivate: 'The leaderboard of this contest is not public.',
  startsIn: 'starts in {time}',
  participants: '{count} participants',
  projector: 'Projector view',
  normal: 'Normal view',
  solved: 'solved, tries: {count}',
  tried: 'not solved, tries: {count}',
  judging: 'being judged',
  fresh: 'not tried',
  states: { draft: 'In preparation', scheduled: 'Scheduled', live: 'Live', paused: 'Paused', ended: 'Ended', finalised: 'Final results' } as { [state: string]: string },
};

export function fill(text: string, name: string, value: string | number): string {
  return text.replace('{' + name + '}', String(value));
}
