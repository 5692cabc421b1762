import { nextPrefix } from './frames.ts'
import type { NextFrames } from './frames.ts'
import type { Results } from './live-operation.ts'
import type { Outbox } from './outbox.ts'

/** Puts an operation's results into a socket's outbox, as the frames that the protocol asks for. */
export class OperationFrames implements Results {
  readonly #operationId: string
  readonly #prefix: Buffer
  readonly #frames: NextFrames
  readonly #outbox: Pick<Outbox, 'push' | 'roomy'>

  constructor(operationId: string, frames: NextFrames, outbox: Pick<Outbox, 'push' | 'roomy'>) {
    this.#operationId = operationId
    this.#prefix = nextPrefix(operationId)
    this.#frames = frames
    this.#outbox = outbox
  }

  push(payload: Buffer): void {
    this.#outbox.push(this.#frames.around(payload, this.#operationId, this.#prefix))
  }

  roomy(): Promise<void> {
    return this.#outbox.roomy()
  }
}
