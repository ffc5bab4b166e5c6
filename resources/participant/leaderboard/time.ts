/// Times as text, without anything that an old browser lacks.
function two(value: number): string {
  const whole = Math.floor(value);
  return (whole < 10 ? '0' : '') + whole;
}

export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const rest = two((seconds % 3600) / 60) + ':' + two(seconds % 60);
  return seconds >= 3600 ? Math.floor(seconds / 3600) + ':' + rest : rest;
}

export function timeOfDay(at: number): string {
  const date = new Date(at);
  return two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds());
}
