import { FileDown } from 'lucide-react'
import type { DragEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'

interface DropTargetProps {
  onDrop: (files: readonly File[]) => void
  className?: string
  children: ReactNode
}

/** A place to drop files on; says so while some are held over it. */
export function DropTarget({ onDrop, className, children }: DropTargetProps) {
  const [isOver, setIsOver] = useState(false)
  // Entering a child comes before leaving its parent: only when all are left the files are gone.
  const depth = useRef(0)
  const move = (event: DragEvent, by: number) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    depth.current += by
    setIsOver(depth.current > 0)
  }
  return (
    <div
      className={className}
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDragOver={(event) => move(event, 0)}
      onDrop={(event) => {
        event.preventDefault()
        depth.current = 0
        setIsOver(false)
        onDrop([...event.dataTransfer.files])
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-3 z-20 flex flex-col items-center justify-center gap-3 rounded-3xl border-2 border-dashed border-primary bg-background/90 text-primary">
          <FileDown className="size-8" />
          <p className="font-medium">Drop to attach</p>
        </div>
      )}
    </div>
  )
}
