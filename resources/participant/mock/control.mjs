import { problems } from './data.mjs';

// Puts the mock into the situations that the screens need: POST /mock/set with any of these.
export function controlOf(contest, sockets) {
  const minute = 60_000;
  const clocks = {
    active: () => ({ state: 'active', running: true, startsAt: Date.now() - 13 * minute, endsAt: Date.now() + 32 * minute, message: '' }),
    countdown: () => ({ state: 'countdown', running: false, startsAt: Date.now() + 4.5 * minute, endsAt: null, message: '' }),
    paused: () => ({ state: 'paused', running: false, startsAt: Date.now() - 13 * minute, endsAt: null, message: 'The power failed in hall B. Nobody loses time. We go on in a few minutes.' }),
    closed: () => ({ state: 'closed', running: false, startsAt: Date.now() - 50 * minute, endsAt: Date.now() - 5 * minute, message: '' }),
    individual: () => ({ state: 'active', running: false, startsAt: Date.now() - minute, endsAt: null, message: '' }),
  };
  return {
    outbox(person, { client_id, events = [] }) {
      const results = {};
      let upTo = person.outbox.get(client_id) ?? 0;
      for (const event of events) {
        if (event.seq === upTo + 1) {
          results[event.seq] = contest.event(person, client_id, event);
          upTo = event.seq;
        }
      }
      person.outbox.set(client_id, upTo);
      return { t: 'ack', up_to: upTo, results };
    },
    set({ clock, person: name, status, reason = '', frozen, announce, fullscreen, drop, draft, violations, warning, block, remaining_ms, judge_ms }) {
      const person = name === undefined ? undefined : contest.person(name);
      if (clock !== undefined)
        contest.clock = clocks[clock]();
      if (remaining_ms !== undefined)
        contest.clock.endsAt = Date.now() + remaining_ms;
      if (judge_ms !== undefined)
        contest.judgeMs = judge_ms;
      if (frozen !== undefined)
        contest.frozen = frozen;
      if (announce !== undefined)
        contest.announce(announce);
      if (person !== undefined && fullscreen !== undefined)
        person.fullscreen = fullscreen;
      if (person !== undefined && block !== undefined)
        person.block = block;
      if (person !== undefined && status !== undefined)
        contest.setStatus(person, status, reason);
      if (person !== undefined && draft !== undefined)
        person.drafts.set(draft.problem, draft);
      for (const each of violations ?? [])
        person.violations.set(each.incident_id, each);
      if (person !== undefined && warning !== undefined) {
        person.warnings.push(warning);
        contest.push(person, 'warning', warning);
      }
      if (clock !== undefined)
        contest.people.forEach((each) => contest.push(each, 'round', { number: 1, state: contest.clock.state }));
      if (drop === true)
        sockets.forEach((socket) => socket.terminate());
      return { ok: true, problems: problems.length };
    },
  };
}
