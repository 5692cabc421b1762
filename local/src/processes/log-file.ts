import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { join } from 'node:path'

export interface LogFile extends Disposable {
  path: string
  /** For a child's standard output and error: it goes on writing when the launcher is gone. */
  descriptor: number
  lastLines: (count: number) => string[]
  /** Lines written since the last call. */
  newLines: () => string[]
}

const LAST_LINES_BYTES = 16_384

/** Opens `<name>.log` in a folder anew; what an earlier run left there becomes `<name>.log.1`. */
export function openLogFile(directory: string, name: string): LogFile {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `${name}.log`)
  rotate(path)
  const descriptor = openSync(path, 'a+')
  let seen = 0
  let unfinished = ''

  const read = (from: number, to: number): string => {
    const bytes = Buffer.alloc(Math.max(0, to - from))
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, from))
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
      const lines = (unfinished + read(seen, size)).split('\n')
      seen = size
      unfinished = lines.pop() ?? ''
      return lines
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

function rotate(path: string): void {
  try {
    renameSync(path, `${path}.1`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
