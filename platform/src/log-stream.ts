import { writeSync } from 'node:fs'

export interface LogStream {
  write: (line: string) => void
}

/** How often a line is tried again that a pipe has no room for, 5 ms apart. */
const FULL_PIPE_TRIES = 20
const FULL_PIPE_PAUSE_MS = 5

/**
 * Where a log's lines go that must never hold up or end who writes them: a line that cannot be written, because the disk is full
 * or nobody reads any more, is dropped, and counted in a line once there is room again.
 * @param write puts bytes to a descriptor and gives how many it took; throws as fs.writeSync does
 */
export function createLogStream(
  descriptor: number,
  write: (descriptor: number, bytes: Uint8Array) => number = writeSync,
): LogStream {
  let lost = 0
  const put = (line: string): boolean => {
    let rest: Uint8Array = Buffer.from(line)
    for (let tries = 0; rest.length > 0;) {
      try {
        rest = rest.subarray(write(descriptor, rest))
      } catch (error) {
        const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN'
        if (!isFull || ++tries > FULL_PIPE_TRIES) return false
        pauseSync(FULL_PIPE_PAUSE_MS)
      }
    }
    return true
  }
  return {
    write: (line) => {
      if (lost > 0 && put(lostLine(lost))) lost = 0
      if (lost > 0 || !put(line)) lost += 1
    },
  }
}

/** It begins a line of its own: what was cut off before it stays apart. */
const lostLine = (count: number): string =>
  `\n${JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg: `${count} lines of the log were lost` })}\n`

const pauseSync = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
