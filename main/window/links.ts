import { shell } from 'electron'

/** The only addresses Fieldkey ever opens in the browser. */
const addresses = {
  'keychain-help': 'https://wiki.archlinux.org/title/GNOME/Keyring',
  'token-help': 'https://docs.influxdata.com/influxdb/v2/admin/tokens/create-token/',
  'driver-help': 'https://learn.sparkfun.com/tutorials/how-to-install-ch340-drivers/all',
  'port-help': 'https://docs.arduino.cc/software/ide-v1/tutorials/Linux/',
} as const

/** Shows a file of ours in the system's file manager; nothing is opened. */
export function showFile(file: string): void {
  shell.showItemInFolder(file)
}

/** Opens one of the fixed addresses. */
export function openLink(to: keyof typeof addresses): void {
  void shell.openExternal(addresses[to])
}
