import { asBody, asText, type Body } from './protocol';

/// The page's HTTP calls. The session is a cookie that the page cannot read; no token is ever kept by the page.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: Body,
    readonly retryAfterS: number | null,
  ) {
    super(message);
  }

  /// The server has no such route (yet): the feature is hidden, not broken.
  get isMissing(): boolean {
    return this.status === 404 || this.status === 501;
  }
}

export interface ApiAnswer {
  status: number;
  body: unknown;
  etag: string | null;
  sentAt: number;
  receivedAt: number;
}

const timeoutMs = 15_000;

export async function call(method: string, path: string, body?: Body, headers: Record<string, string> = {}): Promise<ApiAnswer> {
  const sentAt = performance.now();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = response.status === 204 || response.status === 304 ? '' : await response.text();
    const receivedAt = performance.now();
    const json = parse(text);
    if (!response.ok && response.status !== 304) {
      const problem = asBody(json);
      const detail = asText(problem['detail']) ?? asText(problem['title']) ?? '';
      throw new ApiError(response.status, detail, problem, Number(response.headers.get('Retry-After')) || null);
    }
    return { status: response.status, body: json, etag: response.headers.get('ETag'), sentAt, receivedAt };
  } catch (error) {
    if (error instanceof ApiError)
      throw error;
    throw new ApiError(0, '', {}, null);
  } finally {
    clearTimeout(timer);
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export async function get(path: string): Promise<unknown> {
  return (await call('GET', path)).body;
}

export async function post(path: string, body: Body = {}, headers: Record<string, string> = {}): Promise<unknown> {
  return (await call('POST', path, body, headers)).body;
}

/// The answer, or null where the server does not offer the route.
export async function ifOffered<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiError && error.isMissing)
      return null;
    throw error;
  }
}

/// Sends without waiting for an answer, also while the page closes.
export function beacon(path: string, body: Body): boolean {
  if (typeof navigator.sendBeacon !== 'function')
    return false;
  return navigator.sendBeacon(path, new Blob([JSON.stringify(body)], { type: 'application/json' }));
}
