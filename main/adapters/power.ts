import { powerMonitor, powerSaveBlocker } from 'electron'
import type { Power } from '../ports/power'

/** Suspend, lock and display sleep, through Electron. Lock events exist on Windows and macOS only. */
export function createPower(): Power {
  return {
    onAway(run) {
      powerMonitor.on('suspend', run)
      powerMonitor.on('lock-screen', run)
    },
    onBack(run) {
      powerMonitor.on('resume', run)
      powerMonitor.on('unlock-screen', run)
    },
    keepDisplayOn() {
      const blocker = powerSaveBlocker.start('prevent-display-sleep')
      let held = true
      return () => {
        if (held) powerSaveBlocker.stop(blocker)
        held = false
      }
    },
  }
}
