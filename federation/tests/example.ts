import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { listen } from './listen.ts'

/** A program that runs, and what it prints. */
export interface Program extends AsyncDisposable {
  /** The next line that it prints; rejects when it ends instead. */
  line: () => Promise<string>
}

/** Starts a program on Node. */
export function startProgram(path: string, env: Record<string, string>, cwd?: string): Program {
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async line() {
      const { done, value } = await lines.next()
      if (done) throw new Error(`${path} has ended.`)
      return value
    },
    async [Symbol.asyncDispose]() {
      child.kill()
      await exited
    },
  }
}

/** A port that is free at the moment. */
export async function freePort(): Promise<string> {
  const server = createServer()
  const { port } = new URL(await listen(server))
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Asks a GraphQL server over HTTP, as a user. */
export async function ask(url: string, query: string, user = 'bob'): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-user': user }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return response.json()
}
