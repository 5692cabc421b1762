/** Where the federation writes what went wrong. `console` is one, and so are pino's loggers. */
export interface Logger {
  debug: Log
  info: Log
  warn: Log
  error: Log
}

/** @param details an object, such as `{ err }`, when a message follows; else the message itself */
type Log = (details: unknown, message?: string) => void

/** Warnings and errors on the console, and nothing else. */
export const consoleLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  // oxlint-disable-next-line no-console
  warn: (details, message) => console.warn(message, details),
  // oxlint-disable-next-line no-console
  error: (details, message) => console.error(message, details),
}
