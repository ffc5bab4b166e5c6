import { ApiError, get } from './api';
import { asBody, asNumber, asText } from './protocol';

/// The draft that the server has of a problem; null when it has none, or cannot be asked now.
export async function serverDraft(problem: string): Promise<{ language: string; source: string; rev: number } | null> {
  try {
    const body = asBody(await get(`/api/problems/${encodeURIComponent(problem)}/draft`));
    const source = asText(body['source']);
    return source === null ? null : { language: asText(body['language']) ?? '', source, rev: asNumber(body['rev']) ?? 0 };
  } catch (error) {
    if (error instanceof ApiError)
      return null;
    throw error;
  }
}
