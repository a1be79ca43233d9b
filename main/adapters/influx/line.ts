import type { Socket } from 'node:net'

/** A connection opened ahead of the one request it is for, so that the request's turn is not spent on opening it. */
export interface Line {
  /**
   * The connection if it stands; undefined when it is not there yet, failed or was closed meanwhile: then it is given up
   * and the request opens its own, whose failure is the one that is told.
   */
  take(): Socket | undefined
}

/** Watches over a connection being opened; `opened` is the event that tells that it, and its certificate, are good. */
export function openLine(socket: Socket, opened: 'connect' | 'secureConnect'): Line {
  const ignore = () => undefined
  let stood = false
  socket.once(opened, () => (stood = true))
  socket.on('error', ignore)
  return {
    take() {
      if (stood && socket.readyState === 'open') {
        socket.off('error', ignore)
        return socket
      }
      socket.destroy()
      return undefined
    },
  }
}
