import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useBlocking } from '../settings/settings.ts'

interface BlockDialogProps {
  person: PersonFragment
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function BlockDialog({ person, isOpen, onOpenChange }: BlockDialogProps) {
  const { block, isBusy } = useBlocking()
  const confirm = async () => {
    if (await block(person.id)) onOpenChange(false)
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Block ${person.name}?`}
      description="Neither of you can write to the other here, add the other to a group, or see whether the other is online. In groups that you are both in, you still see each other’s messages. They are not told."
    >
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={() => onOpenChange(false)}>
          Cancel
        </Button>
        <Button variant="destructive" disabled={isBusy} onClick={() => void confirm()}>
          Block
        </Button>
      </div>
    </Dialog>
  )
}
