import { app, Notification, type BrowserWindow } from 'electron'
import type { Attention } from '../ports/attention'

/** Badge, task bar and notifications through Electron. Where the desktop has none of them, nothing happens. */
export function createAttention(window: Pick<BrowserWindow, 'setProgressBar' | 'isDestroyed'>): Attention {
  // A notification nobody holds may be collected before it is pressed.
  const held = new Set<Notification>()
  return {
    badge(count) {
      app.setBadgeCount(count)
    },
    progress(share) {
      // Electron's own signs: over 1 is a bar that moves without a share, below 0 none.
      if (!window.isDestroyed()) window.setProgressBar(share === 'moving' ? 2 : (share ?? -1))
    },
    notify(title, body, press) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body })
      const release = () => {
        held.delete(notification)
      }
      held.add(notification)
      notification.on('click', () => {
        release()
        press()
      })
      notification.on('close', release)
      notification.on('failed', release)
      notification.show()
    },
  }
}
