/** Plays two short rising tones; silent where sound is not possible. */
export function chime() {
  if (typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  const volume = context.createGain()
  volume.gain.value = 0.15
  volume.connect(context.destination)
  const tone = (hertz: number, from: number) => {
    const oscillator = context.createOscillator()
    oscillator.frequency.value = hertz
    oscillator.connect(volume)
    oscillator.start(context.currentTime + from)
    oscillator.stop(context.currentTime + from + 0.15)
    return oscillator
  }
  tone(660, 0)
  tone(880, 0.18).onended = () => void context.close()
}
