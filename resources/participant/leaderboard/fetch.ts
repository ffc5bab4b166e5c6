/// Asks the server with an ETag, by the oldest way that browsers know.
export interface Answer {
  status: number;
  body: unknown;
  /// The server's time by its Date header, Unix milliseconds, or null.
  date: number | null;
}

const etags: { [path: string]: string } = {};

export function ask(path: string, done: (answer: Answer) => void): void {
  const request = new XMLHttpRequest();
  request.open('GET', path);
  request.timeout = 15000;
  const etag = etags[path];
  if (etag !== undefined)
    request.setRequestHeader('If-None-Match', etag);
  request.onload = function () {
    const fresh = request.getResponseHeader('ETag');
    const date = Date.parse(request.getResponseHeader('Date') || '');
    let body: unknown = null;
    try {
      body = request.responseText === '' ? null : JSON.parse(request.responseText);
    } catch (error) {
      body = null;
    }
    if (fresh !== null && request.status === 200)
      etags[path] = fresh;
    done({ status: request.status, body: body, date: isNaN(date) ? null : date });
  };
  request.onerror = request.ontimeout = function () { done({ status: 0, body: null, date: null }); };
  request.send();
}

/// Forgets what is known of a path: the next answer is a whole one.
export function forget(path: string): void {
  delete etags[path];
}
