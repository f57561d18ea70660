import type { Answer } from './answer.ts';

/** One page of a list, with the `Link` header that leads to the others. */
export function pageOf(answer: Answer, url: URL): Answer {
  const { list, wrapped = (page) => page } = answer;
  if (list === undefined) return answer;
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const page = Number(url.searchParams.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(list.length / size));
  const linkTo = (to: number, rel: string): string => {
    const target = new URL(url);
    target.searchParams.set('page', String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = page < last ? [linkTo(page + 1, 'next'), linkTo(last, 'last')] : [];
  return {
    status: answer.status,
    body: wrapped(list.slice((page - 1) * size, page * size)),
    headers: { ...answer.headers, ...(links.length === 0 ? {} : { link: links.join(', ') }) },
  };
}
