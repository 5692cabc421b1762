'use client'

import { useQuery } from '@apollo/client/react'
import { useEffect } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ViewerQuery as ViewerResult } from '../../graphql/generated/graphql.ts'
import { backoffMs, waitToRetry } from '../live/backoff.ts'

graphql(`
  fragment Viewer on User {
    id
    name
    username
    bio
    email
  }
`)

const ViewerQuery = graphql(`
  query Viewer {
    me {
      ...Viewer
    }
  }
`)

export type Viewer = ViewerResult['me']

/** The signed-in person; null until the gateway has told, which it is asked until it does. */
export function useViewer(): Viewer | null {
  const { data, error, refetch } = useQuery(ViewerQuery)
  useEffect(() => {
    if (!error) return undefined
    const leaving = new AbortController()
    const askAgain = async () => {
      for (let failures = 1; !leaving.signal.aborted; failures += 1) {
        await waitToRetry(backoffMs(failures), leaving.signal)
        if (!leaving.signal.aborted && (await refetch().catch(() => null))?.data) return
      }
    }
    void askAgain()
    return () => leaving.abort()
  }, [error, refetch])
  return data?.me ?? null
}
