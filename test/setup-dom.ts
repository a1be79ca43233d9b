// happy-dom rejects Animation.finished on cancel() with nobody listening; a browser does not report that.
const cancel = Reflect.get(Animation.prototype, 'cancel')
Animation.prototype.cancel = function (this: Animation) {
  this.finished.catch(() => undefined)
  cancel.call(this)
}
