import { Dialog } from '../../ui/dialog.tsx'
import { ProfileForm } from './profile-form.tsx'
import type { Viewer } from './viewer.ts'

interface ProfileDialogProps {
  viewer: Viewer
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function ProfileDialog({ viewer, isOpen, onOpenChange }: ProfileDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Profile" description="What others see of you.">
      <ProfileForm viewer={viewer} submitLabel="Save" onSaved={() => onOpenChange(false)} />
    </Dialog>
  )
}
