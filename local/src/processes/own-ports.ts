import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/**
 * Proves that a program, and no other process, is who answers on its ports: every socket that listens there is held by a process
 * of its group. Where the system does not show who holds a socket (elsewhere than on Linux), nothing is proved.
 * @param group the process group, which has the number of its first process
 * @throws naming the port that another process has, or that nobody listens on
 */
export function requireOwnPorts(ports: readonly number[], group: number): void {
  if (process.platform !== 'linux' || ports.length === 0) return
  const listening = listeningSockets()
  const own = socketsOf(group)
  for (const port of ports) {
    const sockets = listening.get(port) ?? []
    if (sockets.length === 0) throw new Error(`nothing listens on port ${port}`)
    if (!sockets.every((socket) => own.has(socket))) throw new Error(`another process listens on port ${port}`)
  }
}

const LISTEN = '0A'
/** Addresses under which this machine reaches itself, as /proc writes them. */
const OWN_ADDRESS = /^(0100007F|0{8}|0{24}01000000|0{32})$/

/** Numbers of the sockets that listen on loopback or on everything, by port. */
function listeningSockets(): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readOrEmpty(table).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , socket] = line.trim().split(/\s+/)
      const [address = '', port = ''] = local.split(':')
      if (state !== LISTEN || socket === undefined || !OWN_ADDRESS.test(address)) continue
      const number = Number.parseInt(port, 16)
      found.set(number, [...(found.get(number) ?? []), socket])
    }
  }
  return found
}

function socketsOf(group: number): Set<string> {
  const members = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === group)
  return new Set(members.flatMap(socketsHeldBy))
}

function groupOf(pid: string): number | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`)
  // The program's name, in parentheses, may hold anything.
  const [, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group === undefined ? undefined : Number(group)
}

function socketsHeldBy(pid: string): string[] {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((descriptor) => linkOf(`/proc/${pid}/fd/${descriptor}`))
    return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
