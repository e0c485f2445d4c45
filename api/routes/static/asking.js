// Asking the interface: addresses beside this page, refusals and silence told apart.

const ROOT = new URL("api/v1/", document.baseURI);

/** The server answered that it will not; `problem` is its answer (RFC 9457). */
export class Refused extends Error {
  constructor(problem) {
    super(problem.title || "请求未被接受");
    this.problem = problem;
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

export function address(path, query = {}) {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** The JSON answer, a `Refused` or an `Unreachable`; an abort passes through. */
export async function ask(url, options = {}) {
  let answer;
  try {
    answer = await fetch(url, { ...options, headers: { Accept: "application/json", ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("无法连接服务器");
  }
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused({ title: `服务器回答 ${answer.status}`, ...told });
  return told;
}

export function post(path, body, signal) {
  return ask(address(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}
