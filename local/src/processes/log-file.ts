import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
} from 'node:fs'
import { join } from 'node:path'

export interface LogFile extends Disposable {
  path: string
  /** For a child's standard output and error: it goes on writing when the launcher is gone. */
  descriptor: number
  lastLines: (count: number) => string[]
  /** Lines written since the last call, which is also when a log that has grown too large is put aside. */
  newLines: () => string[]
}

export interface LogLimits {
  /** A log that is larger becomes `<name>.log.1`. */
  maxBytes: number
  /** How many earlier ones are kept: `.log.1` is the newest. */
  keptFiles: number
}

const LIMITS: LogLimits = { maxBytes: 10 * 2 ** 20, keptFiles: 3 }
const LAST_LINES_BYTES = 16_384
/** What is read of a log at a time; lines that come faster are not looked at. */
const MAX_READ_BYTES = 2 ** 20

/** Opens `<name>.log` in a folder anew; what an earlier run left there becomes `<name>.log.1`. */
export function openLogFile(directory: string, name: string, limits: LogLimits = LIMITS): LogFile {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `${name}.log`)
  makeRoom(path, limits)
  if (existsSync(path)) renameSync(path, `${path}.1`)
  const descriptor = openSync(path, 'a+')
  let seen = 0
  let unfinished = ''

  const read = (from: number, to: number): string => {
    const bytes = Buffer.alloc(Math.max(0, to - from))
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, from))
  }
  /** The child holds the file and appends to it, so that it is copied and emptied. */
  const rotate = (): void => {
    try {
      makeRoom(path, limits)
      copyFileSync(path, `${path}.1`)
    } catch {
      // No room for a copy: the more reason to empty it.
    }
    ftruncateSync(descriptor)
    seen = 0
  }
  return {
    path,
    descriptor,
    lastLines: (count) => {
      const { size } = fstatSync(descriptor)
      const lines = read(Math.max(0, size - LAST_LINES_BYTES), size).split('\n')
      return lines.filter((line) => line.trim() !== '').slice(-count)
    },
    newLines: () => {
      const { size } = fstatSync(descriptor)
      if (size === seen) return []
      const lines = (unfinished + read(Math.max(seen, size - MAX_READ_BYTES), size)).split('\n')
      seen = size
      unfinished = lines.pop() ?? ''
      if (size > limits.maxBytes) rotate()
      return lines
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

/** Moves `.log.1` to `.log.2` and so on; the last one goes. */
function makeRoom(path: string, { keptFiles }: LogLimits): void {
  for (let number = keptFiles - 1; number > 0; number--) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`)
  }
}
