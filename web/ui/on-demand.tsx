import type { ComponentType } from 'react'
import { lazy, Suspense, useState } from 'react'
import { OpenerContext, useOpener } from './use-opener.ts'

/** A dialog whose code is loaded when it is opened for the first time. It stays from then on. */
export function onDemand<Props extends { isOpen: boolean }>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load() }))
  return function OnDemand(props: Props) {
    const [isNeeded, setIsNeeded] = useState(false)
    const focusOpener = useOpener(props.isOpen)
    if (props.isOpen && !isNeeded) setIsNeeded(true)
    return (
      isNeeded && (
        <OpenerContext value={focusOpener}>
          <Suspense>
            <Loaded {...props} />
          </Suspense>
        </OpenerContext>
      )
    )
  }
}
