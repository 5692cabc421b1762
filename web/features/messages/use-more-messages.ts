import { useEffect, useState } from 'react'
import { errorText } from '../../graphql/errors.ts'

export interface MoreMessages {
  isLoading: boolean
  problem: string | null
  retry: () => void
}

/** Loads messages before or after those that are here while they are wanted, page by page. */
export function useMoreMessages(isWanted: boolean, load: () => Promise<void>): MoreMessages {
  const [isLoading, setIsLoading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const shouldLoad = isWanted && !isLoading && problem === null

  useEffect(() => {
    if (!shouldLoad) return
    const loadPage = async () => {
      setIsLoading(true)
      await load().catch((error: unknown) => setProblem(errorText(error)))
      setIsLoading(false)
    }
    void loadPage()
  }, [shouldLoad, load])

  return { isLoading, problem, retry: () => setProblem(null) }
}
