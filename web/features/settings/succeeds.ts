import { toast } from '../../ui/toast.ts'
import { errorText } from '../../graphql/errors.ts'

/** Whether a mutation was done; a person is told when it was not. */
export async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    tell(error)
    return false
  }
}

export const tell = (error: unknown): void => toast.error(errorText(error))
